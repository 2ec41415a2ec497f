/** What is known of one figure, in the form that judging needs: the same five questions for every kind of uncertainty. */
import type { Ordering } from '../../rules/ast.js';

/** Lowest and highest probability, in the sense of confidence, that a comparison holds; 0 ≤ lowest ≤ highest ≤ 1. */
export type Support = readonly [lowest: number, highest: number];

export interface Spread {
  /** Whether a verdict from it can be wrong by chance. Exact values and systematic bands cannot. */
  readonly chance: boolean;
  /** Support of `value ≥ limit`, or of `value > limit` where `strict`. */
  atLeast(limit: number, strict: boolean): Support;
  /** One-sided bound: the value is at least this, but for probability `error`. −∞ where nothing supports one. */
  lower(error: number): number;
  /** One-sided bound: the value is at most this, but for probability `error`. */
  upper(error: number): number;
  /** Where the value lies whatever the sample says, closed. */
  readonly domain: readonly [number, number];
  /** Where the bounds are quantiles of one distribution, `upper(error)` that of 1 − error. */
  readonly quantile?: (u: number) => number;
  /** Bootstrap draws in their own order, where the uncertainty is given as draws: what pairing needs. */
  readonly draws?: Float32Array;
  /** Level up to which bounds hold, where the uncertainty is given as bounds. */
  readonly level?: number;
}

export const CERTAIN: Support = [1, 1];
export const EXCLUDED: Support = [0, 0];
export const OPEN: Support = [0, 1];

/** Support of the opposite. */
export const opposite = ([lowest, highest]: Support): Support => [1 - highest, 1 - lowest];

export const supportOfOrdering = (spread: Spread, operator: Ordering, limit: number): Support => {
  switch (operator) {
    case '>=':
      return spread.atLeast(limit, false);
    case '>':
      return spread.atLeast(limit, true);
    case '<':
      return opposite(spread.atLeast(limit, false));
    case '<=':
      return opposite(spread.atLeast(limit, true));
  }
};

/**
 * `value = limit` is both `≥` and `≤`: it passes where both pass, and fails at α where one of them fails at α/2
 * (the rule for `and`), hence the doubled smaller highest.
 */
export function supportOfEquality(spread: Spread, limit: number): Support {
  const above = supportOfOrdering(spread, '>=', limit);
  const below = supportOfOrdering(spread, '<=', limit);
  const highest = Math.min(above[1], below[1]);
  return [Math.min(above[0], below[0]), spread.chance ? Math.min(1, 2 * highest) : highest];
}
