/** Metrics of numeric predictions, by scikit-learn's definitions; weights default to 1; `NaN` without rows. */
import { ascendingOrder } from '../sorting.js';

type Values = ArrayLike<number>;

export const mae = (truth: Values, predicted: Values, weights?: Values): number =>
  weightedMean(truth.length, (i) => Math.abs(truth[i]! - predicted[i]!), weights);

export const mse = (truth: Values, predicted: Values, weights?: Values): number =>
  weightedMean(truth.length, (i) => (truth[i]! - predicted[i]!) ** 2, weights);

export const rmse = (truth: Values, predicted: Values, weights?: Values): number =>
  Math.sqrt(mse(truth, predicted, weights));

/**
 * Without weights the middle error, or the mean of the two middle ones. With weights scikit-learn's: the least error
 * that has half of the total weight at or below it.
 */
export function medianAbsoluteError(truth: Values, predicted: Values, weights?: Values): number {
  const errors = Float64Array.from({ length: truth.length }, (_, i) => Math.abs(truth[i]! - predicted[i]!));
  if (!weights) {
    const sorted = errors.sort();
    const middle = sorted.length / 2;
    return sorted.length === 0 ? Number.NaN : (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
  }
  const order = ascendingOrder(errors);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  let reached = 0;
  for (const i of order) {
    reached += weights[i]!;
    if (reached >= total / 2) return errors[i]!;
  }
  return Number.NaN;
}

/** 1 − (squared error)/(squares about the mean); 1 for a perfect, 0 for another prediction of a constant truth. */
export function r2(truth: Values, predicted: Values, weights?: Values): number {
  const centre = weightedMean(truth.length, (i) => truth[i]!, weights);
  const spread = weightedMean(truth.length, (i) => (truth[i]! - centre) ** 2, weights);
  const error = mse(truth, predicted, weights);
  if (spread === 0) return error === 0 ? 1 : 0;
  return 1 - error / spread;
}

export function weightedMean(count: number, of: (i: number) => number, weights?: Values): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights ? weights[i]! : 1;
    sum += weight * of(i);
    total += weight;
  }
  return sum / total;
}
