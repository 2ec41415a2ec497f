/**
 * Metrics of a score's order, in O(n log n), equal scores treated as one threshold as scikit-learn does. `positive[i]`
 * is 1 or 0. `NaN` where a class they need is absent.
 */
import { descendingOrder } from '../sorting.js';

/** Rows of equal score, from the highest: sums of weights of positives and negatives. */
export interface ScoreStep {
  readonly positives: number;
  readonly negatives: number;
  /** Places in `order` of the rows of this score. */
  readonly start: number;
  readonly end: number;
}

export interface ScoreSteps {
  /** Rows by falling score. */
  readonly order: Int32Array;
  readonly steps: readonly ScoreStep[];
}

export function scoreSteps(
  positive: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): ScoreSteps {
  const order = descendingOrder(scores);
  const steps: ScoreStep[] = [];
  for (let start = 0; start < order.length;) {
    let end = start;
    let positives = 0;
    let negatives = 0;
    const score = scores[order[start]!]!;
    for (; end < order.length && scores[order[end]!]! === score; end++) {
      const weight = weights ? weights[order[end]!]! : 1;
      if (positive[order[end]!]) positives += weight;
      else negatives += weight;
    }
    if (end === start) throw new RangeError('scores must be numbers, not NaN');
    steps.push({ positives, negatives, start, end });
    start = end;
  }
  return { order, steps };
}

/** Area under the ROC curve: P(score of a positive > that of a negative) + ½ P(equal) (Mann & Whitney). */
export function rocAuc(positive: ArrayLike<number>, scores: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let positives = 0;
  let negatives = 0;
  let ordered = 0;
  for (const step of scoreSteps(positive, scores, weights).steps) {
    ordered += step.negatives * (positives + step.positives / 2);
    positives += step.positives;
    negatives += step.negatives;
  }
  return ordered / (positives * negatives);
}

/** Σ (recallₖ − recallₖ₋₁)·precisionₖ over the thresholds: the step-wise area, not the interpolated one. */
export function averagePrecision(
  positive: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let positives = 0;
  let all = 0;
  let area = 0;
  for (const step of scoreSteps(positive, scores, weights).steps) {
    positives += step.positives;
    all += step.positives + step.negatives;
    if (step.positives > 0) area += (step.positives * positives) / all;
  }
  return area / positives;
}

/** Mean of the areas of each class against the rest (`multi_class="ovr"`, macro). Probabilities are rows × classes. */
export function rocAucOneVsRest(
  truth: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weights?: ArrayLike<number>,
): number {
  let areas = 0;
  for (let c = 0; c < classes; c++) areas += rocAuc(indicator(truth, c), column(probabilities, classes, c), weights);
  return areas / classes;
}

/** Mean of each class's average precision against the rest. */
export function averagePrecisionOneVsRest(
  truth: ArrayLike<number>,
  probabilities: Float64Array,
  classes: number,
  weights?: ArrayLike<number>,
): number {
  let areas = 0;
  for (let c = 0; c < classes; c++) {
    areas += averagePrecision(indicator(truth, c), column(probabilities, classes, c), weights);
  }
  return areas / classes;
}

export const indicator = (truth: ArrayLike<number>, c: number): Uint8Array =>
  Uint8Array.from({ length: truth.length }, (_, i) => (truth[i] === c ? 1 : 0));

/** Column `c` of a row-major matrix. */
export const column = (matrix: Float64Array, columns: number, c: number): Float64Array =>
  Float64Array.from({ length: matrix.length / columns }, (_, i) => matrix[i * columns + c]!);
