/**
 * Confidence boxes of metrics of a confusion matrix whose cells are drawn (gamma weights of their rows). As
 * Clopper–Pearson adds one failure to the lower bound's beta distribution and one success to the upper's, the lower
 * matrix gives every class one pseudo-row of errors and the upper one pseudo-row of success; `extras` holds the
 * pseudo-rows' weights, one a class.
 */
import * as metrics from '../../numerics/metrics/classification.js';
import { type ConfusionMatrix, marginsOf } from '../../numerics/metrics/confusion.js';

export type Side = 'plain' | 'lower' | 'upper';
type Box = (cells: ConfusionMatrix, extras: Float64Array, side: Side, positive: number) => number;

const accuracy: Box = (cells, extras, side) => {
  const { total, correct } = marginsOf(cells);
  return share(
    correct.reduce((sum, count) => sum + count, 0),
    total,
    extras[0]!,
    side,
  );
};

const precision: Box = (cells, extras, side, positive) => {
  const { predicted, correct } = marginsOf(cells);
  return share(correct[positive]!, predicted[positive]!, extras[positive]!, side);
};

const recall: Box = (cells, extras, side, positive) => {
  const { truth, correct } = marginsOf(cells);
  return share(correct[positive]!, truth[positive]!, extras[positive]!, side);
};

/** F1 of a class is 2J/(1 + J) of the share J of its correct rows among rows that are or are taken to be of it. */
function f1Share(cells: ConfusionMatrix, extras: Float64Array, side: Side, c: number): number {
  const { truth, predicted, correct } = marginsOf(cells);
  const jaccard = share(correct[c]!, truth[c]! + predicted[c]! - correct[c]!, extras[c]!, side);
  return (2 * jaccard) / (1 + jaccard);
}

/** Mean over classes of correct/denominator, the pseudo-row standing in the denominator of its class alone. */
const meanOfShares =
  (margin: 'truth' | 'predicted'): Box =>
  (cells, extras, side) => {
    const margins = marginsOf(cells);
    let sum = 0;
    for (let c = 0; c < cells.classes; c++) sum += share(margins.correct[c]!, margins[margin][c]!, extras[c]!, side);
    return sum / cells.classes;
  };

const share = (top: number, bottom: number, extra: number, side: Side): number => {
  if (side === 'plain') return bottom > 0 ? top / bottom : 0;
  return side === 'lower' ? top / (bottom + extra) : (top + extra) / (bottom + extra);
};

const precisionWeighted: Box = (cells, extras, side) => {
  const { total, truth, predicted, correct } = marginsOf(cells);
  let sum = 0;
  for (let c = 0; c < cells.classes; c++) {
    sum += (truth[c]! / total) * share(correct[c]!, predicted[c]!, extras[c]!, side);
  }
  return sum;
};

const meanOfF1 =
  (average: 'macro' | 'weighted'): Box =>
  (cells, extras, side) => {
    const { total, truth } = marginsOf(cells);
    let sum = 0;
    for (let c = 0; c < cells.classes; c++) {
      sum += f1Share(cells, extras, side, c) * (average === 'macro' ? 1 / cells.classes : truth[c]! / total);
    }
    return sum;
  };

/** The metric of the matrix with the pseudo-rows in it: errors spread over the other classes, or on the diagonal. */
const ofMatrix =
  (metric: (matrix: ConfusionMatrix) => number): Box =>
  (cells, extras, side) => {
    if (side === 'plain') return metric(cells);
    const { classes } = cells;
    const counts = cells.counts.slice();
    for (let i = 0; i < classes; i++) {
      if (side === 'upper') counts[i * classes + i]! += extras[i]!;
      else {
        for (let j = 0; j < classes; j++) if (j !== i) counts[i * classes + j]! += extras[i]! / (classes - 1);
      }
    }
    return metric({ classes, counts });
  };

export const MATRIX_BOXES = {
  accuracy,
  precision,
  recall,
  f1: f1Share,
  balancedAccuracy: meanOfShares('truth'),
  recallMacro: meanOfShares('truth'),
  precisionMacro: meanOfShares('predicted'),
  precisionWeighted,
  f1Macro: meanOfF1('macro'),
  f1Weighted: meanOfF1('weighted'),
  mcc: ofMatrix(metrics.mcc),
  kappa: ofMatrix((matrix) => metrics.kappa(matrix)),
} as const satisfies Record<string, Box>;

export type BoxedMetric = keyof typeof MATRIX_BOXES;
