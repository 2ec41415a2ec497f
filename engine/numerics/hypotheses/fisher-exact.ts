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

/** The same one-sided: small p where the first rate is the lower one. Cost: the terms of the smaller tail that count. */
export function fisherExactLess(first: number, firstSize: number, second: number, secondSize: number): number {
  const hits = first + second;
  const { lowest, highest, logProbability } = tablesOf(hits, firstSize, secondSize);
  /** P(k + 1) / P(k). */
  const ratio = (k: number): number => ((firstSize - k) * (hits - k)) / ((k + 1) * (secondSize - hits + k + 1));
  const tail = (start: number, step: 1 | -1): number => {
    if (start < lowest || start > highest) return 0;
    let term = Math.exp(logProbability(start));
    let sum = term;
    for (let k = start; k + step >= lowest && k + step <= highest && term > sum * Number.EPSILON; k += step) {
      term *= step > 0 ? ratio(k) : 1 / ratio(k - 1);
      sum += term;
    }
    return sum;
  };
  const below = first * (firstSize + secondSize) <= hits * firstSize;
  return Math.min(1, below ? tail(first, -1) : 1 - tail(first + 1, 1));
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
