/** Judging both policies on the evidence of a counterexample: what the formulas say counts for nothing here. */
import { judgeRule } from '../judge/judge-rule.js';
import { overallVerdict } from '../judge/overall-verdict.js';
import type { CheckVerdict, EvidenceSource, RuleVerdict } from '../judge/verdict.js';
import { applyWaivers, type SubjectIdentity } from '../judge/waivers.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import type { Output, Unmeasured } from '../plugins/figure.js';
import type { ComparedPolicy } from './encode-policy.js';
import type { Encoder } from './encoder.js';
import type { Witness } from './witness.js';

export interface Judged {
  /** `nothing`: no rule applies, and a check ends with an error. */
  readonly verdict: CheckVerdict | 'nothing';
  readonly rules: ReadonlyMap<string, { readonly verdict: RuleVerdict; readonly waived: boolean }>;
}

const NOT_MEASURED: Unmeasured = { unmeasured: 'missing-input', detail: 'not measured' };

/** @param granted waivers beside those of the policy's own profiles */
export function judgeOn(
  encoder: Encoder,
  { policy, catalogue }: ComparedPolicy,
  witness: Witness,
  identity: SubjectIdentity,
  asOf: string,
  granted: readonly Waiver[] = [],
): Judged {
  const judged = policy.rules.map((rule) => ({
    rule,
    judgement: judgeRule(rule, evidenceFor(encoder, rule, catalogue, witness)),
  }));
  const { waived } = applyWaivers([...policy.waivers, ...granted], judged, identity, asOf);
  const decided = judged.map((one) => ({ ...one, waiver: waived.get(one.rule.id) ?? null }));
  const outcome = overallVerdict(decided, '');
  return {
    verdict: outcome.kind === 'verdict' ? outcome.verdict : 'nothing',
    rules: new Map(
      decided.map(({ rule, judgement, waiver }) => [rule.id, { verdict: judgement.verdict, waived: waiver !== null }]),
    ),
  };
}

function evidenceFor(
  encoder: Encoder,
  rule: EffectiveRule,
  catalogue: ComparedPolicy['catalogue'],
  witness: Witness,
): EvidenceSource {
  const measurements: Record<string, Record<string, Output>> = {};
  for (const [alias, { plugin }] of Object.entries(rule.measurements)) {
    const given = witness.outputs.get(encoder.requestKey({ rule, catalogue }, alias));
    measurements[alias] = Object.fromEntries(
      Object.keys(catalogue[plugin]!.outputs).map((name) => [name, given?.get(name) ?? NOT_MEASURED]),
    );
  }
  return { measurements, facts: witness.facts };
}

/** Whether a rule lets the subject pass. */
export const lets = (judged: Judged, rule: string): boolean => {
  const found = judged.rules.get(rule);
  return found === undefined || found.waived || found.verdict === 'pass' || found.verdict === 'not-applicable';
};
