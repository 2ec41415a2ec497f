/** What the cases of a rule exercise: its verdicts, and each of its comparisons in both directions and at its limit. */
import type { RuleJudgement } from '../judge/verdict.js';
import { errorOf } from '../judge/judge-rule.js';
import type { EffectiveRule } from '../pack/policy.js';

export interface Coverage {
  readonly covered: number;
  readonly all: number;
  readonly missing: readonly Missing[];
}

/** A verdict that no case gives; or of a comparison that no case settles so, or meets exactly. */
export type Missing =
  | { readonly kind: 'verdict'; readonly verdict: RuleJudgement['verdict'] }
  | { readonly kind: 'holds' | 'refuted' | 'boundary'; readonly comparison: string };

const LISTS: ReadonlySet<string> = new Set(['all', 'some', 'none']);

/**
 * @param judgements of the rule in the cases that expect something of it
 * @param bare of the rule on nothing: it names every comparison
 */
export function coverageOf(rule: EffectiveRule, judgements: readonly RuleJudgement[], bare: RuleJudgement): Coverage {
  const verdicts = (['pass', 'fail', 'undetermined', ...(rule.when ? (['not-applicable'] as const) : [])] as const).map(
    (verdict): [Missing, boolean] => [
      { kind: 'verdict', verdict },
      judgements.some((judgement) => judgement.verdict === verdict),
    ],
  );
  const error = errorOf(rule.confidence);
  const seen = new Map<string, { holds: boolean; refuted: boolean; boundary: boolean | undefined }>();
  for (const { evidence } of [bare, ...judgements]) {
    for (const { output, operator, limit, distance, support } of evidence) {
      // A list that is not there stands for comparisons of its items.
      if (LISTS.has(operator)) continue;
      const name = `${output.replace(/\[\d+\]/g, '[]')} ${operator}`;
      const known = seen.get(name) ?? { holds: false, refuted: false, boundary: undefined };
      known.holds ||= support[0] >= 1 - error;
      known.refuted ||= support[1] <= error;
      // What compares no number has no boundary.
      if (typeof limit === 'number') known.boundary = known.boundary === true || distance === 0;
      seen.set(name, known);
    }
  }
  const comparisons = [...seen].flatMap(([comparison, { holds, refuted, boundary }]): [Missing, boolean][] => [
    [{ kind: 'holds', comparison }, holds],
    [{ kind: 'refuted', comparison }, refuted],
    ...(boundary === undefined ? [] : ([[{ kind: 'boundary', comparison }, boundary]] as [Missing, boolean][])),
  ]);
  const all = [...verdicts, ...comparisons];
  return {
    covered: all.filter(([, isCovered]) => isCovered).length,
    all: all.length,
    missing: all.filter(([, isCovered]) => !isCovered).map(([missing]) => missing),
  };
}
