import { calibrationPairs } from '../../methods/evaluation/classification-sample.js';
import type { ClassificationEvidence } from '../../methods/evaluation/evidence.js';
import { knownRows, take } from '../../methods/evaluation/evidence.js';
import { reliabilityBins } from '../../numerics/metrics/calibration.js';
import { classScores } from '../../numerics/metrics/classification.js';
import { confusionMatrix, marginsOf } from '../../numerics/metrics/confusion.js';
import type { ConfusionMatrix } from '../../numerics/metrics/confusion.js';
import { column, indicator, scoreSteps } from '../../numerics/metrics/ranking.js';
import type { Detail } from '../detail.js';

/** A curve is drawn from at most so many points; a page cannot show more. */
const MOST_POINTS = 200;

/**
 * For people: confusion matrix, table by class and, where there are probabilities, reliability and ROC curves of the
 * rows with a known truth. `classes` are the names. Nothing where no row counts or an answer is no class.
 */
export function classificationDetails(
  evidence: ClassificationEvidence,
  classes: readonly string[],
  bins: number,
): readonly Detail[] {
  const rows = knownRows((row) => evidence.truth[row]! >= 0, evidence.truth.length, evidence.weights);
  const truth = Int32Array.from(rows, (row) => evidence.truth[row]!);
  const predicted = Int32Array.from(rows, (row) => evidence.predicted[row]!);
  if (rows.length === 0 || predicted.some((code) => code < 0 || code >= classes.length)) return [];
  const matrix = confusionMatrix(truth, predicted, classes.length);
  const details = [matrixDetail(matrix, classes), classTable(matrix, classes)];
  const { probabilities: all, positive = -1 } = evidence;
  const probabilities = all && take(all, rows, classes.length);
  if (probabilities === undefined || !probabilities.every(Number.isFinite)) return details;
  const sample = {
    truth,
    predicted,
    classes: classes.length,
    positive,
    probabilities,
    withoutProbabilities: undefined,
  };
  const { outcomes, confidence } = calibrationPairs(sample);
  return [...details, reliabilityCurve(outcomes, confidence, bins), rocCurve(truth, probabilities, classes, positive)];
}

const matrixDetail = ({ counts }: ConfusionMatrix, classes: readonly string[]): Detail => ({
  type: 'matrix',
  id: 'confusionMatrix',
  title: { en: 'Rows by truth (down) and answer (across)', zh: '混淆矩阵（行为真实类别，列为预测类别）' },
  rowNames: classes,
  columnNames: classes,
  values: classes.map((_, row) => [...counts.subarray(row * classes.length, (row + 1) * classes.length)]),
});

function classTable(matrix: ConfusionMatrix, classes: readonly string[]): Detail {
  const { truth, predicted } = marginsOf(matrix);
  return {
    type: 'table',
    id: 'classes',
    title: { en: 'By class', zh: '各类别指标' },
    columns: [
      { name: 'class' },
      { name: 'rows' },
      { name: 'predicted' },
      { name: 'precision', unit: '1' },
      { name: 'recall', unit: '1' },
      { name: 'f1', unit: '1' },
    ],
    rows: classes.map((name, index) => {
      const { precision, recall, f1 } = classScores(matrix, index);
      const taken = predicted[index]!;
      const real = truth[index]!;
      return [name, real, taken, taken > 0 ? precision : null, real > 0 ? recall : null, taken + real > 0 ? f1 : null];
    }),
  };
}

const reliabilityCurve = (outcomes: Uint8Array, confidence: Float64Array, bins: number): Detail => ({
  type: 'curve',
  id: 'reliability',
  title: { en: 'How often what the model is so sure of is so', zh: '可靠性曲线' },
  x: { name: 'mean probability', unit: '1' },
  y: { name: 'frequency', unit: '1' },
  series: [
    {
      name: 'model',
      points: reliabilityBins(outcomes, confidence, bins)
        .filter((bin) => bin.rows > 0)
        .map((bin) => [bin.meanProbability, bin.frequency] as const),
    },
  ],
});

/** One curve for a positive class, else one a class against the rest. */
function rocCurve(
  truth: Int32Array,
  probabilities: Float64Array,
  classes: readonly string[],
  positive: number,
): Detail {
  const drawn = positive >= 0 ? [positive] : classes.map((_, index) => index);
  return {
    type: 'curve',
    id: 'roc',
    title: { en: 'ROC curve', zh: 'ROC 曲线' },
    x: { name: 'false positive rate', unit: '1' },
    y: { name: 'true positive rate', unit: '1' },
    series: drawn.flatMap((index) => {
      const points = rocPoints(indicator(truth, index), column(probabilities, classes.length, index));
      return points.length === 0 ? [] : [{ name: classes[index]!, points }];
    }),
  };
}

/** Empty where there is one class only. */
function rocPoints(positive: Uint8Array, scores: Float64Array): readonly (readonly [number, number])[] {
  const { steps } = scoreSteps(positive, scores);
  const positives = positive.reduce((sum, flag) => sum + flag, 0);
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) return [];
  let hits = 0;
  let alarms = 0;
  const points: (readonly [number, number])[] = [[0, 0]];
  for (const step of steps) {
    hits += step.positives;
    alarms += step.negatives;
    points.push([alarms / negatives, hits / positives]);
  }
  const stride = Math.max(1, Math.ceil(points.length / MOST_POINTS));
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1);
}
