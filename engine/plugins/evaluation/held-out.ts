import type { TrainingTarget } from '../../estimators/estimator.js';
import { classificationFigures } from '../../methods/evaluation/classification.js';
import { classificationValues } from '../../methods/evaluation/classification-values.js';
import type { ClassificationEvidence, FigureOptions, RegressionEvidence } from '../../methods/evaluation/evidence.js';
import { regressionFigures, regressionValues } from '../../methods/evaluation/regression.js';
import type { Detail } from '../detail.js';
import type { Figure, Unmeasured } from '../figure.js';
import { classificationDetails } from './classification-details.js';

/** Rows of the table, in an order of their own, beside what was answered for them. */
export interface HeldOut {
  readonly rows: Int32Array;
  /** As an `Estimator` answers: row-major, rows × classes, or one number a row. */
  readonly answers: Float64Array;
}

export interface Truth {
  readonly target: TrainingTarget;
  readonly positive: number | undefined;
  readonly groups?: Int32Array;
  readonly weights?: Float64Array;
}

/** The metrics of some held-out rows, without uncertainty. Groups do not matter to them. */
export function valuesOf(held: HeldOut, truth: Truth, bins: number): Readonly<Record<string, number>> {
  return truth.target.kind === 'classes'
    ? classificationValues(classesEvidence(held, truth, truth.target), bins)
    : regressionValues(numbersEvidence(held, truth, truth.target.values));
}

/** The metrics of some held-out rows as a sample of rows, or of groups of them. */
export function figuresOf(
  held: HeldOut,
  truth: Truth,
  options: FigureOptions,
): Readonly<Record<string, Figure | Unmeasured>> {
  return truth.target.kind === 'classes'
    ? classificationFigures(classesEvidence(held, truth, truth.target), options)
    : regressionFigures(numbersEvidence(held, truth, truth.target.values), options);
}

/** For people: what classifiers have to show. */
export const detailsOf = (held: HeldOut, truth: Truth, bins: number): readonly Detail[] =>
  truth.target.kind === 'classes'
    ? classificationDetails(classesEvidence(held, truth, truth.target), truth.target.classes, bins)
    : [];

/** The likeliest class is the answer, of equals the first. */
function classesEvidence(
  { rows, answers }: HeldOut,
  { positive, groups, weights }: Truth,
  { codes, classes }: TrainingTarget & { kind: 'classes' },
): ClassificationEvidence {
  const width = classes.length;
  const predicted = Int32Array.from(rows, (_, place) => {
    let best = 0;
    for (let code = 1; code < width; code++) {
      if (answers[place * width + code]! > answers[place * width + best]!) best = code;
    }
    return best;
  });
  return {
    truth: rows.map((row) => codes[row]!),
    predicted,
    classes: width,
    probabilities: answers,
    ...(positive !== undefined && { positive }),
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}

const numbersEvidence = (
  { rows, answers }: HeldOut,
  { groups, weights }: Truth,
  values: Float64Array,
): RegressionEvidence => ({
  truth: Float64Array.from(rows, (row) => values[row]!),
  predicted: answers,
  ...(groups && { groups: rows.map((row) => groups[row]!) }),
  ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
});
