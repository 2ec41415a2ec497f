import { checkDocument } from './check-document.js';
import { isError, type Diagnostic } from './diagnostic.js';
import { fault } from './fault.js';
import { parseDocument, type ParsedDocument } from './parse-document.js';
import { Positions } from './positions.js';
import { KINDS } from './kinds.js';
import type { Source } from './source.js';
import { SourceText } from './source-text.js';
import type { AnyDocument, Kind } from './types.generated.js';

export interface ReadOptions<K extends Kind = Kind> {
  /** The kinds that may stand here; without it any. */
  readonly kinds?: readonly K[];
}

type DocumentOf<K extends Kind> = Extract<AnyDocument, { kind: K }>;

export interface ReadDocument<Document extends AnyDocument = AnyDocument> {
  /** Absent where there is an error. */
  readonly document?: Document;
  /** As the document says, where it says a known one; also where there are errors. */
  readonly kind?: Kind;
  readonly positions: Positions;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A document, read and checked against the schema of its kind. Faults of the file, of its YAML and against the
 * schema are diagnostics, several together where they do not follow from each other; never thrown.
 *
 * Loads the YAML parser and the compiled validator of the one kind, nothing else.
 */
export function readDocument<const K extends Kind = Kind>(
  source: Source,
  path: string,
  options: ReadOptions<K> = {},
): ReadDocument<DocumentOf<K>> {
  const found = bytesOf(source, path);
  if (found instanceof Uint8Array) return checked((source.parsed ?? parseDocument)(path, found), options);
  return { positions: new Positions(new SourceText(path, '')), diagnostics: [found] };
}

function bytesOf(source: Source, path: string): Uint8Array | Diagnostic {
  const nowhere = new SourceText(path, '').place(0);
  try {
    const kind = source.kind(path);
    const bytes = kind === 'file' ? source.read(path) : undefined;
    if (bytes) return bytes;
    return kind === 'folder'
      ? fault('ASSAY1002', nowhere, 'a folder stands where a document is expected')
      : fault('ASSAY1001', nowhere, 'there is no such file');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    return fault(
      'ASSAY1024',
      nowhere,
      `the file cannot be read (${code})`,
      'see its permissions and those of its folder',
    );
  }
}

/** As `readDocument`, of bytes at hand. */
export function readDocumentBytes<const K extends Kind = Kind>(
  file: string,
  bytes: Uint8Array,
  options: ReadOptions<K> = {},
): ReadDocument<DocumentOf<K>> {
  return checked(parseDocument(file, bytes), options);
}

/** What was parsed, against the schema of its kind. */
function checked<K extends Kind>(parsed: ParsedDocument, options: ReadOptions<K>): ReadDocument<DocumentOf<K>> {
  const { text, positions, faults } = parsed;
  if (parsed.value === undefined) return { positions, diagnostics: faults };
  const found = checkDocument(parsed.value, positions, options.kinds ?? KINDS, MAX_DIAGNOSTICS);
  const diagnostics = limited(inOrder([...faults, ...withoutEchoes(found.diagnostics, faults)]), text);
  const kind = found.kind === undefined ? {} : { kind: found.kind };
  if (diagnostics.some(isError)) return { ...kind, positions, diagnostics };
  return { ...kind, document: parsed.value as DocumentOf<K>, positions, diagnostics };
}

/** A file with more faults than these is not the document that its author believes it to be. */
const MAX_DIAGNOSTICS = 100;

function limited(diagnostics: readonly Diagnostic[], text: SourceText): readonly Diagnostic[] {
  if (diagnostics.length < MAX_DIAGNOSTICS) return diagnostics;
  const more = fault('ASSAY1116', text.place(0), `only the first ${MAX_DIAGNOSTICS} faults of the file are shown`);
  return [...diagnostics.slice(0, MAX_DIAGNOSTICS), more];
}

/** Faults against the schema that only repeat, at the same place, what is wrong with the YAML. */
function withoutEchoes(found: readonly Diagnostic[], earlier: readonly Diagnostic[]): Diagnostic[] {
  const taken = new Set(earlier.map(placeKey));
  return found.filter((diagnostic) => !taken.has(placeKey(diagnostic)));
}

const placeKey = ({ range }: Diagnostic): string => `${range?.line}:${range?.column}`;

const inOrder = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.toSorted(
    (a, b) => (a.range?.line ?? 0) - (b.range?.line ?? 0) || (a.range?.column ?? 0) - (b.range?.column ?? 0),
  );
