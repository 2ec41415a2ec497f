/** A whole policy judged: verdicts of rules on a day, waivers, the verdict of the check. Pure. */
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import { judgeRule } from './judge-rule.js';
import { overallVerdict, type CheckOutcome } from './overall-verdict.js';
import { standingOf } from './standing.js';
import type { EvidenceSource, RuleJudgement } from './verdict.js';
import { applyWaivers, type SubjectIdentity, type WaiverUse } from './waivers.js';

export interface PolicyToJudge {
  readonly rules: readonly EffectiveRule[];
  readonly evidenceOf: (rule: EffectiveRule) => EvidenceSource;
  readonly waivers: readonly Waiver[];
  /** `file` is what a person knows it by. */
  readonly subject: SubjectIdentity & { readonly file: string };
  /** ISO 8601 instant: what dates of rules and waivers, and ages of evidence, are read against. */
  readonly asOf: string;
}

export interface JudgedPolicy {
  /** By the rule's id. */
  readonly judgements: Readonly<Record<string, RuleJudgement>>;
  /** By the rule's id: on the day. */
  readonly levels: Readonly<Record<string, EffectiveRule['level']>>;
  readonly waivers: ReadonlyMap<string, WaiverUse>;
  readonly findings: readonly Diagnostic[];
  readonly overall: CheckOutcome;
}

export function judgePolicy({ rules, evidenceOf, waivers, subject, asOf }: PolicyToJudge): JudgedPolicy {
  const judged = rules.map((rule) => {
    const { level, effect } = standingOf(rule, asOf);
    const judgement: RuleJudgement =
      effect === 'in-effect' ? judgeRule(rule, evidenceOf(rule)) : { verdict: 'not-applicable', evidence: [] };
    return { rule, level, judgement };
  });
  const { uses, findings } = applyWaivers(waivers, judged, subject, asOf);
  const decided = judged.map((one) => {
    const use = uses.get(one.rule.id);
    return { ...one, waiver: use?.state === 'applied' ? use.waiver : null };
  });
  return {
    judgements: Object.fromEntries(judged.map(({ rule, judgement }) => [rule.id, judgement])),
    levels: Object.fromEntries(judged.map(({ rule, level }) => [rule.id, level])),
    waivers: uses,
    findings,
    overall: overallVerdict(decided, subject.file),
  };
}
