import type { Fold } from '../../methods/evaluation/folds.js';
import type { Detail } from '../detail.js';

export interface FoldRecord extends Fold {
  readonly repeat: number;
  readonly fold: number;
}

/** A page shows no more; the figures rest on all. */
const MOST_ROWS = 500;

const SHOWN = {
  classes: ['accuracy', 'balancedAccuracy', 'f1Macro', 'mcc', 'rocAuc', 'logLoss', 'brier'],
  numbers: ['mae', 'mse', 'rmse', 'medianAbsoluteError', 'r2'],
} as const;

/** One row a training, numbered from 1; `null` where a metric has no value on a fold. */
export const foldTable = (records: readonly FoldRecord[], kind: keyof typeof SHOWN): Detail => ({
  type: 'table',
  id: 'folds',
  title: { en: 'By training', zh: '各次训练的结果' },
  columns: [
    { name: 'repeat' },
    { name: 'fold' },
    { name: 'trainRows' },
    { name: 'testRows' },
    ...SHOWN[kind].map((name) => ({ name, unit: '1' })),
  ],
  rows: records.slice(0, MOST_ROWS).map(({ repeat, fold, trainRows, testRows, values }) => [
    repeat + 1,
    fold + 1,
    trainRows,
    testRows,
    ...SHOWN[kind].map((name) => {
      const value = values[name] ?? Number.NaN;
      return Number.isFinite(value) ? value : null;
    }),
  ]),
});
