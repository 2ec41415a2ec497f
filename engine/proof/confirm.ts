/** Judging both policies on the evidence of a counterexample: what the formulas say counts for nothing here. */
import { judgePolicy } from '../judge/judge-policy.js';
import type { CheckVerdict, EvidenceSource, RuleVerdict } from '../judge/verdict.js';
import type { SubjectIdentity } from '../judge/waivers.js';
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
  const { judgements, waivers, overall } = judgePolicy({
    rules: policy.rules,
    evidenceOf: (rule) => evidenceFor(encoder, rule, catalogue, witness),
    waivers: [...policy.waivers, ...granted],
    subject: { ...identity, file: '' },
    asOf,
  });
  return {
    verdict: overall.kind === 'verdict' ? overall.verdict : 'nothing',
    rules: new Map(
      Object.entries(judgements).map(([id, { verdict }]) => [
        id,
        { verdict, waived: waivers.get(id)?.state === 'applied' },
      ]),
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
