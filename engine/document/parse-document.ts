import { ValueBuilder } from './build-value.js';
import { decode } from './decode.js';
import type { DocumentParts } from './document-parts.js';
import type { Diagnostic } from './diagnostic.js';
import { fault } from './fault.js';
import { parseYaml } from './parse-yaml.js';
import { Positions } from './positions.js';
import { SourceText } from './source-text.js';
import { isScalar, type Node } from './yaml.js';

/** A file's bytes as far as no kind and no schema is needed to read them. */
export interface ParsedDocument {
  readonly text: SourceText;
  /** As far as the parser came; of a text with faults of grammar its nodes are a guess. */
  readonly root: Node | null;
  /** Absent where the text is no YAML, or empty. As good as it could be made where there are faults beside it. */
  readonly value?: unknown;
  readonly positions: Positions;
  readonly faults: readonly Diagnostic[];
}

/**
 * Bytes to a value with positions. Faults of the text and of its YAML come back, several together; never thrown.
 *
 * @param parts Of a document that is read again and again, those that it had last.
 */
export function parseDocument(file: string, bytes: Uint8Array, parts?: DocumentParts): ParsedDocument {
  const decoded = decode(file, bytes);
  const text = decoded.text ?? new SourceText(file, '');
  if (decoded.diagnostics.length > 0)
    return { text, root: null, positions: new Positions(text), faults: decoded.diagnostics };

  const kept = parts?.read(text);
  if (kept !== undefined) return { text, ...kept, positions: new Positions(text, kept.root), faults: [] };
  const parsed = parseYaml(text);
  const root = parsed.document?.contents ?? null;
  if (parsed.diagnostics.length > 0) return { text, root, positions: new Positions(text), faults: parsed.diagnostics };
  if (isEmpty(root)) {
    const hint = 'a document begins with `apiVersion: assay/v1` and `kind: …`';
    const diagnostic = fault('ASSAY1004', text.place(0), 'the document is empty', hint);
    return { text, root, positions: new Positions(text), faults: [diagnostic] };
  }
  const builder = new ValueBuilder(text);
  const value = builder.build(root);
  const positions = new Positions(text, root, builder.targets);
  return { text, root, value, positions, faults: builder.diagnostics };
}

const isEmpty = (root: Node | null): boolean =>
  root === null || (isScalar(root) && root.value === null && !root.source);
