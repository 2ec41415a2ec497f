import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { REGRESSION_METRICS, type RegressionMetric } from './metric-names.js';

export type RegressionFigures = Record<RegressionMetric, Figure | Unmeasured>;

export const allRegressionAbsent = (why: Unmeasured): RegressionFigures =>
  Object.fromEntries(REGRESSION_METRICS.map((name) => [name, why])) as RegressionFigures;
