/** Metrics of probabilities. `probabilities` are row-major, rows × classes; weights default to 1. */

const EPSILON = 2 ** -52;

/**
 * A row's −ln(probability of its class), by scikit-learn's definition: the row's probabilities clipped to
 * [ε, 1 − ε] with ε = 2⁻⁵², then scaled to sum 1.
 */
export function logLossOf(probabilities: Float64Array, classes: number, row: number, truth: number): number {
  let total = 0;
  for (let c = 0; c < classes; c++) total += clip(probabilities[row * classes + c]!);
  return -Math.log(clip(probabilities[row * classes + truth]!) / total);
}

const clip = (p: number): number => Math.min(1 - EPSILON, Math.max(EPSILON, p));

/**
 * A row's squared error of its probabilities: of the positive class alone for two classes (scikit-learn's
 * `brier_score_loss`, 0…1), summed over classes for more (Brier 1950, 0…2).
 */
export function brierOf(probabilities: Float64Array, classes: number, row: number, truth: number): number {
  if (classes === 2) return (1 - probabilities[row * 2 + truth]!) ** 2;
  let squares = 0;
  for (let c = 0; c < classes; c++) squares += (probabilities[row * classes + c]! - (c === truth ? 1 : 0)) ** 2;
  return squares;
}

export const logLoss = (
  truth: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weights?: ArrayLike<number>,
): number => meanOver(truth, weights, (row) => logLossOf(probabilities, classes, row, truth[row]!));

export const brier = (
  truth: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weights?: ArrayLike<number>,
): number => meanOver(truth, weights, (row) => brierOf(probabilities, classes, row, truth[row]!));

function meanOver(
  rows: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  of: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rows.length; row++) {
    const weight = weights ? weights[row]! : 1;
    sum += weight * of(row);
    total += weight;
  }
  return sum / total;
}
