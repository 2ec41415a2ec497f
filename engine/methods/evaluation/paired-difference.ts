/**
 * The difference of a metric of two models on the same rows. Metrics that are means of the rows' scores are differences
 * row by row (Gaffke's bounds of their mean); for the others each model's confidence box is drawn from the same
 * resamples and subtracted draw by draw: the plain draws are paired, and the pseudo-rows speak against the first model
 * in one and for the second in the other, which is on the safe side.
 */
import type { Rng } from '../../numerics/random.js';
import type { BoxDraws } from './bayesian-bootstrap.js';
import { drawBoxes } from './classification-draws.js';
import type { DrawnMetric } from './classification-draws.js';
import type { Sample } from './classification-sample.js';
import { combineBoxes } from './mean-boxes.js';
import { drawErrors } from './regression-figures.js';
import type { Units } from './units.js';

export interface PairedOptions {
  /** Makes the same generator each time: both models meet the same resamples. */
  readonly rng: () => Rng;
  readonly draws: number;
}

const less = (first: number, second: number): number => first - second;

/** Box of first less second, of the same rows and truth. */
export function classDifference(first: Sample, second: Sample, metric: DrawnMetric, options: PairedOptions): BoxDraws {
  const boxOf = (sample: Sample): BoxDraws =>
    drawBoxes(sample, new Set([metric]), { rng: options.rng(), basis: 'observed', draws: options.draws }).get(metric)!;
  return combineBoxes(boxOf(first), boxOf(second), less);
}

/** The same of two regressions' root mean squared errors, or shares of variance. */
export function numberDifference(
  truth: Float64Array,
  [first, second]: readonly [Float64Array, Float64Array],
  units: Units,
  metric: 'rmse' | 'r2',
  options: PairedOptions,
): BoxDraws {
  const boxOf = (predicted: Float64Array): BoxDraws =>
    drawErrors(truth, predicted, units, { rng: options.rng(), basis: 'observed', draws: options.draws })[metric];
  return combineBoxes(boxOf(first), boxOf(second), less);
}
