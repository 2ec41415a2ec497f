import type { Text } from '../../document/text.js';
import type { OutputSpec } from '../contract.js';

const ratio = (en: string, zh: string, range: readonly [number | null, number | null] = [0, 1]): OutputSpec => ({
  type: 'number',
  unit: '1',
  range,
  title: { en, zh } satisfies Text,
});

/** Metrics of classifiers, in the words and the order of DESIGN.md §4: the same in every measurement that gives them. */
export const CLASSIFICATION_OUTPUTS = {
  accuracy: ratio('Accuracy', '准确率'),
  balancedAccuracy: ratio('Balanced accuracy', '平衡准确率'),
  precision: ratio('Precision of the positive class', '正类精确率'),
  recall: ratio('Recall of the positive class', '正类召回率'),
  f1: ratio('F1 of the positive class', '正类 F1'),
  precisionMacro: ratio('Precision, mean over classes', '精确率（各类平均）'),
  recallMacro: ratio('Recall, mean over classes', '召回率（各类平均）'),
  f1Macro: ratio('F1, mean over classes', 'F1（各类平均）'),
  precisionMicro: ratio('Precision over all decisions', '精确率（全部判定合计）'),
  recallMicro: ratio('Recall over all decisions', '召回率（全部判定合计）'),
  f1Micro: ratio('F1 over all decisions', 'F1（全部判定合计）'),
  precisionWeighted: ratio('Precision, classes weighted by their rows', '精确率（按类行数加权）'),
  recallWeighted: ratio('Recall, classes weighted by their rows', '召回率（按类行数加权）'),
  f1Weighted: ratio('F1, classes weighted by their rows', 'F1（按类行数加权）'),
  mcc: ratio('Matthews correlation coefficient', '马修斯相关系数', [-1, 1]),
  kappa: ratio('Cohen’s kappa', '科恩 kappa 系数', [-1, 1]),
  rocAuc: ratio('Area under the ROC curve', 'ROC 曲线下面积'),
  averagePrecision: ratio('Average precision', '平均精确率（AP）'),
  logLoss: ratio('Log loss (nats)', '对数损失（纳特）', [0, null]),
  brier: ratio('Brier score', 'Brier 分数', [0, 2]),
  ece: ratio('Expected calibration error, debiased', '期望校准误差（去偏）'),
} as const satisfies Record<string, OutputSpec>;

/** Metrics of regressions. Errors are in the target's own unit, which the engine does not know: `"1"`. */
export const REGRESSION_OUTPUTS = {
  mae: ratio('Mean absolute error', '平均绝对误差', [0, null]),
  mse: ratio('Mean squared error', '均方误差', [0, null]),
  rmse: ratio('Root mean squared error', '均方根误差', [0, null]),
  medianAbsoluteError: ratio('Median absolute error', '绝对误差中位数', [0, null]),
  r2: ratio('Coefficient of determination', '决定系数 R²', [null, 1]),
} as const satisfies Record<string, OutputSpec>;

export type ClassificationMetric = keyof typeof CLASSIFICATION_OUTPUTS;
export type RegressionMetric = keyof typeof REGRESSION_OUTPUTS;
