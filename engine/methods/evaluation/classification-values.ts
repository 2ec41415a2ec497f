import { calibrationError, reliabilityBins } from '../../numerics/metrics/calibration.js';
import { confusionMatrix, marginsOf } from '../../numerics/metrics/confusion.js';
import { brier, logLoss } from '../../numerics/metrics/probability.js';
import * as ranking from '../../numerics/metrics/ranking.js';
import { type Sample, calibrationPairs } from './classification-sample.js';
import { type ClassificationEvidence, knownRows, take } from './evidence.js';
import { MATRIX_METRICS, type MatrixMetric } from './matrix-metrics.js';
import type { ClassificationMetric } from './metric-names.js';

type Values = Record<ClassificationMetric, number>;

/**
 * The plain values, `NaN` where a metric has none (no probabilities, no positive class, an empty denominator, one
 * class only): what a fold of a cross-validation gives. The calibration error is not debiased here.
 */
export function classificationValues(evidence: ClassificationEvidence, bins = 15): Values {
  const { classes, positive = -1, weights, probabilities } = evidence;
  const rows = knownRows((row) => evidence.truth[row]! >= 0, evidence.truth.length, weights);
  const sample = {
    truth: Int32Array.from(rows, (row) => evidence.truth[row]!),
    predicted: Int32Array.from(rows, (row) => evidence.predicted[row]!),
    probabilities: probabilities && take(probabilities, rows, classes),
    classes,
    positive,
  };
  return valuesOf(sample, weights && take(weights, rows), bins);
}

export function valuesOf(
  sample: Pick<Sample, 'truth' | 'predicted' | 'probabilities' | 'classes' | 'positive'>,
  weights: Float64Array | undefined,
  bins = 15,
): Values {
  const { truth, predicted, probabilities, classes, positive } = sample;
  const matrix = confusionMatrix(truth, predicted, classes, weights);
  const margins = marginsOf(matrix);
  const ofMatrix = (name: MatrixMetric): number => MATRIX_METRICS[name](matrix, positive);
  const among = (name: MatrixMetric, denominator: number | undefined): number =>
    denominator ? ofMatrix(name) : Number.NaN;
  const real = margins.truth[positive] ?? 0;
  const taken = margins.predicted[positive] ?? 0;
  const usable = probabilities?.every(Number.isFinite) ? probabilities : undefined;
  const given = (of: (p: Float64Array) => number): number => (usable ? of(usable) : Number.NaN);
  const ranked = (one: typeof ranking.rocAuc, all: typeof ranking.rocAucOneVsRest): number =>
    given((p) => {
      if (classes !== 2) return all(truth, p, classes, weights);
      const c = positive < 0 ? 1 : positive;
      return one(ranking.indicator(truth, c), ranking.column(p, 2, c), weights);
    });
  return {
    accuracy: ofMatrix('accuracy'),
    balancedAccuracy: ofMatrix('balancedAccuracy'),
    precision: among('precision', taken),
    recall: among('recall', real),
    f1: among('f1', taken + real),
    precisionMacro: ofMatrix('precisionMacro'),
    recallMacro: ofMatrix('recallMacro'),
    f1Macro: ofMatrix('f1Macro'),
    precisionMicro: ofMatrix('precisionMicro'),
    recallMicro: ofMatrix('recallMicro'),
    f1Micro: ofMatrix('f1Micro'),
    precisionWeighted: ofMatrix('precisionWeighted'),
    recallWeighted: ofMatrix('recallWeighted'),
    f1Weighted: ofMatrix('f1Weighted'),
    mcc: ofMatrix('mcc'),
    kappa: ofMatrix('kappa'),
    rocAuc: ranked(ranking.rocAuc, ranking.rocAucOneVsRest),
    averagePrecision: ranked(ranking.averagePrecision, ranking.averagePrecisionOneVsRest),
    logLoss: given((p) => logLoss(truth, p, classes, weights)),
    brier: given((p) => brier(truth, p, classes, weights)),
    ece: given(() => {
      const { outcomes, confidence } = calibrationPairs(sample);
      return calibrationError(reliabilityBins(outcomes, confidence, bins, weights), 'l1');
    }),
  };
}
