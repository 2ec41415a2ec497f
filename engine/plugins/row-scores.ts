import type { MeanColumn } from '../methods/evaluation/mean-boxes.js';
import { unseen } from '../methods/evaluation/unseen.js';
import { brierOf, logLossOf } from '../numerics/metrics/probability.js';
import type { AnsweredClasses, AnsweredNumbers } from './answered-part.js';

/** Scores that are means of one value a row, with the least and the most that a row's can be. */
export type RowScores = Readonly<Record<string, MeanColumn>>;

/** `accuracy` (more is better) and, where there are probabilities, `brier` and `logLoss`. */
export function classScores(part: AnsweredClasses): RowScores {
  const { truth, predicted, probabilities, classes } = part;
  const accuracy = { values: Uint8Array.from(truth, (c, row) => Number(predicted[row] === c)), lowest: 0, highest: 1 };
  if (probabilities === undefined) return { accuracy };
  return { accuracy, ...probabilityScores(truth, probabilities, classes.length) };
}

/** Brier score and log loss of probabilities; the worst log loss is that of the least probability given to any class. */
export function probabilityScores(
  truth: Int32Array,
  probabilities: Float64Array,
  classes: number,
): { readonly brier: MeanColumn; readonly logLoss: MeanColumn } {
  let worst = 0;
  for (let row = 0; row < truth.length; row++) {
    for (let c = 0; c < classes; c++) worst = Math.max(worst, logLossOf(probabilities, classes, row, c));
  }
  return {
    brier: {
      values: Float64Array.from(truth, (c, row) => brierOf(probabilities, classes, row, c)),
      lowest: 0,
      highest: classes === 2 ? 1 : 2,
    },
    logLoss: {
      values: Float64Array.from(truth, (c, row) => logLossOf(probabilities, classes, row, c)),
      lowest: 0,
      highest: worst,
    },
  };
}

/** `mae` and `mse`. An unseen error may be greater than all seen: see `unseen`. */
export function numberScores({ truth, predicted }: Pick<AnsweredNumbers, 'truth' | 'predicted'>): RowScores {
  const column = (of: (difference: number) => number): MeanColumn => {
    const values = Float64Array.from(truth, (value, row) => of(value - predicted[row]!));
    return { values, lowest: 0, highest: unseen(values).highest };
  };
  return { mae: column(Math.abs), mse: column((difference) => difference ** 2) };
}

/** Row by row the first less the second; the ends are those of the worst of both. */
export const scoreDifference = (first: MeanColumn, second: MeanColumn): MeanColumn => ({
  values: Float64Array.from(first.values, (value, row) => value - second.values[row]!),
  lowest: first.lowest - second.highest,
  highest: first.highest - second.lowest,
});
