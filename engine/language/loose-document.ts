/** A document as far as it can be read while it is being written: faults of grammar and schema do not hide the rest. */
import { isRecord } from './own.js';
import { ValueBuilder } from '../document/build-value.js';
import { KINDS } from '../document/kinds.js';
import type { ParsedDocument } from '../document/parse-document.js';
import { Positions } from '../document/positions.js';
import type { SourceText } from '../document/source-text.js';
import type { Kind } from '../document/types.generated.js';
import type { Pointer } from '../document/words.js';
import { isAlias, isMap, isScalar, isSeq, type Node } from '../document/yaml.js';

export interface LooseDocument {
  readonly file: string;
  readonly text: SourceText;
  readonly root: Node | null;
  readonly value: unknown;
  readonly positions: Positions;
  readonly kind?: Kind;
  /** Whether the text is YAML throughout: only then are places certain enough to be edited. */
  readonly isWhole: boolean;
}

const known = new WeakMap<ParsedDocument, LooseDocument>();

export function looseDocument(file: string, parsed: ParsedDocument): LooseDocument {
  const before = known.get(parsed);
  if (before !== undefined) return before;
  const { text, root } = parsed;
  const whole = parsed.value !== undefined;
  const builder = whole ? undefined : new ValueBuilder(text);
  const value = builder === undefined ? parsed.value : builder.build(root);
  const positions = builder === undefined ? parsed.positions : new Positions(text, root, builder.targets);
  const named = isRecord(value) ? value['kind'] : undefined;
  const kind = KINDS.find((each) => each === named);
  const loose = { file, text, root, value, positions, ...(kind === undefined ? {} : { kind }), isWhole: whole };
  known.set(parsed, loose);
  return loose;
}

/** A scalar of a document: a key or a value. */
export interface Spot {
  readonly pointer: Pointer;
  readonly role: 'key' | 'value';
  readonly start: number;
  readonly end: number;
}

/** The scalar at an offset, its end included. */
export function spotAt(root: Node | null, offset: number): Spot | undefined {
  const visit = (node: Node | null, pointer: Pointer, role: 'key' | 'value'): Spot | undefined => {
    const [start, end, after] = node?.range ?? [0, -1, -1];
    if (node === null || offset < start || offset > after) return undefined;
    if (isMap(node)) {
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const found =
          visit(pair.key as Node, [...pointer, key], 'key') ??
          visit(pair.value as Node | null, [...pointer, key], 'value');
        if (found !== undefined) return found;
      }
      return undefined;
    }
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const found = visit(item as Node, [...pointer, index], 'value');
        if (found !== undefined) return found;
      }
      return undefined;
    }
    return (isScalar(node) || isAlias(node)) && offset <= end ? { pointer, role, start, end } : undefined;
  };
  return visit(root, [], 'value');
}
