import * as metrics from '../../numerics/metrics/classification.js';
import type { ConfusionMatrix } from '../../numerics/metrics/confusion.js';
import type { ClassificationMetric } from './metric-names.js';

export type MatrixMetric = Exclude<ClassificationMetric, 'rocAuc' | 'averagePrecision' | 'logLoss' | 'brier' | 'ece'>;

/** Every metric that a confusion matrix suffices for. `positive` is the class of precision, recall and F1. */
export const MATRIX_METRICS: Readonly<Record<MatrixMetric, (matrix: ConfusionMatrix, positive: number) => number>> = {
  accuracy: metrics.accuracy,
  balancedAccuracy: metrics.balancedAccuracy,
  precision: (matrix, positive) => metrics.classScores(matrix, positive).precision,
  recall: (matrix, positive) => metrics.classScores(matrix, positive).recall,
  f1: (matrix, positive) => metrics.classScores(matrix, positive).f1,
  precisionMacro: (matrix) => metrics.averagedScores(matrix, 'macro').precision,
  recallMacro: (matrix) => metrics.averagedScores(matrix, 'macro').recall,
  f1Macro: (matrix) => metrics.averagedScores(matrix, 'macro').f1,
  precisionMicro: metrics.accuracy,
  recallMicro: metrics.accuracy,
  f1Micro: metrics.accuracy,
  precisionWeighted: (matrix) => metrics.averagedScores(matrix, 'weighted').precision,
  recallWeighted: metrics.accuracy,
  f1Weighted: (matrix) => metrics.averagedScores(matrix, 'weighted').f1,
  mcc: metrics.mcc,
  kappa: (matrix) => metrics.kappa(matrix),
};
