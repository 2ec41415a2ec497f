import { logGamma } from '../distributions/gamma-function.js';

/**
 * Fisher's exact test, two-sided, that two groups have one rate: `first` of `firstSize` and `second` of `secondSize`.
 * p sums the tables with the same margins that are no likelier than this one (R's and SciPy's convention).
 */
export function fisherExact(first: number, firstSize: number, second: number, secondSize: number): number {
  const { lowest, highest, logProbability } = tablesOf(first + second, firstSize, secondSize);
  const seen = logProbability(first) + 1e-7;
  let p = 0;
  for (let k = lowest; k <= highest; k++) {
    const other = logProbability(k);
    if (other <= seen) p += Math.exp(other);
  }
  return Math.min(1, p);
}

/** The same one-sided: small p where the first rate is the lower one. */
export function fisherExactLess(first: number, firstSize: number, second: number, secondSize: number): number {
  const { lowest, logProbability } = tablesOf(first + second, firstSize, secondSize);
  let p = 0;
  for (let k = lowest; k <= first; k++) p += Math.exp(logProbability(k));
  return Math.min(1, p);
}

/** Tables with the margins, by the hits of the first group. */
function tablesOf(
  hits: number,
  firstSize: number,
  secondSize: number,
): { lowest: number; highest: number; logProbability: (k: number) => number } {
  return {
    lowest: Math.max(0, hits - secondSize),
    highest: Math.min(firstSize, hits),
    logProbability: (k) =>
      logChoose(firstSize, k) + logChoose(secondSize, hits - k) - logChoose(firstSize + secondSize, hits),
  };
}

const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
