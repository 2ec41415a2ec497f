/** `validate`: documents only. Loads no model, no data and no plugin. */
import type { ValidateOutcome } from '../api.js';
import { distinct } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { shown } from './shown-path.js';
import { validateDocument } from './validate-document.js';

export function validate(paths: readonly string[], asOf: Date): ValidateOutcome {
  const source = fileSource();
  const outcomes = paths.map((path) => validateDocument(source, shown(path), asOf));
  return {
    documents: outcomes.flatMap(({ documents }) => documents),
    // A standard that two of the paths import has its faults once.
    diagnostics: distinct(outcomes.flatMap(({ diagnostics }) => diagnostics)),
  };
}
