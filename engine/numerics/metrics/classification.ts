/**
 * Metrics of a confusion matrix, by scikit-learn's definitions and its conventions for divisions by zero: precision,
 * recall and F1 of a class without rows in the denominator are 0 (`zero_division=0`), balanced accuracy averages over
 * classes that occur, MCC is 0 where truth or prediction is constant; kappa is then NaN, as agreement by chance is 1.
 * All are `NaN` on an empty matrix.
 */
import { type ConfusionMatrix, type Margins, marginsOf } from './confusion.js';

export type Average = 'macro' | 'micro' | 'weighted';

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function accuracy(matrix: ConfusionMatrix): number {
  const { total, correct } = marginsOf(matrix);
  return sum(correct) / total;
}

export function balancedAccuracy(matrix: ConfusionMatrix): number {
  const { truth, correct } = marginsOf(matrix);
  let recalls = 0;
  let present = 0;
  for (let c = 0; c < matrix.classes; c++) {
    if (truth[c]! <= 0) continue;
    recalls += correct[c]! / truth[c]!;
    present++;
  }
  return recalls / present;
}

/** Precision, recall and F1 of one class. */
export function classScores(matrix: ConfusionMatrix, c: number): ClassScores {
  return scoresOf(marginsOf(matrix), c);
}

/** Averages over all classes of the matrix: plain, pooled, or weighted by the classes' rows. */
export function averagedScores(matrix: ConfusionMatrix, average: Average): ClassScores {
  const margins = marginsOf(matrix);
  if (average === 'micro') {
    const pooled = sum(margins.correct) / margins.total;
    return { precision: pooled, recall: pooled, f1: pooled };
  }
  let precision = 0;
  let recall = 0;
  let f1 = 0;
  // Divided at the end by the same sum: rounding takes no average of scores up to 1 above 1.
  let whole = 0;
  for (let c = 0; c < matrix.classes; c++) {
    const weight = average === 'macro' ? 1 : margins.truth[c]!;
    const scores = scoresOf(margins, c);
    whole += weight;
    precision += weight * scores.precision;
    recall += weight * scores.recall;
    f1 += weight * scores.f1;
  }
  return { precision: precision / whole, recall: recall / whole, f1: f1 / whole };
}

/** Matthews' correlation, for any number of classes (Gorodkin's R_K, 2004). */
export function mcc(matrix: ConfusionMatrix): number {
  const { total, truth, predicted, correct } = marginsOf(matrix);
  let cross = 0;
  let truthSquares = 0;
  let predictedSquares = 0;
  for (let c = 0; c < matrix.classes; c++) {
    cross += truth[c]! * predicted[c]!;
    truthSquares += truth[c]! ** 2;
    predictedSquares += predicted[c]! ** 2;
  }
  const spread = (total ** 2 - truthSquares) * (total ** 2 - predictedSquares);
  if (Number.isNaN(total) || total <= 0) return Number.NaN;
  // Relative to total⁴: a constant side leaves rounding errors there when counts are weights.
  return spread <= 1e-14 * total ** 4 ? 0 : (sum(correct) * total - cross) / Math.sqrt(spread);
}

/** Cohen's kappa; `penalty(i, j)` ≥ 0 weighs disagreements (default 1 off the diagonal; |i − j| is "linear"). */
export function kappa(
  matrix: ConfusionMatrix,
  penalty: (i: number, j: number) => number = (i, j) => (i === j ? 0 : 1),
): number {
  const { total, truth, predicted } = marginsOf(matrix);
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < matrix.classes; i++) {
    for (let j = 0; j < matrix.classes; j++) {
      observed += penalty(i, j) * matrix.counts[i * matrix.classes + j]!;
      expected += (penalty(i, j) * truth[i]! * predicted[j]!) / total;
    }
  }
  return 1 - observed / expected;
}

function scoresOf({ truth, predicted, correct }: Margins, c: number): ClassScores {
  const ratio = (top: number, bottom: number): number => (bottom > 0 ? top / bottom : 0);
  return {
    precision: ratio(correct[c]!, predicted[c]!),
    recall: ratio(correct[c]!, truth[c]!),
    f1: ratio(2 * correct[c]!, truth[c]! + predicted[c]!),
  };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
