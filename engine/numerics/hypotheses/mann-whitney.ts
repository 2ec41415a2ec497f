import { normalCdf } from '../distributions/normal.js';
import { ascendingOrder } from '../sorting.js';
import type { TestResult } from './mcnemar.js';

/** Ranks from 1, equal values with the mean of theirs. */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let place = start; place < end; place++) ranks[order[place]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/**
 * The test of Mann and Whitney (Annals of Mathematical Statistics 18, 1947) against the alternative that the first sample
 * tends to be greater, by the normal distribution with the variance of tied ranks and a correction for continuity.
 * `statistic` is U, the pairs in which the first is greater, ties half; p is 1 where all values are equal.
 */
export function mannWhitneyGreater(first: ArrayLike<number>, second: ArrayLike<number>): TestResult {
  const [n, m] = [first.length, second.length];
  const all = Float64Array.from({ length: n + m }, (_, i) => (i < n ? first[i]! : second[i - n]!));
  const ranks = midRanks(all);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ranks[i]!;
  const statistic = sum - (n * (n + 1)) / 2;
  const mean = (n + m + 1) / 2;
  const variance = ranks.reduce((total, rank) => total + (rank - mean) ** 2, 0) * ((n * m) / ((n + m) * (n + m - 1)));
  if (!(variance > 0)) return { statistic, p: 1 };
  return { statistic, p: normalCdf(-(statistic - (n * m) / 2 - 0.5) / Math.sqrt(variance)) };
}
