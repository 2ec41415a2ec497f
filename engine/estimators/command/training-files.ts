/** The files of one training: what the program reads, and what it must write. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeWorkingFolder } from '../../programs/working-folder.js';
import { writeCsv } from '../../subject/formats/csv-write.js';
import { readAnswers } from '../../subject/formats/answers.js';
import type { TrainerProgram } from '../../subject/estimator-spec.js';
import { selectRows } from '../../subject/table.js';
import type { Column } from '../../subject/table.js';
import type { Predictions } from '../../subject/view.js';
import type { TrainingData, TrainingTarget } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { Fold } from '../splits.js';

const SEPARATOR = ',';
const MAX_ANSWER_BYTES = 256 * 2 ** 20;

/** What the program reads on standard input: one JSON value a line, one line a training. See docs/trainers.md. */
export interface TrainRequest {
  readonly apiVersion: 'assay/v1';
  readonly kind: 'TrainRequest';
  /** 0…trainings−1. */
  readonly training: number;
  readonly trainings: number;
  readonly task: TrainerProgram['task'];
  /** Absolute paths: the rows to learn of, the rows to answer for, and where the answers are to be written. */
  readonly train: string;
  readonly test: string;
  readonly predictions: string;
  /** The features, in the order of the files. */
  readonly columns: readonly { readonly name: string; readonly type: Column['type'] }[];
  /** A column of `train` alone. */
  readonly target: {
    readonly column: string;
    /** In the order of the subject; empty for regression. */
    readonly classes: readonly string[];
    readonly positive?: string;
  };
  /** A column of `train` alone. */
  readonly weight?: string;
  /** 0…2³²−1; the only source of randomness. */
  readonly seed: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface TrainingFiles {
  readonly request: TrainRequest;
  /** Whether the program has written its answers. */
  answered(): boolean;
  /** Throws `EstimatorFault` where there are none, or they are unsound. */
  read(): Predictions;
  remove(): void;
}

export type RequestParts = Pick<TrainRequest, 'training' | 'trainings' | 'seed' | 'settings'>;

/** The truth of the test rows is in none of the files. */
export function writeTraining(
  { task, target: name, positive, weight }: TrainerProgram,
  { features, target, weights }: TrainingData,
  { train, test }: Fold,
  parts: RequestParts,
): TrainingFiles {
  const folder = makeWorkingFolder();
  const at = (file: string): string => join(folder, file);
  const withTruth = [
    ...features,
    truthColumn(name, target),
    ...(weight !== undefined && weights !== undefined ? [weightColumn(weight, weights)] : []),
  ];
  writeFileSync(at('train.csv'), csvOf(withTruth, train));
  writeFileSync(at('test.csv'), csvOf(features, test));
  const classes = target.kind === 'classes' ? target.classes : [];
  const answersPath = at('predictions.csv');
  const answered = (): boolean => statSync(answersPath, { throwIfNoEntry: false }) !== undefined;
  return {
    request: {
      apiVersion: 'assay/v1',
      kind: 'TrainRequest',
      task,
      train: at('train.csv'),
      test: at('test.csv'),
      predictions: answersPath,
      columns: features.map(({ name: column, type }) => ({ name: column, type })),
      target: { column: name, classes, ...(positive !== undefined && { positive }) },
      ...(weight !== undefined && weights !== undefined && { weight }),
      ...parts,
    },
    answered,
    read() {
      const size = statSync(answersPath, { throwIfNoEntry: false })?.size;
      if (size === undefined) throw new EstimatorFault('failed', 'the trainer has written no predictions.csv');
      if (size > MAX_ANSWER_BYTES) {
        throw new EstimatorFault(
          'failed',
          `the trainer’s predictions.csv has ${size} bytes; at most ${MAX_ANSWER_BYTES} are read`,
        );
      }
      const wanted = { classes, regression: target.kind === 'numbers', rows: test.length };
      const source = { bytes: readFileSync(answersPath), file: 'predictions.csv' };
      const { predictions, diagnostics } = readAnswers(source, SEPARATOR, wanted);
      if (predictions !== undefined) return predictions;
      const [fault] = diagnostics;
      const place = fault?.range === undefined ? '' : ` (line ${fault.range.line}, column ${fault.range.column})`;
      throw new EstimatorFault(
        'failed',
        `the trainer’s predictions.csv is unsound${place}: ${fault?.message ?? 'unreadable'}`,
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const csvOf = (columns: readonly Column[], rows: Int32Array): string =>
  writeCsv(selectRows({ rowCount: rows.length, columns, digest: '' }, rows).columns, rows.length, SEPARATOR);

const truthColumn = (name: string, target: TrainingTarget): Column =>
  target.kind === 'classes'
    ? { type: 'categorical', name, roles: [], levels: target.classes, codes: target.codes }
    : { type: 'numeric', name, roles: [], values: target.values };

const weightColumn = (name: string, values: Float64Array): Column => ({ type: 'numeric', name, roles: [], values });
