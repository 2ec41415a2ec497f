/** Rates under way, beside what rules compare them with: when asking may stop, and at which levels they are given. */
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { createSettler } from '../../methods/evaluation/sequential/settler.js';
import type { Limit, Settled } from '../../methods/evaluation/sequential/settler.js';
import type { Comparison } from '../contract.js';

/** Of figures that no rule reads. */
export const USUAL_LEVEL = 0.95;

export interface WatchedRates {
  /**
   * Whether every comparison is settled: of a rate with a limit at its confidence, of `asked` by the number itself. Any
   * other reading, and none at all, keeps asking.
   *
   * @param asked questions so far
   */
  isSettled(asked: number): boolean;
  /** Each comparison of a rate with a limit, and what became of it. */
  readonly settled: readonly (Limit & { readonly output: string; readonly settled: Settled | undefined })[];
}

export function watchRates(
  rates: Readonly<Record<string, Estimand>>,
  comparisons: readonly Comparison[],
): WatchedRates {
  const watched = Object.entries(rates).flatMap(([output, estimand]) => {
    const limits = comparisons.flatMap((one) => (one.output === output ? (limitOf(one) ?? []) : []));
    return limits.length === 0 ? [] : [{ output, limits, settler: createSettler(estimand, limits) }];
  });
  const least = comparisons.flatMap((one) => (one.output === 'asked' ? (limitOf(one) ?? []) : []));
  const others = comparisons.length - least.length - watched.reduce((sum, { limits }) => sum + limits.length, 0);
  let last = 0;
  return {
    isSettled(asked) {
      last = asked;
      // Every settler looks each time, so that it knows when its limits were settled.
      const all = watched.flatMap(({ settler }) => settler.look(asked));
      return comparisons.length > 0 && others === 0 && !all.includes(undefined) && least.every(isReached(asked));
    },
    get settled() {
      return watched.flatMap(({ output, limits, settler }) => {
        const settled = settler.look(last);
        return limits.map((limit, at) => ({ ...limit, output, settled: settled[at] }));
      });
    },
  };
}

function limitOf({ confidence, refuted, against }: Comparison): Limit | undefined {
  if (against === undefined || confidence === 'point') return undefined;
  return { ...against, confidence, ...(refuted !== undefined && { refuted }) };
}

/** More questions never lower their number: what it must not exceed is no reason to ask on. */
const isReached =
  (asked: number) =>
  ({ operator, limit }: Limit): boolean =>
    operator === '>=' ? asked >= limit : operator === '>' ? asked > limit : true;

/**
 * The levels at which rules need a figure.
 *
 * @param items of a list, any of which may settle what is asked of one or of all
 */
export function levelsOf(output: string, comparisons: readonly Comparison[], items = 1): readonly number[] {
  const confidences = comparisons
    .filter((one) => one.output === output)
    .flatMap(({ confidence, refuted }) => [confidence, refuted].flatMap((one) => (typeof one === 'number' ? one : [])));
  const levels = confidences.length === 0 ? [USUAL_LEVEL] : confidences;
  return items <= 1 ? levels : levels.flatMap((level) => [level, 1 - (1 - level) / items]);
}
