/** A PolicyTest: its schema, and every name in it found in the policy that it tests. No case is run. */
import type { ValidateOutcome } from '../api.js';
import { distinct } from '../document/diagnostic.js';
import type { Source } from '../document/source.js';
import { readPolicyTest } from './read-policy-test.js';
import type { SupplyOf } from './supply.js';

export function validatePolicyTest(source: Source, path: string, asOf: Date, supply: SupplyOf = {}): ValidateOutcome {
  const { document, diagnostics } = readPolicyTest(source, path, asOf, supply);
  const documents = document === undefined ? [] : [{ path, kind: 'PolicyTest' as const }];
  return { documents, diagnostics: distinct(diagnostics) };
}
