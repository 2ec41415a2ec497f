/**
 * The expected calibration error with its confidence box. Over bins of probability, ECE = Σ |d_b| with d_b the mean
 * over all rows of (outcome − probability) in bin b. The plain estimate is biased upward, as noise does not cancel
 * under the absolute value (Roelofs et al., "Mitigating bias in calibration error estimation", 2022), so:
 * - estimate: less the bias that the same noise adds again, never below 0;
 * - upper bound: for the true signs s, ECE = s·d, whose estimate s·d̂ has the same spread σ for all signs and exceeds the
 *   estimate by less than the bias; the estimate + t·σ holds where simulated (docs/calibration-metrics.md);
 * - lower bound: by the triangle inequality, plain − ‖noise‖₁ at the noise's quantile.
 */
import { binOf } from '../../numerics/metrics/calibration.js';
import type { Rng } from '../../numerics/random.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import type { Units } from './units.js';

export interface CalibrationErrorBox {
  readonly estimate: number;
  readonly draws: Float64Array;
}

export function calibrationErrorBox(
  outcomes: Uint8Array,
  probabilities: Float64Array,
  bins: number,
  units: Units,
  draws: number,
  rng: Rng,
): CalibrationErrorBox {
  const { gaps, errors } = binGaps(outcomes, probabilities, bins, units);
  const plain = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0);
  const spread = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0));
  // Student's tails for a spread that is itself estimated: a normal over √(χ²/df), one factor a draw.
  const df = units.effective - 1;
  const noise = new Float64Array(draws);
  let bias = 0;
  for (let draw = 0; draw < draws; draw++) {
    const widen = studentFactor(df, rng);
    let moved = 0;
    for (let bin = 0; bin < bins; bin++) {
      const shift = errors[bin]! * rng.normal();
      noise[draw]! += Math.abs(shift) * widen;
      moved += Math.abs(gaps[bin]! + shift);
    }
    bias += (moved - plain) / draws;
  }
  const estimate = Math.max(0, plain - bias);
  const sorted = noise.toSorted();
  const values = Float64Array.from({ length: draws }, (_, rank) => {
    const level = (rank + 0.5) / draws;
    if (level < 0.5) return Math.max(0, plain - sorted[draws - 1 - rank]!);
    return Math.min(1, estimate + spread * studentTQuantile(level, df));
  });
  return { estimate, draws: values };
}

/** √(df/χ²) by the Wilson–Hilferty cube, which is exact enough for a factor near 1. */
function studentFactor(df: number, rng: Rng): number {
  const cube = 1 - 2 / (9 * df) + rng.normal() * Math.sqrt(2 / (9 * df));
  return Math.max(0.1, cube) ** -1.5;
}

/**
 * d_b and its standard error. Within a bin outcomes vary as a share with one success and one failure added (Laplace)
 * does, so that a bin of rows that all came true is not taken for certain; clusters and weights widen it.
 */
function binGaps(
  outcomes: Uint8Array,
  probabilities: Float64Array,
  bins: number,
  { of, count, weights }: Units,
): { gaps: Float64Array; errors: Float64Array } {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const gaps = new Float64Array(bins);
  const hits = new Float64Array(bins);
  const binWeights = new Float64Array(bins);
  const perUnit = new Float64Array(bins * count);
  const unitWeights = new Float64Array(bins * count);
  for (let row = 0; row < outcomes.length; row++) {
    const bin = binOf(probabilities[row]!, bins);
    const weight = weights[row]!;
    gaps[bin]! += (weight * (outcomes[row]! - probabilities[row]!)) / total;
    hits[bin]! += weight * outcomes[row]!;
    binWeights[bin]! += weight;
    unitWeights[bin * count + of[row]!]! += weight;
    perUnit[bin * count + of[row]!]! += (weight * (outcomes[row]! - probabilities[row]!)) / total;
  }
  const errors = new Float64Array(bins);
  for (let bin = 0; bin < bins; bin++) {
    if (binWeights[bin] === 0) continue;
    let squares = 0;
    let unitSquares = 0;
    for (let unit = 0; unit < count; unit++) {
      squares += perUnit[bin * count + unit]! ** 2;
      unitSquares += unitWeights[bin * count + unit]! ** 2;
    }
    const trials = binWeights[bin]! ** 2 / unitSquares;
    const smoothed = ((hits[bin]! / binWeights[bin]!) * trials + 1) / (trials + 2);
    const binomial = (unitSquares / total ** 2) * smoothed * (1 - smoothed);
    const empirical = ((squares - gaps[bin]! ** 2 / count) * count) / (count - 1);
    errors[bin] = Math.sqrt(Math.max(binomial, empirical));
  }
  return { gaps, errors };
}
