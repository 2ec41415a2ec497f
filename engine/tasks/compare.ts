/** `compare`: whether one policy is at least as strict as another, by proof. Nothing is measured. */
import type { CompareOutcome, CompareRequest } from '../api.js';
import { isError } from '../document/diagnostic.js';
import { fileSource } from '../document/file-source.js';
import { comparePolicies } from '../proof/compare-policies.js';
import { tellComparison, type ToldPolicy } from '../proof/told.js';
import { withZ3 } from '../proof/z3.js';
import { resolvePolicies } from './policies.js';
import { shown } from './shown-path.js';

export async function compare({ base, other, asOf, supply }: CompareRequest): Promise<CompareOutcome> {
  const source = fileSource();
  const [a, b] = [base, other].map((path) => resolvePolicies(source, [{ path: shown(path) }], asOf, supply));
  const diagnostics = [
    ...new Map([...a!.diagnostics, ...b!.diagnostics].map((one) => [JSON.stringify(one), one])).values(),
  ];
  if (a?.policy === undefined || b?.policy === undefined || diagnostics.some(isError)) return { diagnostics };
  const [of, against] = [
    { policy: a.policy, catalogue: a.catalogue },
    { policy: b.policy, catalogue: b.catalogue },
  ];
  const comparison = await withZ3((solver) => comparePolicies({ base: of, other: against, asOf }, solver));
  const told = ({ policy: { digest, packs } }: typeof of, path: string): ToldPolicy => ({
    path: shown(path),
    digest,
    packs,
  });
  return { comparison: tellComparison(comparison, told(of, base), told(against, other)), diagnostics };
}
