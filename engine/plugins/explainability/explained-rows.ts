import { unitsOf } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import { take } from '../../methods/evaluation/evidence.js';
import { identity, sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { selectRows } from '../../subject/table.js';
import type { Table } from '../../subject/table.js';
import type { Model, SubjectView } from '../../subject/view.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { groupsFault, playersOf } from './explained-model.js';
import type { MixedTables } from './explained-model.js';

export interface RowsRequest {
  /** Numbers of rows of `data.test`, 1 the first; empty: a sample of `maxRows`. */
  readonly rows: readonly number[];
  readonly maxRows: number;
  /** Rows of the training data (without any, of the test data) that absent features are drawn from. */
  readonly background: number;
  /** Columns that move together. */
  readonly together: readonly (readonly string[])[];
  /** `auto`: the positive class, else the class that the model gives the row; or a class by name. */
  readonly class: string;
  /** Only rows that the model gives this class, such as those that were refused. */
  readonly decided?: string | null;
}

/** Which rows are explained, against what, and of which class. */
export interface ExplainedRows {
  readonly model: Model;
  readonly tables: MixedTables;
  /** Numbers of the explained rows in `data.test`, 1 the first. */
  readonly numbers: Int32Array;
  readonly classes?: Int32Array;
  readonly units: Units;
  /** Names these rows, for `Figure.rows`. */
  readonly rows: string;
  readonly background: 'train' | 'test';
}

/** The rows of a request, or why they cannot be explained. */
export async function explainedRows(
  subject: SubjectView,
  request: RowsRequest,
  rng: (stream: string) => Rng,
  signal: AbortSignal,
): Promise<ExplainedRows | Unmeasured> {
  const model = await subject.model();
  const test = await subject.table('test');
  if (model === undefined) return unmeasured('missing-input', 'the subject has no model');
  if (test === undefined) return unmeasured('missing-input', 'the subject has no data.test');
  if (!model.answersNewRows) {
    return unmeasured('unsupported', `a model of format ${model.format} answers no new rows`);
  }
  const features = subject.features(test);
  if (features.length === 0) return unmeasured('missing-input', 'no column is a feature');
  const fault = groupsFault(features, request.together);
  if (fault !== undefined) return fault;
  if (test.rowCount === 0) return unmeasured('out-of-domain', 'data.test has no rows');
  const beyond = request.rows.find((number) => number > test.rowCount);
  if (beyond !== undefined) {
    return unmeasured('out-of-domain', `row ${beyond} is asked for, data.test has ${test.rowCount}`);
  }

  const pool = await poolOf(model, test, request, signal);
  if ('unmeasured' in pool) return pool;
  const isWhole = request.rows.length === 0 && pool.length === test.rowCount && pool.length <= request.maxRows;
  const picked =
    request.rows.length > 0
      ? pool
      : sampleWithoutReplacement(pool.length, request.maxRows, rng('rows'))
          .sort()
          .map((at) => pool[at]!);
  const train = (await subject.table('train')) ?? test;
  const source = train.rowCount > 0 ? train : test;
  const background = sampleWithoutReplacement(source.rowCount, request.background, rng('background')).sort();
  const explained = selectRows(test, picked);
  const classes = await classesOf(model, explained, subject, request.class, signal);
  if (classes !== undefined && 'unmeasured' in classes) return classes;
  const groups = await subject.groups('test');
  const weights = await subject.weights('test');
  return {
    model,
    tables: {
      explained,
      background: selectRows(source, background),
      players: playersOf(features, request.together),
    },
    numbers: picked.map((row) => row + 1),
    ...(classes && { classes }),
    units: unitsOf(picked.length, groups && take(groups, picked), weights && take(weights, picked)),
    rows: isWhole ? test.digest : [test.digest, ...asked(request)].join(':'),
    background: source === test ? 'test' : 'train',
  };
}

/** What tells the picked rows from those of other requests. */
function asked({ rows, maxRows, decided }: RowsRequest): readonly (string | number)[] {
  return [rows.length > 0 ? rows.join() : maxRows, ...(decided ? [decided] : [])];
}

/** The rows that may be explained: all, or those asked for; of these the ones that the model gives the class asked for. */
async function poolOf(
  model: Model,
  test: Table,
  { rows, decided = null }: RowsRequest,
  signal: AbortSignal,
): Promise<Int32Array | Unmeasured> {
  const pool = rows.length > 0 ? Int32Array.from(rows, (number) => number - 1) : identity(test.rowCount);
  if (decided === null) return pool;
  const index = model.classes.indexOf(decided);
  if (index === -1) return unmeasured('unsupported', `"${decided}" is none of the model’s classes`);
  const predictions = await model.predict(selectRows(test, pool), signal);
  if (predictions.kind !== 'classes') return unmeasured('unsupported', 'the model answers numbers, and no classes');
  const kept = pool.filter((_, at) => predictions.labels[at] === index);
  return kept.length > 0 ? kept : unmeasured('out-of-domain', `the model gives no row the class "${decided}"`);
}

async function classesOf(
  model: Model,
  explained: Table,
  subject: SubjectView,
  asked: string,
  signal: AbortSignal,
): Promise<Int32Array | Unmeasured | undefined> {
  if (model.classes.length === 0) {
    return asked === 'auto' ? undefined : unmeasured('unsupported', 'a regression has no classes');
  }
  const target = await subject.target('test');
  const positive = target?.kind === 'classes' ? target.positive : undefined;
  const index = asked === 'auto' ? positive : model.classes.indexOf(asked);
  if (index === -1) return unmeasured('unsupported', `"${asked}" is none of the classes`);
  if (index !== undefined) return new Int32Array(explained.rowCount).fill(index);
  const predictions = await model.predict(explained, signal);
  return predictions.kind === 'classes'
    ? predictions.labels
    : unmeasured('unsupported', 'the model answers numbers, and the target holds classes');
}
