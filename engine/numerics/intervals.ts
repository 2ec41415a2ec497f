import { betaQuantile } from './distributions/beta.js';
import { normalQuantile } from './distributions/normal.js';

export type Interval = readonly [lower: number, upper: number];

/**
 * Two-sided intervals for the rate of k successes in n ≥ 1 independent trials, at confidence `level` in (0, 1).
 * Clopper & Pearson (1934): never below its level. Throws `RangeError` for k outside 0…n.
 */
export function clopperPearson(k: number, n: number, level: number): Interval {
  const tail = tailOf(k, n, level);
  return [betaQuantile(tail, k, n - k + 1), betaQuantile(1 - tail, k + 1, n - k)];
}

/** The Bayesian interval of Jeffreys' prior, Beta(k + ½, n − k + ½) (Brown, Cai & DasGupta 2001), not cut at 0 and n. */
export function jeffreys(k: number, n: number, level: number): Interval {
  const tail = tailOf(k, n, level);
  return [betaQuantile(tail, k + 0.5, n - k + 0.5), betaQuantile(1 - tail, k + 0.5, n - k + 0.5)];
}

/** The score interval of Wilson (1927), without correction for continuity. */
export function wilson(k: number, n: number, level: number): Interval {
  const z = -normalQuantile(tailOf(k, n, level));
  const rate = k / n;
  const centre = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  return [centre - half, centre + half];
}

function tailOf(k: number, n: number, level: number): number {
  if (!(n >= 1 && k >= 0 && k <= n)) throw new RangeError(`no proportion: ${k} of ${n}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`a confidence level lies between 0 and 1, not at ${level}`);
  return (1 - level) / 2;
}

/**
 * The corrected resampled t (Nadeau & Bengio, "Inference for the generalization error", Machine Learning 52, 2003,
 * eq. 12): J values from resampling, each tested on `testSize` and trained on `trainSize` rows (means). `scale` is
 * the standard error of the mean, on `df` = J − 1. Throws `RangeError` below two values.
 */
export function correctedResampledT(
  values: ArrayLike<number>,
  testSize: number,
  trainSize: number,
): { mean: number; scale: number; df: number } {
  const count = values.length;
  if (count < 2) throw new RangeError('a variance needs at least two values');
  let mean = 0;
  for (let i = 0; i < count; i++) mean += values[i]!;
  // Not value by value: the mean of ones is 1.
  mean /= count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - mean) ** 2;
  return { mean, scale: Math.sqrt((1 / count + testSize / trainSize) * (squares / (count - 1))), df: count - 1 };
}
