import * as metrics from '../../numerics/metrics/regression.js';
import { type FigureOptions, type RegressionEvidence, absent, knownRows, take } from './evidence.js';
import type { RegressionMetric } from './metric-names.js';
import { type RegressionFigures, allRegressionAbsent } from './regression-absent.js';
import { errorFigures } from './regression-figures.js';
import { unitsOf } from './units.js';

/**
 * Every metric of DESIGN.md §4 of a regression with its uncertainty, as `classificationFigures` does. Errors are in
 * the target's unit.
 */
export function regressionFigures(evidence: RegressionEvidence, options: FigureOptions): RegressionFigures {
  const { groups, weights } = evidence;
  const rows = knownRows((row) => !Number.isNaN(evidence.truth[row]!), evidence.truth.length, weights);
  if (rows.length === 0) return allRegressionAbsent(absent('out-of-domain', 'no row has a known truth'));
  const stray = rows.find(
    (row) => !Number.isFinite(evidence.predicted[row]!) || !Number.isFinite(evidence.truth[row]!),
  );
  if (stray !== undefined) {
    const { truth, predicted } = evidence;
    return allRegressionAbsent(
      absent('failed', `row ${stray + 1}: truth ${truth[stray]!}, prediction ${predicted[stray]!}`),
    );
  }
  const truth = take(evidence.truth, rows);
  const predicted = take(evidence.predicted, rows);
  const units = unitsOf(rows.length, groups && take(groups, rows), weights && take(weights, rows));
  return errorFigures(truth, predicted, units, options);
}

/** The plain values, `NaN` where a metric has none: what a fold of a cross-validation gives. */
export function regressionValues({ truth, predicted, weights }: RegressionEvidence): Record<RegressionMetric, number> {
  const rows = knownRows((row) => !Number.isNaN(truth[row]!), truth.length, weights);
  const of = (name: RegressionMetric): number =>
    metrics[name](take(truth, rows), take(predicted, rows), weights && take(weights, rows));
  return {
    mae: of('mae'),
    mse: of('mse'),
    rmse: of('rmse'),
    medianAbsoluteError: of('medianAbsoluteError'),
    r2: of('r2'),
  };
}
