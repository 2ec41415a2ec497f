/** Whether a verdict was given under this policy, or under one that is proved to be at least as strict. */
import type { EffectivePolicy } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { comparePolicies } from '../proof/compare-policies.js';
import { withZ3 } from '../proof/z3.js';
import type { Told } from './conditions.js';
import type { VerdictPredicate } from './predicate.js';

/** @param judgedUnder the policy of the attested report; absent where that was not given */
export async function policyCondition(
  { policy, waivers }: VerdictPredicate,
  base: { readonly policy: EffectivePolicy; readonly catalogue: Catalogue },
  judgedUnder: EffectivePolicy | undefined,
  asOf: Date,
): Promise<Told> {
  const { digest } = base.policy;
  if (policy.digest === digest) return ['policy', digest, []];
  const names = policy.packs.map(({ id, version }) => `${id} ${version}`).join(', ');
  const was = `the model was judged under another policy (${names})`;
  if (waivers.length > 0) {
    const message = `${was}, and what was waived there (${waivers.map(({ rule }) => rule).join(', ')}) is not waived here`;
    return ['policy', policy.digest, [{ code: 'ASSAY1968', message }]];
  }
  if (judgedUnder === undefined || judgedUnder.digest !== policy.digest) {
    const hint = 'whether it is at least as strict is proved from its report: name that with --report';
    return ['policy', policy.digest, [{ code: 'ASSAY1960', message: was, hint }]];
  }
  const other = { policy: judgedUnder, catalogue: base.catalogue };
  const { answer, rules } = await withZ3((solver) => comparePolicies({ base, other, asOf }, solver));
  if (answer === 'proved') return ['policy', `${policy.digest} ≥ ${digest}`, []];
  const open = rules.filter((rule) => rule.decides && rule.answer === answer).map(({ rule: { id } }) => id);
  const refuted = answer === 'refuted';
  const message = `${was}, which is ${refuted ? 'weaker' : 'not proved to be at least as strict'} in ${open.join(', ') || 'sum'}`;
  return ['policy', policy.digest, [{ code: refuted ? 'ASSAY1961' : 'ASSAY1962', message }]];
}
