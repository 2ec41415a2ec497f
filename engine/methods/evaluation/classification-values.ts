import { calibrationError, reliabilityBins } from '../../numerics/metrics/calibration.js';
import { confusionMatrix, marginsOf } from '../../numerics/metrics/confusion.js';
import { brier, logLoss } from '../../numerics/metrics/probability.js';
import * as ranking from '../../numerics/metrics/ranking.js';
import { calibrationPairs } from './classification-sample.js';
import { type ClassificationEvidence, knownRows, take } from './evidence.js';
import { MATRIX_METRICS, type MatrixMetric } from './matrix-metrics.js';
import type { ClassificationMetric } from './metric-names.js';

/**
 * The plain values, `NaN` where a metric has none (no probabilities, no positive class, an empty denominator, one
 * class only): what a fold of a cross-validation gives. The calibration error is not debiased here.
 */
export function classificationValues(
  evidence: ClassificationEvidence,
  bins = 15,
): Record<ClassificationMetric, number> {
  const rows = knownRows((row) => evidence.truth[row]! >= 0, evidence.truth.length, evidence.weights);
  const truth = Int32Array.from(rows, (row) => evidence.truth[row]!);
  const predicted = Int32Array.from(rows, (row) => evidence.predicted[row]!);
  const weights = evidence.weights && take(evidence.weights, rows);
  const probabilities = evidence.probabilities && take(evidence.probabilities, rows, evidence.classes);
  const { classes, positive = -1 } = evidence;
  const matrix = confusionMatrix(truth, predicted, classes, weights);
  const margins = marginsOf(matrix);
  const ofMatrix = (name: MatrixMetric): number => MATRIX_METRICS[name](matrix, positive);
  const among = (name: MatrixMetric, denominator: number | undefined): number =>
    denominator ? ofMatrix(name) : Number.NaN;
  const real = margins.truth[positive] ?? 0;
  const taken = margins.predicted[positive] ?? 0;
  const given = <T>(of: (p: Float64Array) => T): T | number => (probabilities ? of(probabilities) : Number.NaN);
  const ranked = (one: typeof ranking.rocAuc, all: typeof ranking.rocAucOneVsRest): number =>
    given((p) => {
      if (classes !== 2) return all(truth, p, classes, weights);
      const c = Math.max(0, positive);
      return one(ranking.indicator(truth, c), ranking.column(p, 2, c), weights);
    });
  return {
    ...(Object.fromEntries(
      (Object.keys(MATRIX_METRICS) as MatrixMetric[]).map((name) => [name, ofMatrix(name)]),
    ) as Record<MatrixMetric, number>),
    precision: among('precision', taken),
    recall: among('recall', real),
    f1: among('f1', taken + real),
    rocAuc: ranked(ranking.rocAuc, ranking.rocAucOneVsRest),
    averagePrecision: ranked(ranking.averagePrecision, ranking.averagePrecisionOneVsRest),
    logLoss: given((p) => logLoss(truth, p, classes, weights)),
    brier: given((p) => brier(truth, p, classes, weights)),
    ece: given((p) => {
      const { outcomes, confidence } = calibrationPairs({
        truth,
        predicted,
        classes,
        positive,
        probabilities: p,
        withoutProbabilities: undefined,
      });
      return calibrationError(reliabilityBins(outcomes, confidence, bins, weights), 'l1');
    }),
  };
}
