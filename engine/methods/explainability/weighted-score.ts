import { averagedScores } from '../../numerics/metrics/classification.js';
import { confusionMatrix } from '../../numerics/metrics/confusion.js';
import { brierOf, logLossOf } from '../../numerics/metrics/probability.js';
import { column, indicator, scoreSteps } from '../../numerics/metrics/ranking.js';

export const IMPORTANCE_METRICS = [
  'accuracy',
  'f1Macro',
  'logLoss',
  'brier',
  'rocAuc',
  'mae',
  'mse',
  'rmse',
  'r2',
] as const;
export type ImportanceMetric = (typeof IMPORTANCE_METRICS)[number];

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
export type WeightedScore = (weights: Float64Array) => number;

/** `undefined` where the metric cannot be had of such answers. What costs a sort is done once, here. */
export function weightedScore(metric: ImportanceMetric, answered: Answered): WeightedScore | undefined {
  return answered.kind === 'classes' ? ofClasses(metric, answered) : ofNumbers(metric, answered);
}

function ofClasses(metric: ImportanceMetric, answered: Answered & { kind: 'classes' }): WeightedScore | undefined {
  const { truth, labels, probabilities, classes, positive } = answered;
  if (metric === 'accuracy')
    return weightedMean(Float64Array.from(truth, (code, row) => (code === labels[row] ? 1 : 0)));
  if (metric === 'f1Macro')
    return (weights) => averagedScores(confusionMatrix(truth, labels, classes, weights), 'macro').f1;
  if (probabilities === undefined) return undefined;
  if (metric === 'logLoss' || metric === 'brier') {
    const of = metric === 'logLoss' ? logLossOf : brierOf;
    return weightedMean(Float64Array.from(truth, (code, row) => -of(probabilities, classes, row, code)));
  }
  if (metric !== 'rocAuc') return undefined;
  const ranked = classes === 2 ? [Math.max(0, positive)] : Array.from({ length: classes }, (_, index) => index);
  const areas = ranked.map((index) => weightedArea(indicator(truth, index), column(probabilities, classes, index)));
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
  if (metric !== 'r2') return undefined;
  const centre = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const first = weightedMean(truth.map((value) => value - centre));
  const second = weightedMean(truth.map((value) => (value - centre) ** 2));
  return (weights) => 1 + squares(weights) / (second(weights) - first(weights) ** 2);
}

const weightedMean =
  (values: Float64Array): WeightedScore =>
  (weights) => {
    let sum = 0;
    let total = 0;
    for (let row = 0; row < values.length; row++) {
      sum += weights[row]! * values[row]!;
      total += weights[row]!;
    }
    return sum / total;
  };

/** Area under the ROC curve with the rows' order kept; `NaN` without rows of both sides. */
function weightedArea(positive: Uint8Array, scores: Float64Array): WeightedScore {
  if (scores.some(Number.isNaN)) return () => Number.NaN;
  const { order, steps } = scoreSteps(positive, scores);
  return (weights) => {
    let above = 0;
    let negatives = 0;
    let area = 0;
    for (const { start, end } of steps) {
      let hits = 0;
      let misses = 0;
      for (let place = start; place < end; place++) {
        const row = order[place]!;
        if (positive[row]) hits += weights[row]!;
        else misses += weights[row]!;
      }
      area += misses * (above + hits / 2);
      above += hits;
      negatives += misses;
    }
    return area / (above * negatives);
  };
}
