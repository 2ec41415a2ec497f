/** A PolicyTest with the standard or profile that it tests. */
import { posix } from 'node:path';
import { isError, type Diagnostic } from '../document/diagnostic.js';
import { readDocument } from '../document/read-document.js';
import type { Source } from '../document/source.js';
import type { PolicyTestDocument } from '../document/types.generated.js';
import { faultAt } from '../pack/layer.js';
import type { PolicyCase } from '../policy-test/policy-case.js';
import { readCases, type TestedPolicy } from '../policy-test/read-cases.js';
import { resolvePolicies } from './policies.js';
import type { SupplyOf } from './supply.js';

export interface ReadPolicyTest {
  readonly document?: PolicyTestDocument;
  /** What is tested, and the cases; absent where there is an error. */
  readonly tested?: TestedPolicy & { readonly file: string };
  readonly cases?: readonly PolicyCase[];
  readonly diagnostics: readonly Diagnostic[];
}

export function readPolicyTest(source: Source, file: string, asOf: Date, supply: SupplyOf = {}): ReadPolicyTest {
  const { document, positions, diagnostics } = readDocument(source, file, { kinds: ['PolicyTest'] });
  if (document === undefined) return { diagnostics };
  const named = testedBy(file, document.policy);
  if (source.kind(named) !== 'file') {
    const fault = { code: 'ASSAY1301', message: `${named} is not there` };
    return { document, diagnostics: [...diagnostics, faultAt(positions, ['policy'], 'value', fault)] };
  }
  const { policy, view, catalogue, diagnostics: found } = resolvePolicies(source, [{ path: named }], asOf, supply);
  const layer = [...view.layers.values()].find((one) => one.file === named);
  if (policy === undefined || layer === undefined) return { document, diagnostics: [...diagnostics, ...found] };
  const tested = { layer: layer.id, file: named, policy, view, catalogue };
  const read = readCases(document, positions, tested);
  const all = [...diagnostics, ...found, ...read.diagnostics];
  return { document, ...(all.some(isError) ? {} : { tested, cases: read.cases }), diagnostics: all };
}

/** The standard or profile that a test tests: as it says, else that of its own name without `.test`. */
export const testedBy = (file: string, policy: string | undefined): string =>
  posix.join(posix.dirname(file), policy ?? posix.basename(file).replace('.test.', '.'));
