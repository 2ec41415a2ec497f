import type { BoxDraws } from '../../evaluation/bayesian-bootstrap.js';

/**
 * The box of a figure that is a largest of many (a range of a curve, the strongest of some pairs): resamples overshoot it as
 * the sample itself overshoots the truth, so the lower draws are the lesser, rank by rank, of the resampled and of those reflected
 * about the estimate (Efron & Tibshirani, An Introduction to the Bootstrap, 1993, §13.4). None lies below 0.
 */
export function peakBox(estimate: number, plain: Float64Array, lower: Float64Array, upper: Float64Array): BoxDraws {
  const low = lower.toSorted();
  const reflected = plain.map((value) => 2 * estimate - value).sort();
  return { plain, lower: low.map((value, rank) => Math.max(0, Math.min(value, reflected[rank]!))), upper };
}
