/** `validate`: documents only. Loads no model, no data and no plugin. */
import type { ValidateOutcome } from '../api.js';
import { distinct } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { shown } from './shown-path.js';
import type { SupplyOf } from './supply.js';
import { isPolicyTest, validateDocument } from './validate-document.js';

export async function validate(paths: readonly string[], asOf: Date, supply: SupplyOf = {}): Promise<ValidateOutcome> {
  const source = fileSource();
  const outcomes: ValidateOutcome[] = [];
  for (const path of paths.map(shown)) {
    // Judging is loaded for tests of policies alone.
    outcomes.push(
      isPolicyTest(source, path)
        ? (await import('./validate-policy-test.js')).validatePolicyTest(source, path, asOf, supply)
        : validateDocument(source, path, asOf, supply),
    );
  }
  return {
    documents: outcomes.flatMap(({ documents }) => documents),
    // A standard that two of the paths import has its faults once.
    diagnostics: distinct(outcomes.flatMap(({ diagnostics }) => diagnostics)),
  };
}
