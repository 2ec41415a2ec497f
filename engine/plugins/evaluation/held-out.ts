import type { TrainingTarget } from '../../estimators/estimator.js';
import { classificationFigures } from '../../methods/evaluation/classification.js';
import { classificationValues } from '../../methods/evaluation/classification-values.js';
import type { ClassificationEvidence, FigureOptions, RegressionEvidence } from '../../methods/evaluation/evidence.js';
import { regressionFigures, regressionValues } from '../../methods/evaluation/regression.js';
import type { Predictions } from '../../subject/view.js';
import type { Detail } from '../detail.js';
import type { Figure, Unmeasured } from '../figure.js';
import { classificationDetails } from './classification-details.js';

/** Rows of the table, in an order of their own, beside what was answered for them. */
export interface HeldOut {
  readonly rows: Int32Array;
  readonly predictions: Predictions;
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

function classesEvidence(
  { rows, predictions }: HeldOut,
  { positive, groups, weights }: Truth,
  { codes, classes }: TrainingTarget & { kind: 'classes' },
): ClassificationEvidence {
  const { labels, probabilities } = ofKind(predictions, 'classes');
  return {
    truth: rows.map((row) => codes[row]!),
    predicted: labels,
    classes: classes.length,
    ...(probabilities && { probabilities }),
    ...(positive !== undefined && { positive }),
    ...(groups && { groups: rows.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
  };
}

const numbersEvidence = (
  { rows, predictions }: HeldOut,
  { groups, weights }: Truth,
  values: Float64Array,
): RegressionEvidence => ({
  truth: Float64Array.from(rows, (row) => values[row]!),
  predicted: ofKind(predictions, 'numbers').values,
  ...(groups && { groups: rows.map((row) => groups[row]!) }),
  ...(weights && { weights: Float64Array.from(rows, (row) => weights[row]!) }),
});

/** An estimator answers what its target holds; else it is a fault of ours. */
function ofKind<Kind extends Predictions['kind']>(predictions: Predictions, kind: Kind): Predictions & { kind: Kind } {
  if (predictions.kind !== kind) throw new TypeError(`${predictions.kind} predicted where the target holds ${kind}`);
  return predictions as Predictions & { kind: Kind };
}
