import { binomialCdf } from './distributions/binomial.js';

export interface QuantileBounds {
  /** The sample's own quantile: the least value with at least that share of the sample at it or below. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Bounds of the quantile `share` (0…1) of what an ascending sample was drawn from independently, whatever its
 * distribution: order statistics whose ranks hold it with probability `level` or more (David & Nagaraja, Order
 * Statistics, 3rd ed., §7.1). `undefined` where the sample is too small to have them.
 */
export function quantileBounds(sorted: ArrayLike<number>, share: number, level: number): QuantileBounds | undefined {
  const n = sorted.length;
  const tail = (1 - level) / 2;
  // The sample's r-th value lies above the quantile where fewer than r of n fall at it or below.
  const lowest = firstRank(n, (rank) => binomialCdf(rank - 1, n, share) > tail) - 1;
  const highest = firstRank(n, (rank) => binomialCdf(rank - 1, n, share) >= 1 - tail);
  if (lowest < 1 || highest > n) return undefined;
  const own = Math.max(1, Math.ceil(share * n));
  return { estimate: sorted[own - 1]!, lower: sorted[lowest - 1]!, upper: sorted[highest - 1]! };
}

/** The least rank of 1…n + 1 for which a condition that stays true holds; n + 1 where it holds for none. */
function firstRank(n: number, holds: (rank: number) => boolean): number {
  let [below, at] = [0, n + 1];
  while (at - below > 1) {
    const middle = (below + at) >> 1;
    if (holds(middle)) at = middle;
    else below = middle;
  }
  return at;
}

/** How large a sample must be to have bounds of a quantile. */
export function sampleForQuantile(share: number, level: number): number {
  const tail = Math.log((1 - level) / 2);
  return Math.ceil(Math.max(tail / Math.log(share), tail / Math.log1p(-share)));
}
