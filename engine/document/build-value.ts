import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair, type YAMLMap } from './yaml.js';
import type { Diagnostic } from './diagnostic.js';
import { fault, type DocumentCode } from './fault.js';
import type { Place, SourceText } from './source-text.js';
import { quoted } from './words.js';

/** How many values aliases may add to those that stand in the file. */
const MAX_ALIASED = 100_000;

/** What an alias stands for. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

interface Built {
  readonly value: unknown;
  /** Values in it, aliases written out. */
  readonly size: number;
}

const NOTHING: Built = { value: null, size: 1 };

/**
 * Nodes to plain values, with the traps of YAML as faults. The value is as good as it can be made, so that faults
 * against the schema can be reported together with these.
 */
export class ValueBuilder {
  readonly diagnostics: Diagnostic[] = [];
  readonly targets = new Map<Alias, Node>();
  readonly #anchors = new Map<string, { node: Node; built?: Built }>();
  #aliased = 0;
  #exploded = false;

  constructor(private readonly source: SourceText) {}

  build(node: Node | null): unknown {
    return this.#node(node).value;
  }

  #node(node: Node | null | undefined): Built {
    if (!node) return NOTHING;
    if (isAlias(node)) return this.#alias(node);
    if (node.tag !== undefined) this.#tag(node);
    const anchored: { node: Node; built?: Built } = { node };
    const { anchor } = node as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, anchored);
    const built = isMap(node) ? this.#map(node) : isSeq(node) ? this.#list(node.items as Node[]) : this.#scalar(node);
    anchored.built = built;
    return built;
  }

  #alias(node: Alias): Built {
    const name = `*${node.source}`;
    const anchored = this.#anchors.get(node.source);
    if (!anchored) {
      this.#fault('ASSAY1019', node, `${name} stands for nothing: no value before it has the anchor &${node.source}`);
      return NOTHING;
    }
    if (!anchored.built) {
      this.#fault('ASSAY1020', node, `${name} stands inside the value that it stands for`);
      return NOTHING;
    }
    this.#aliased += anchored.built.size;
    if (this.#aliased > MAX_ALIASED) {
      if (!this.#exploded) {
        this.#fault('ASSAY1018', node, `with ${name}, aliases would add more than 100,000 values to the document`);
      }
      this.#exploded = true;
      return NOTHING;
    }
    this.targets.set(node, anchored.node);
    return anchored.built;
  }

  #list(items: readonly Node[]): Built {
    let size = 1;
    const value = items.map((item) => {
      const built = this.#node(item);
      size += built.size;
      return built.value;
    });
    return { value, size };
  }

  #map(map: YAMLMap): Built {
    let size = 1;
    const lines = new Map<string, number>();
    const value: Record<string, unknown> = {};
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = this.#key(pair.key);
      const built = this.#node(pair.value);
      size += built.size;
      if (key === undefined) continue;
      const before = lines.get(key);
      if (before !== undefined) {
        this.#fault(
          'ASSAY1013',
          pair.key,
          `${quoted(key)} stands here twice; first on line ${before}`,
          'remove one of them',
        );
        continue;
      }
      lines.set(key, this.#place(pair.key).range.line);
      value[key] = built.value;
    }
    return { value, size };
  }

  #key(node: Node | null): string | undefined {
    const key: Node | undefined = isAlias(node) ? this.#anchors.get(node.source)?.node : (node ?? undefined);
    if (isAlias(node)) this.#alias(node);
    if (key?.tag !== undefined) this.#tag(key);
    const { anchor } = (key ?? {}) as { anchor?: string };
    if (anchor !== undefined && !isAlias(node)) {
      this.#anchors.set(anchor, { node: key!, built: { value: isScalar(key) ? key.value : null, size: 1 } });
    }
    if (!isScalar(key) || typeof key.value !== 'string') {
      const hint = isScalar(key) && key.source ? `quote it: ${JSON.stringify(key.source)}` : undefined;
      if (node) this.#fault('ASSAY1014', node, 'a key that is no text', hint);
      return undefined;
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      this.#fault('ASSAY1015', key, 'YAML 1.2 has no merge key', 'write the keys out, or alias the whole value');
      return undefined;
    }
    if (key.value === '__proto__') {
      this.#fault('ASSAY1016', key, 'the key "__proto__" is reserved', 'choose another name');
      return undefined;
    }
    return key.value;
  }

  #scalar(node: Node): Built {
    const value: unknown = isScalar(node) ? node.value : null;
    const written = isScalar(node) ? (node.source ?? '') : '';
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#fault(
        'ASSAY1021',
        node,
        `${quoted(written)} is not a finite number`,
        'leave the key out where there is no value',
      );
    } else if (typeof value === 'number' && /^[-+]?\d+$|^0[xo]/.test(written) && !Number.isSafeInteger(value)) {
      const hint = `quote it where it is a name: ${JSON.stringify(written)}`;
      this.#fault('ASSAY1022', node, `${quoted(written)} cannot be held exactly: it would be read as ${value}`, hint);
    }
    return { value, size: 1 };
  }

  #tag(node: Node): void {
    this.#fault(
      'ASSAY1017',
      node,
      `the tag ${quoted(String(node.tag))} is not used in documents`,
      'remove it; quote what is a text',
    );
  }

  #fault(code: DocumentCode, node: Node, message: string, hint?: string): void {
    this.diagnostics.push(fault(code, this.#place(node), message, hint));
  }

  #place(node: Node): Place {
    const [start, end] = node.range ?? [0, 0];
    return this.source.place(start, end);
  }
}
