import type { Diagnostic } from './diagnostic.js';
import { fault } from './fault.js';
import { API_VERSION, compiledFor, KINDS } from './kinds.js';
import { nearest } from './nearest.js';
import type { Positions } from './positions.js';
import { schemaDiagnostics } from './schema-diagnostics.js';
import type { Kind } from './types.generated.js';
import { alternatives, described } from './words.js';

/** A document's value against its kind and the schema of it. What it is comes first: the rest follows from it. */
export function checkDocument(
  value: unknown,
  positions: Positions,
  expected: readonly Kind[],
  limit: number,
): { kind?: Kind; diagnostics: Diagnostic[] } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const message = `a document is a mapping, not ${described(value)}`;
    return { diagnostics: [fault('ASSAY1101', positions.value([]), message, HEADER)] };
  }
  const { apiVersion, kind } = value as { apiVersion?: unknown; kind?: unknown };
  const diagnostics: Diagnostic[] = [];
  if (apiVersion !== API_VERSION) {
    const message =
      apiVersion === undefined ? 'the document has no `apiVersion`' : `apiVersion is ${described(apiVersion)}`;
    diagnostics.push(
      fault('ASSAY1102', positions.value(['apiVersion']), message, `write \`apiVersion: ${API_VERSION}\``),
    );
  }
  const known = KINDS.find((name) => name === kind);
  if (known === undefined) return { diagnostics: [...diagnostics, unknownKind(kind, positions, expected)] };
  if (!expected.includes(known)) {
    const message = `the document is a ${known}; a ${alternatives(expected)} is expected here`;
    return { kind: known, diagnostics: [...diagnostics, fault('ASSAY1104', positions.value(['kind']), message)] };
  }
  // Of another version nothing is known.
  if (diagnostics.length > 0) return { kind: known, diagnostics };
  const { validate, shape } = compiledFor(known);
  if (validate(value)) return { kind: known, diagnostics };
  return { kind: known, diagnostics: schemaDiagnostics(value, validate.errors ?? [], shape, positions, limit) };
}

const HEADER = 'a document begins with `apiVersion: assay/v1` and `kind: …`';

function unknownKind(kind: unknown, positions: Positions, expected: readonly Kind[]): Diagnostic {
  const message = kind === undefined ? 'the document has no `kind`' : `the kind is ${described(kind)}`;
  const meant = typeof kind === 'string' ? nearest(kind, expected) : undefined;
  const hint = meant
    ? `did you mean \`${meant}\`?`
    : `write \`kind: ${expected.length === 1 ? expected[0] : '…'}\`, one of ${alternatives(expected)}`;
  return fault('ASSAY1103', positions.value(['kind']), message, hint);
}
