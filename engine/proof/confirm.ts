/** Judging both policies on the evidence of a counterexample: what the formulas say counts for nothing here. */
import { freshOutputs } from '../judge/age.js';
import { judgePolicy } from '../judge/judge-policy.js';
import type { CheckVerdict, EvidenceSource, RuleVerdict } from '../judge/verdict.js';
import type { SubjectIdentity } from '../judge/waivers.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import type { Output, Unmeasured } from '../plugins/figure.js';
import { answerKey, dateKey, datedAt, readAt, TRAINING } from './ages.js';
import type { ComparedPolicy } from './encode-policy.js';
import type { Encoder } from './encoder.js';
import type { Witness } from './witness.js';

export interface Judged {
  /** `nothing`: no rule applies, and a check ends with an error. */
  readonly verdict: CheckVerdict | 'nothing';
  readonly rules: ReadonlyMap<
    string,
    { readonly verdict: RuleVerdict; readonly waived: boolean; readonly level: EffectiveRule['level'] }
  >;
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
  const { judgements, levels, waivers, overall } = judgePolicy({
    rules: policy.rules,
    evidenceOf: (rule) => evidenceFor(encoder, rule, catalogue, witness, asOf),
    waivers: [...policy.waivers, ...granted],
    subject: { ...identity, file: '' },
    asOf,
  });
  return {
    verdict: overall.kind === 'verdict' ? overall.verdict : 'nothing',
    rules: new Map(
      Object.entries(judgements).map(([id, { verdict }]) => [
        id,
        { verdict, waived: waivers.get(id)?.state === 'applied', level: levels[id]! },
      ]),
    ),
  };
}

function evidenceFor(
  encoder: Encoder,
  rule: EffectiveRule,
  catalogue: ComparedPolicy['catalogue'],
  witness: Witness,
  asOf: string,
): EvidenceSource {
  const dayOf = (key: string): string | undefined => {
    const days = witness.ages.get(key)?.days;
    return days === undefined ? undefined : datedAt(asOf, days);
  };
  const measurements: Record<string, Record<string, Output>> = {};
  for (const [alias, { plugin }] of Object.entries(rule.measurements)) {
    const { key, about, deterministic, dated, asks } = encoder.request({ rule, catalogue }, alias);
    const given = witness.outputs.get(key);
    const { outputs: declared } = catalogue[plugin]!;
    const outputs = Object.fromEntries(Object.keys(declared).map((name) => [name, given?.get(name) ?? NOT_MEASURED]));
    const day = dayOf(dateKey(key));
    const from = dayOf(answerKey(key));
    const measured = {
      outputs,
      about,
      deterministic,
      startedAt: readAt(asOf, witness.ages.get(key)?.days ?? 0),
      ...(asks && { answered: from === undefined ? {} : { from } }),
      ...(dated && { dated: { of: `${alias}.dated`, ...(day !== undefined && { day }) } }),
    };
    measurements[alias] = freshOutputs(measured, rule.maxAge, asOf, dayOf(TRAINING));
  }
  return { measurements, facts: witness.facts };
}

/** Whether a rule lets the subject pass. */
export const lets = (judged: Judged, rule: string): boolean => {
  const found = judged.rules.get(rule);
  return found === undefined || found.waived || found.verdict === 'pass' || found.verdict === 'not-applicable';
};
