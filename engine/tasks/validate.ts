/** `validate`: documents only. Loads no model, no data and no plugin. */
import type { ValidatedDocument, ValidateOutcome } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { AnyDocument } from '../document/types.generated.js';
import { averagedExposures } from '../pack/averaged-exposure.js';
import { unmatchedProcedures } from '../pack/unmatched-procedures.js';
import { unmeetableRules } from '../pack/unmeetable.js';
import { Manifests, resolvePolicies } from './policies.js';
import { shown } from './shown-path.js';

/** Enough to know which way to read a document; what it really is, its schema says. */
const KIND = /^["']?kind["']?\s*:\s*["']?(Pack|Standard|Profile)\b/m;

export function validate(paths: readonly string[], asOf: Date): ValidateOutcome {
  const source = fileSource();
  const documents: ValidatedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    const path = shown(given);
    const isFolder = source.kind(path) === 'folder';
    const file = isFolder ? `${path}/pack.yaml` : path;
    if (isFolder || KIND.test(headOf(source, file))) {
      // In its place among its imports.
      const { diagnostics: found, view, policy, catalogue } = resolvePolicies(source, [{ path }], asOf);
      const rules = policy?.rules ?? [];
      diagnostics.push(...found, ...unmatchedProcedures(rules, catalogue), ...averagedExposures(rules));
      diagnostics.push(...unmeetableRules(rules));
      const isPack = isFolder || file.endsWith('pack.yaml');
      for (const { id } of isPack ? view.packs.values() : []) documents.push({ path, kind: 'Pack', id });
      for (const { file: own, document } of view.layers.values()) {
        if (isPack || own === file) documents.push(summary(own, document));
      }
      continue;
    }
    const { document, diagnostics: found } = readDocument(source, file);
    if (document !== undefined) documents.push(summary(path, document));
    if (document?.kind === 'Plugin') diagnostics.push(...new Manifests(source).read(file).diagnostics);
    else diagnostics.push(...found);
  }
  return { documents, diagnostics: distinct(diagnostics) };
}

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
      return { path, kind };
  }
}

/** A standard that two of the paths import has its faults once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
