import type { ClassificationEvidence } from '../methods/evaluation/evidence.js';
import { knownRows, take } from '../methods/evaluation/evidence.js';
import { tooSmall, unitsOf } from '../methods/evaluation/units.js';
import type { Units } from '../methods/evaluation/units.js';
import type { Table } from '../subject/table.js';
import type { Model, ModelRole, Predictions, SubjectView, Target } from '../subject/view.js';
import type { Unmeasured } from './figure.js';
import { unmeasured } from './unmeasured.js';

export interface AnsweredRows {
  readonly table: Table;
  readonly model: Model;
  /** The rows of the table that count: of known truth and positive weight. All arrays below have one entry a such row. */
  readonly rows: Int32Array;
  readonly units: Units;
  readonly groups?: Int32Array;
}

export interface AnsweredClasses extends AnsweredRows {
  readonly kind: 'classes';
  readonly classes: readonly string[];
  /** −1 where the task has none. */
  readonly positive: number;
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  /** Row-major, rows × classes, each in [0, 1]. */
  readonly probabilities?: Float64Array;
}

export interface AnsweredNumbers extends AnsweredRows {
  readonly kind: 'numbers';
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
}

export type AnsweredPart = AnsweredClasses | AnsweredNumbers;

/** A part of the data beside what the model answers for it, or why it cannot be had. */
export async function answeredPart(
  subject: SubjectView,
  part: 'train' | 'test',
  of: ModelRole = 'model',
): Promise<AnsweredPart | Unmeasured> {
  const table = await subject.table(part);
  const target = await subject.target(part);
  if (table === undefined || target === undefined) {
    return unmeasured('missing-input', `the subject has no data.${part} with its target`);
  }
  const model = await subject.model(of);
  if (model === undefined) return unmeasured('missing-input', `the subject has no ${of}`);
  if (part === 'train' && !model.answersNewRows) {
    return unmeasured('unsupported', `the ${of} answers for the rows of data.test alone`);
  }
  const answers = await subject.predictions(part, of);
  if (answers === undefined) return unmeasured('missing-input', `the subject has no ${of}`);
  const groups = await subject.groups(part);
  const weights = await subject.weights(part);
  const known = (row: number): boolean =>
    target.kind === 'classes' ? target.codes[row]! >= 0 : !Number.isNaN(target.values[row]!);
  const rows = knownRows(known, table.rowCount, weights);
  if (rows.length === 0) return unmeasured('out-of-domain', 'no row has a known truth');
  const taken = groups && rows.map((row) => groups[row]!);
  const units = unitsOf(rows.length, taken, weights && take(weights, rows));
  return besideAnswers({ table, model, rows, units, ...(taken && { groups: taken }) }, target, answers);
}

/** Some rows beside what the model answers: `target` and `answers` are of all rows of the table. */
export function besideAnswers(common: AnsweredRows, target: Target, answers: Predictions): AnsweredPart | Unmeasured {
  const { rows } = common;
  if (target.kind === 'numbers' && answers.kind === 'numbers') {
    const truth = take(target.values, rows);
    const predicted = take(answers.values, rows);
    const stray = rows.find((_, i) => !Number.isFinite(truth[i]!) || !Number.isFinite(predicted[i]!));
    if (stray !== undefined) return unmeasured('failed', `row ${stray + 1}: truth or prediction is no finite number`);
    return { ...common, kind: 'numbers', truth, predicted };
  }
  if (target.kind !== 'classes' || answers.kind !== 'classes') {
    return unmeasured('unsupported', `the target holds ${target.kind} and the model answers ${answers.kind}`);
  }
  const { classes, positive = -1 } = target;
  const predicted = rows.map((row) => answers.labels[row]!);
  const stray = predicted.findIndex((code) => !(code >= 0 && code < classes.length));
  if (stray >= 0) {
    return unmeasured('failed', `row ${rows[stray]! + 1}: the prediction is none of the ${classes.length} classes`);
  }
  const probabilities = answers.probabilities && take(answers.probabilities, rows, classes.length);
  const bad = probabilities?.findIndex((value) => !(value >= -1e-6 && value <= 1 + 1e-6)) ?? -1;
  if (bad >= 0) {
    const row = rows[Math.floor(bad / classes.length)]! + 1;
    return unmeasured('failed', `row ${row}: ${probabilities![bad]} is no probability`);
  }
  return {
    ...common,
    kind: 'classes',
    classes,
    positive,
    truth: rows.map((row) => target.codes[row]!),
    predicted,
    ...(probabilities && { probabilities }),
  };
}

/** As `answeredPart`, where it has units enough to be resampled. */
export async function resamplablePart(
  subject: SubjectView,
  name: 'train' | 'test',
): Promise<AnsweredPart | Unmeasured> {
  const part = await answeredPart(subject, name);
  if ('unmeasured' in part) return part;
  const small = tooSmall(part.units);
  return small === undefined ? part : unmeasured('out-of-domain', `data.${name}: ${small}`);
}

/** The rows as evidence for the metrics of a classifier. */
export const evidenceOfPart = (part: AnsweredClasses): ClassificationEvidence => ({
  truth: part.truth,
  predicted: part.predicted,
  classes: part.classes.length,
  ...(part.positive >= 0 && { positive: part.positive }),
  ...(part.probabilities && { probabilities: part.probabilities }),
  ...(part.groups && { groups: part.groups }),
  ...(part.units.weighted && { weights: part.units.weights }),
});
