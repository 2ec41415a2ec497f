/** From the verdicts of rules to the verdict of a check (DESIGN.md §5). */
import type { Diagnostic } from '../document/diagnostic.js';
import type { EffectiveRule, Waiver } from '../pack/policy.js';
import type { CheckVerdict, RuleJudgement } from './verdict.js';

export interface DecidedRule {
  readonly rule: EffectiveRule;
  /** As it counts on the day. */
  readonly level: EffectiveRule['level'];
  readonly judgement: RuleJudgement;
  /** In force and covering the rule's verdict. */
  readonly waiver: Waiver | null;
}

export type CheckOutcome =
  | {
      readonly kind: 'verdict';
      readonly verdict: CheckVerdict;
      /** See `expectedFalseFailures`. */
      readonly expectedFalseFailures: number;
    }
  /** Nothing was assessed: exit status 3, and no verdict. */
  | { readonly kind: 'fault'; readonly diagnostic: Diagnostic };

/** @param file the subject, as the user named it: where a fault is reported */
export function overallVerdict(rules: readonly DecidedRule[], file: string): CheckOutcome {
  if (rules.length === 0) {
    return fault('ASSAY1700', 'the policy holds no rule to judge by', 'name a policy that has rules', file);
  }
  const applicable = rules.filter(({ judgement }) => judgement.verdict !== 'not-applicable');
  if (applicable.length === 0) {
    const hint =
      'check the facts of the subject, the dates of the rules, and that the policy is meant for such a subject';
    return fault('ASSAY1701', `none of the ${rules.length} rules applies to this subject`, hint, file);
  }
  const open = applicable.filter(({ level, waiver }) => level === 'shall' && waiver === null);
  const has = (verdict: RuleJudgement['verdict']): boolean =>
    open.some(({ judgement }) => judgement.verdict === verdict);
  return {
    kind: 'verdict',
    verdict: has('fail') ? 'does-not-conform' : has('undetermined') ? 'undetermined' : 'conforms',
    expectedFalseFailures: expectedFalseFailures(applicable),
  };
}

/**
 * At most so many applicable `shall` rules fail by chance though the subject meets them: the sum of 1 − confidence over
 * those in which chance plays a role. `conforms` needs no correction for the number of rules (each must pass).
 */
function expectedFalseFailures(applicable: readonly DecidedRule[]): number {
  return applicable
    .filter(
      ({ level, judgement }) =>
        level === 'shall' && judgement.evidence.some((evidence) => evidence.level !== undefined),
    )
    .reduce((sum, { rule }) => sum + (rule.confidence === 'point' ? 0 : 1 - rule.confidence), 0);
}

const fault = (code: 'ASSAY1700' | 'ASSAY1701', message: string, hint: string, file: string): CheckOutcome => ({
  kind: 'fault',
  diagnostic: { code, severity: 'error', message, file, hint },
});
