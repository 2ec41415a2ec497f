/** `validate`: documents only. Loads no model, no data and no plugin. */
import type { ValidatedDocument, ValidateOutcome } from '../api.js';
import type { Diagnostic } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { readDocument } from '../document/read-document.js';
import type { AnyDocument } from '../document/types.generated.js';
import { Manifests, resolvePolicies } from './policies.js';
import { shown } from './shown-path.js';

const POLICY_KINDS = new Set<AnyDocument['kind']>(['Pack', 'Standard', 'Profile']);

export function validate(paths: readonly string[], asOf: Date): ValidateOutcome {
  const source = fileSource();
  const documents: ValidatedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    const path = shown(given);
    const file = source.kind(path) === 'folder' ? `${path}/pack.yaml` : path;
    const read = readDocument(source, file);
    const { document } = read;
    if (document !== undefined) documents.push(summary(path, document));
    if (document !== undefined && POLICY_KINDS.has(document.kind)) {
      // Reads the document again, in its place among its imports: the same faults, and those of the whole.
      const { diagnostics: found, view } = resolvePolicies(source, [{ path }], asOf);
      diagnostics.push(...found);
      if (document.kind === 'Pack') {
        for (const layer of view.layers.values()) documents.push(summary(layer.file, layer.document));
      }
    } else if (document?.kind === 'Plugin') diagnostics.push(...new Manifests(source).read(file).diagnostics);
    else diagnostics.push(...read.diagnostics);
  }
  return { documents, diagnostics: distinct(diagnostics) };
}

function summary(path: string, document: AnyDocument): ValidatedDocument {
  const { kind } = document;
  switch (kind) {
    case 'Standard':
    case 'Profile':
      return { path, kind, id: document.metadata.id, rules: document.rules?.length ?? 0 };
    case 'Pack':
      return { path, kind, id: document.metadata.id };
    case 'Subject':
      return { path, kind, id: document.metadata.name };
    case 'Plugin':
      return { path, kind, id: document.id };
    case 'Waiver':
      return { path, kind };
  }
}

/** A standard that two of the paths import has its faults once. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
