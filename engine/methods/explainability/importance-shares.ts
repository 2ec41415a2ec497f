import { normalQuantile } from '../../numerics/distributions/normal.js';

/** Importances as shares of their positive sum; `undefined` where none is above 0. */
export function sharesOf(importances: ArrayLike<number>): Float64Array | undefined {
  const positive = Float64Array.from(importances, (value) => Math.max(0, value));
  const total = positive.reduce((sum, value) => sum + value, 0);
  return total > 0 ? positive.map((value) => value / total) : undefined;
}

/** Sum of the `count` largest shares, at most 1 (rounding may pass it). */
export const topShare = (shares: Float64Array, count: number): number =>
  Math.min(
    1,
    shares
      .toSorted()
      .slice(-count)
      .reduce((sum, share) => sum + share, 0),
  );

/**
 * Draws about their estimate. A maximum of noisy shares lies above the maximum of the true ones, and resampling adds
 * the same excess again: the draws are moved by what their mean lies above the estimate, and those below the estimate
 * by as much again, since the estimate has the excess too. Within [0, 1].
 */
export function recentred(draws: Float64Array, estimate: number): Float64Array {
  const excess = draws.reduce((sum, value) => sum + value, 0) / draws.length - estimate;
  return draws.map((value) => {
    const moved = value - excess;
    const fair = moved < estimate ? moved - Math.max(0, excess) : moved;
    return Math.min(1, Math.max(0, fair));
  });
}

export function meanAndDeviation(draws: ArrayLike<number>): { mean: number; deviation: number } {
  let mean = 0;
  for (let index = 0; index < draws.length; index++) mean += draws[index]! / draws.length;
  let squares = 0;
  for (let index = 0; index < draws.length; index++) squares += (draws[index]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / Math.max(1, draws.length - 1)) };
}

/**
 * How many shares reach `threshold`, at least and at most, at `level` for all of them together: normal intervals of
 * each share, Bonferroni over their number.
 */
export function countBounds(
  shares: ArrayLike<number>,
  deviations: ArrayLike<number>,
  threshold: number,
  level: number,
): { lower: number; upper: number } {
  const reach = -normalQuantile((1 - level) / (2 * shares.length));
  let lower = 0;
  let upper = 0;
  for (let index = 0; index < shares.length; index++) {
    if (shares[index]! - reach * deviations[index]! >= threshold) lower++;
    if (shares[index]! + reach * deviations[index]! >= threshold) upper++;
  }
  return { lower, upper };
}
