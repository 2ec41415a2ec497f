import { averagedScores, balancedAccuracy, classScores, kappa, mcc } from '../../numerics/metrics/classification.js';
import type { Average, ClassScores } from '../../numerics/metrics/classification.js';
import { confusionMatrix } from '../../numerics/metrics/confusion.js';
import type { ConfusionMatrix } from '../../numerics/metrics/confusion.js';
import { brierOf, logLossOf } from '../../numerics/metrics/probability.js';
import { column, indicator, scoreSteps } from '../../numerics/metrics/ranking.js';
import { ascendingOrder } from '../../numerics/sorting.js';
import type { ClassificationMetric, RegressionMetric } from '../evaluation/metric-names.js';

/** All but `ece`: how far probabilities are off says nothing of what a feature gives. */
export type ImportanceMetric = Exclude<ClassificationMetric, 'ece'> | RegressionMetric;

/** Whether the metric is a mean of the rows' own losses. */
export const isMeanOverRows = (metric: ImportanceMetric): boolean =>
  ['accuracy', 'logLoss', 'brier', 'mae', 'mse'].includes(metric);

/** What a model answers beside the truth, all rows with a known truth. */
export type Answered =
  | {
      readonly kind: 'classes';
      readonly truth: Int32Array;
      readonly labels: Int32Array;
      readonly probabilities?: Float64Array;
      readonly classes: number;
      /** −1 where the task has none. */
      readonly positive: number;
    }
  | { readonly kind: 'numbers'; readonly truth: Float64Array; readonly values: Float64Array };

/** The metric under weights of the rows (at least 0, not all 0), turned so that more is better. */
export interface WeightedScore {
  (weights: Float64Array): number;
  /** Of a mean over the rows their values. */
  readonly rowValues?: Float64Array;
}

/** `undefined` where the metric cannot be had of such answers. What costs a sort is done once, here. */
export function weightedScore(metric: ImportanceMetric, answered: Answered): WeightedScore | undefined {
  return answered.kind === 'classes' ? ofClasses(metric, answered) : ofNumbers(metric, answered);
}

const averages = (average: Average, score: keyof ClassScores) => (matrix: ConfusionMatrix) =>
  averagedScores(matrix, average)[score];

const OF_MATRIX: Partial<Record<ImportanceMetric, (matrix: ConfusionMatrix) => number>> = {
  balancedAccuracy,
  precisionMacro: averages('macro', 'precision'),
  recallMacro: averages('macro', 'recall'),
  f1Macro: averages('macro', 'f1'),
  precisionMicro: averages('micro', 'precision'),
  recallMicro: averages('micro', 'recall'),
  f1Micro: averages('micro', 'f1'),
  precisionWeighted: averages('weighted', 'precision'),
  recallWeighted: averages('weighted', 'recall'),
  f1Weighted: averages('weighted', 'f1'),
  mcc,
  kappa: (matrix) => kappa(matrix),
};

function ofClasses(metric: ImportanceMetric, answered: Answered & { kind: 'classes' }): WeightedScore | undefined {
  const { truth, labels, probabilities, classes, positive } = answered;
  if (metric === 'accuracy') {
    const right = new Float64Array(truth.length);
    for (let row = 0; row < right.length; row++) right[row] = truth[row] === labels[row] ? 1 : 0;
    return weightedMean(right);
  }
  const ofMatrix = OF_MATRIX[metric];
  if (ofMatrix !== undefined) return (weights) => ofMatrix(confusionMatrix(truth, labels, classes, weights));
  if (metric === 'precision' || metric === 'recall' || metric === 'f1') {
    if (positive < 0) return undefined;
    return (weights) => classScores(confusionMatrix(truth, labels, classes, weights), positive)[metric];
  }
  if (probabilities === undefined) return undefined;
  if (metric === 'logLoss' || metric === 'brier') {
    const of = metric === 'logLoss' ? logLossOf : brierOf;
    return weightedMean(Float64Array.from(truth, (code, row) => -of(probabilities, classes, row, code)));
  }
  if (metric !== 'rocAuc' && metric !== 'averagePrecision') return undefined;
  const areaOf = metric === 'rocAuc' ? rocArea : precisionArea;
  const ranked = classes === 2 ? [Math.max(0, positive)] : Array.from({ length: classes }, (_, index) => index);
  const areas = ranked.map((index) =>
    weightedArea(indicator(truth, index), column(probabilities, classes, index), areaOf),
  );
  return (weights) => areas.reduce((sum, area) => sum + area(weights), 0) / areas.length;
}

function ofNumbers(
  metric: ImportanceMetric,
  { truth, values }: Answered & { kind: 'numbers' },
): WeightedScore | undefined {
  const errors = Float64Array.from(truth, (value, row) => value - values[row]!);
  if (metric === 'mae') return weightedMean(errors.map((error) => -Math.abs(error)));
  const squares = weightedMean(errors.map((error) => -error * error));
  if (metric === 'mse') return squares;
  if (metric === 'rmse') return (weights) => -Math.sqrt(-squares(weights));
  if (metric === 'medianAbsoluteError') return weightedMedian(errors.map(Math.abs));
  if (metric !== 'r2') return undefined;
  const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const first = weightedMean(truth.map((value) => value - centre));
  const second = weightedMean(truth.map((value) => (value - centre) ** 2));
  return (weights) => 1 + squares(weights) / (second(weights) - first(weights) ** 2);
}

function weightedMean(values: Float64Array): WeightedScore {
  const score = (weights: Float64Array): number => {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < values.length; row++) {
      sum += weights[row]! * values[row]!;
      total += weights[row]!;
    }
    return sum / total;
  };
  return Object.assign(score, { rowValues: values });
}

/** Minus the least error that has half of the weight at or below it. */
function weightedMedian(errors: Float64Array): WeightedScore {
  const order = ascendingOrder(errors);
  return (weights) => {
    const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
    let reached = 0;
    for (const row of order) {
      reached += weights[row]!;
      if (reached >= half) return -errors[row]!;
    }
    return Number.NaN;
  };
}

/** By score, the highest first: weights of positives (hits) and of negatives (misses). */
type Area = (hits: Float64Array, misses: Float64Array) => number;

/** A curve's area with the rows' order kept; `NaN` without rows that it needs. */
function weightedArea(positive: Uint8Array, scores: Float64Array, areaOf: Area): WeightedScore {
  if (scores.some(Number.isNaN)) return () => Number.NaN;
  const { order, steps } = scoreSteps(positive, scores);
  const hits = new Float64Array(steps.length);
  const misses = new Float64Array(steps.length);
  return (weights) => {
    hits.fill(0);
    misses.fill(0);
    steps.forEach(({ start, end }, step) => {
      for (let place = start; place < end; place++) {
        const row = order[place]!;
        if (positive[row]) hits[step]! += weights[row]!;
        else misses[step]! += weights[row]!;
      }
    });
    return areaOf(hits, misses);
  };
}

const rocArea: Area = (hits, misses) => {
  let above = 0;
  let negatives = 0;
  let area = 0;
  for (let step = 0; step < hits.length; step++) {
    area += misses[step]! * (above + hits[step]! / 2);
    above += hits[step]!;
    negatives += misses[step]!;
  }
  return area / (above * negatives);
};

const precisionArea: Area = (hits, misses) => {
  let above = 0;
  let all = 0;
  let area = 0;
  for (let step = 0; step < hits.length; step++) {
    above += hits[step]!;
    all += hits[step]! + misses[step]!;
    if (hits[step]! > 0) area += (hits[step]! * above) / all;
  }
  return area / above;
};
