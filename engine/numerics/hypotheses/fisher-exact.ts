import { logGamma } from '../distributions/gamma-function.js';

/**
 * Fisher's exact test, two-sided, that two groups have one rate: `first` of `firstSize` and `second` of `secondSize`.
 * p sums the tables with the same margins that are no likelier than this one (R's and SciPy's convention).
 */
export function fisherExact(first: number, firstSize: number, second: number, secondSize: number): number {
  const hits = first + second;
  const lowest = Math.max(0, hits - secondSize);
  const highest = Math.min(firstSize, hits);
  const logProbability = (k: number): number =>
    logChoose(firstSize, k) + logChoose(secondSize, hits - k) - logChoose(firstSize + secondSize, hits);
  const seen = logProbability(first) + 1e-7;
  let p = 0;
  for (let k = lowest; k <= highest; k++) {
    const other = logProbability(k);
    if (other <= seen) p += Math.exp(other);
  }
  return Math.min(1, p);
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
