import type { Predictions } from '../subject/view.js';
import type { Estimator, TrainingContext, TrainingData, TrainingTarget } from './estimator.js';
import type { Fold } from './splits.js';

/** What is decided for the test rows of each fold: the likeliest class, of equals the first, or what the estimator says. */
export async function predictionsOf(
  estimator: Estimator,
  data: TrainingData,
  folds: readonly Fold[],
  context: TrainingContext,
): Promise<readonly Predictions[]> {
  if (estimator.predictions !== undefined) return await estimator.predictions(data, folds, context);
  const answers = await estimator.answers(data, folds, context);
  return answers.map((one) => decided(one, data.target));
}

/** An estimator's answers as predictions: the likeliest class, of equals the first. */
export function decided(answers: Float64Array, target: TrainingTarget): Predictions {
  return target.kind === 'numbers'
    ? { kind: 'numbers', values: answers }
    : { kind: 'classes', labels: likeliestClasses(answers, target.classes.length), probabilities: answers };
}

function likeliestClasses(probabilities: Float64Array, width: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / width }, (_, row) => {
    let best = 0;
    for (let code = 1; code < width; code++) {
      if (probabilities[row * width + code]! > probabilities[row * width + best]!) best = code;
    }
    return best;
  });
}

/**
 * The predictions of some folds, each of whose test rows are in one of them, in ascending order of the rows.
 * Probabilities are kept where every fold has them.
 */
export function joinPredictions(
  folds: readonly Fold[],
  predictions: readonly Predictions[],
  rows: Int32Array,
  width: number,
): Predictions {
  const places = new Map<number, number>();
  rows.forEach((row, place) => places.set(row, place));
  const eachRow = (visit: (answer: Predictions, from: number, to: number) => void): void =>
    folds.forEach(({ test }, fold) => test.forEach((row, from) => visit(predictions[fold]!, from, places.get(row)!)));
  if (predictions[0]?.kind === 'numbers') {
    const values = new Float64Array(rows.length);
    eachRow((answer, from, to) => {
      if (answer.kind === 'numbers') values[to] = answer.values[from]!;
    });
    return { kind: 'numbers', values };
  }
  const labels = new Int32Array(rows.length);
  const probabilities = new Float64Array(rows.length * width);
  let complete = true;
  eachRow((answer, from, to) => {
    if (answer.kind !== 'classes') return;
    labels[to] = answer.labels[from]!;
    if (answer.probabilities === undefined) complete = false;
    else probabilities.set(answer.probabilities.subarray(from * width, (from + 1) * width), to * width);
  });
  return { kind: 'classes', labels, ...(complete && { probabilities }) };
}
