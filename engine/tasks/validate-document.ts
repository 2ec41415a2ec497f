/** One document with all that it rests on, through a `Source`: what `validate` and editors show of it. */
import type { ValidatedDocument, ValidateOutcome } from '../api.js';
import { distinct, isError } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { AnyDocument } from '../document/types.generated.js';
import type { EffectiveRule } from '../pack/policy.js';
import { averagedExposures } from '../pack/averaged-exposure.js';
import { unmatchedProcedures } from '../pack/unmatched-procedures.js';
import { unmeetableRules } from '../pack/unmeetable.js';
import { Manifests, resolvePolicyRules } from './policies.js';
import type { SupplyOf } from './supply.js';

/** Enough to know which way to read a document; what it really is, its schema says. */
const KIND = /^["']?kind["']?\s*:\s*["']?(Pack|Standard|Profile|PolicyTest)\b/m;

/** A test is read with the policy that it tests: `validatePolicyTest`. */
export const isPolicyTest = (source: Source, path: string): boolean =>
  source.kind(path) === 'file' && KIND.exec(headOf(source, path))?.[1] === 'PolicyTest';

/** `path` is a document, but for a PolicyTest, or a pack's folder. */
export function validateDocument(source: Source, path: string, asOf: Date, supply: SupplyOf = {}): ValidateOutcome {
  const isFolder = source.kind(path) === 'folder';
  const file = isFolder ? `${path}/pack.yaml` : path;
  if (isFolder || KIND.test(headOf(source, file))) return validateInPlace(source, path, file, asOf, supply);
  const { document, diagnostics } = readDocument(source, file);
  const found = document?.kind === 'Plugin' ? new Manifests(source).read(file).diagnostics : diagnostics;
  return { documents: document === undefined ? [] : [summary(path, document)], diagnostics: distinct(found) };
}

/** In its place among its imports. */
function validateInPlace(
  source: Source,
  path: string,
  file: string,
  asOf: Date,
  supply: SupplyOf = {},
): ValidateOutcome {
  const documents: ValidatedDocument[] = [];
  const { diagnostics, view, rules, catalogue } = resolvePolicyRules(source, [{ path }], asOf, supply);
  const sound = diagnostics.some(isError) ? [] : inOrder(rules);
  const isPack = file.endsWith('pack.yaml');
  for (const { id } of isPack ? view.packs.values() : []) documents.push({ path, kind: 'Pack', id });
  for (const { file: own, document } of view.layers.values()) {
    if (isPack || own === file) documents.push(summary(own, document));
  }
  const remarks = [...unmatchedProcedures(sound, catalogue), ...averagedExposures(sound), ...unmeetableRules(sound)];
  return { documents, diagnostics: distinct([...diagnostics, ...remarks]) };
}

const inOrder = (rules: readonly EffectiveRule[]): readonly EffectiveRule[] =>
  rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));

function headOf(source: Source, file: string): string {
  const bytes = source.kind(file) === 'file' ? source.read(file) : undefined;
  return new TextDecoder().decode(bytes?.subarray(0, 64 * 1024));
}

function summary(path: string, document: AnyDocument): ValidatedDocument {
  const { kind } = document;
  switch (kind) {
    case 'Standard':
    case 'Profile':
      return { path, kind, id: document.metadata.id, rules: document.rules?.length ?? 0 };
    case 'Pack':
    case 'MaskPlan':
      return { path, kind, id: document.metadata.id };
    case 'Subject':
      return { path, kind, id: document.metadata.name };
    case 'Plugin':
      return { path, kind, id: document.id };
    case 'Waiver':
    case 'PolicyTest':
    case 'TrustRoots':
    case 'Lock':
      return { path, kind };
  }
}
