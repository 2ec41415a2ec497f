/** The metrics of a classifier and of a regression, under their names everywhere (DESIGN.md §4). */
export const CLASSIFICATION_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'precision',
  'recall',
  'f1',
  'precisionMacro',
  'recallMacro',
  'f1Macro',
  'precisionMicro',
  'recallMicro',
  'f1Micro',
  'precisionWeighted',
  'recallWeighted',
  'f1Weighted',
  'mcc',
  'kappa',
  'rocAuc',
  'averagePrecision',
  'logLoss',
  'brier',
  'ece',
] as const;
export type ClassificationMetric = (typeof CLASSIFICATION_METRICS)[number];

export const REGRESSION_METRICS = ['mae', 'mse', 'rmse', 'medianAbsoluteError', 'r2'] as const;
export type RegressionMetric = (typeof REGRESSION_METRICS)[number];

/** Metrics of which less is better. */
export const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'logLoss',
  'brier',
  'ece',
  'mae',
  'mse',
  'rmse',
  'medianAbsoluteError',
]);
