import { estimatorOf } from '../../estimators/registry.js';
import type { Fold } from '../../estimators/splits.js';
import { resampledFigures } from '../../methods/evaluation/folds.js';
import { blocksInTime } from '../../methods/evaluation/time-blocks.js';
import { identity } from '../../numerics/permutation.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Detail } from '../detail.js';
import type { Figure, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasuredAll } from '../unmeasured.js';
import { foldTable } from './fold-table.js';
import type { FoldRecord } from './fold-table.js';
import { foldsOfSubject, groupsOfSplit } from './folds-of-subject.js';
import type { SplitParameters } from './folds-of-subject.js';
import { detailsOf, figuresOf, valuesOf } from './held-out.js';
import type { HeldOut } from './held-out.js';
import { CLASSIFICATION_OUTPUTS, REGRESSION_OUTPUTS } from './metric-outputs.js';
import { trainingRowsOf } from './training-rows.js';
import type { TrainingRows } from './training-rows.js';

export interface CrossValidationParameters {
  readonly split: SplitParameters;
  readonly draws: number;
  readonly bins: number;
}

const outputs = {
  ...CLASSIFICATION_OUTPUTS,
  ...REGRESSION_OUTPUTS,
  rows: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Rows that were held out once a repeat', zh: '每次重复中被留出的行数' },
  },
  trainings: {
    type: 'integer',
    unit: '1',
    range: [0, null],
    title: { en: 'Models trained: folds times repeats', zh: '训练的模型数（折数乘重复次数）' },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const crossValidation = definePlugin<CrossValidationParameters>({
  id: 'evaluation/cross-validation',
  version: '1.1.0',
  title: { en: 'Metrics of the training procedure by cross-validation', zh: '以交叉验证衡量训练过程的指标' },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<CrossValidationParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  if (subject.estimator === undefined) {
    return { outputs: unmeasuredAll(outputs, 'missing-input', 'the subject has no estimator') };
  }
  const rows = await trainingRowsOf(subject);
  if ('unmeasured' in rows) return { outputs: unmeasuredAll(outputs, rows.unmeasured, rows.detail) };
  const { table, target, weights } = rows;
  const estimator = await estimatorOf(subject.estimator, target.kind);
  const { split } = params;
  const repeats = Array.from({ length: split.repeats }, (_, repeat) =>
    foldsOfSubject(rows, split, rng(`split ${repeat}`)),
  );
  const trainings = repeats.flat();
  // A column that names folds or groups is of the design, not of the subject matter.
  const features = subject.features(table).filter(({ name }) => name !== split.column);
  let trained: { readonly backend: string; readonly refused?: readonly string[] } | undefined;
  const answers = await estimator.answers({ features, target, ...(weights && { weights }) }, trainings, {
    rng: (stream) => rng(`training ${stream}`),
    pause: () => checkpoint(signal),
    progress,
    trained: (how) => (trained = how),
  });
  const evaluated = evaluate(rows, repeats, answers, context);
  const [other, why] =
    target.kind === 'classes'
      ? ([REGRESSION_OUTPUTS, 'a metric of regressions; the target holds classes'] as const)
      : ([CLASSIFICATION_OUTPUTS, 'a metric of classifiers; the target holds numbers'] as const);
  return {
    outputs: {
      ...unmeasuredAll(other, 'unsupported', why),
      ...evaluated.figures,
      rows: exactFigure(evaluated.pooled.rows.length, '1'),
      trainings: exactFigure(trainings.length, '1'),
    },
    details: [
      foldTable(evaluated.records, target.kind),
      ...detailsOf(evaluated.pooled, rows, params.bins),
      ...refusals(trained?.refused),
    ],
    ...(trained && { backend: trained.backend }),
  };
}

const refusals = (refused: readonly string[] = []): readonly Detail[] =>
  refused.length === 0
    ? []
    : [
        {
          type: 'text',
          id: 'backends',
          title: { en: 'Backends that could not train it', zh: '无法训练该模型的后端' },
          text: refused.join('\n'),
        },
      ];

function evaluate(
  rows: TrainingRows,
  repeats: readonly (readonly Fold[])[],
  answers: readonly Float64Array[],
  { params: { split, bins, draws }, rng }: MeasureContext<CrossValidationParameters>,
): {
  readonly records: readonly FoldRecord[];
  readonly pooled: HeldOut;
  readonly figures: Readonly<Record<string, Figure | Unmeasured>>;
} {
  const first = repeats[0]!;
  const pooled = poolOf(rows, first, answers);
  const groups = split.type === 'time-series' ? (rows.groups ?? blocksOf(rows, pooled)) : groupsOfSplit(rows, split);
  const figures = figuresOf(
    pooled,
    { ...rows, ...(groups && { groups }) },
    { rng: rng(`rows:${rows.table.digest}`), rows: rows.table.digest, basis: 'observed', draws, bins },
  );
  const records = repeats.flatMap((folds, repeat) =>
    folds.map(({ train, test }, fold): FoldRecord => {
      const held = { rows: test, answers: answers[repeat * first.length + fold]! };
      return {
        repeat,
        fold,
        values: valuesOf(held, rows, bins),
        trainRows: train.length,
        testRows: test.length,
      };
    }),
  );
  // One training tells of no other: its figures are those of the rows that it was tested on.
  const alone = split.type === 'train-test' && records.length === 1;
  return { records, pooled, figures: alone ? figures : resampledFigures(records, figures) };
}

/** What the trainings of one repeat answered, in the order of the rows that they held out. */
function poolOf({ table, target }: TrainingRows, folds: readonly Fold[], answers: readonly Float64Array[]): HeldOut {
  const width = target.kind === 'classes' ? target.classes.length : 1;
  const all = new Float64Array(table.rowCount * width);
  const held = new Uint8Array(table.rowCount);
  folds.forEach(({ test }, fold) => {
    test.forEach((row, place) => {
      all.set(answers[fold]!.subarray(place * width, (place + 1) * width), row * width);
      held[row] = 1;
    });
  });
  const rows = identity(table.rowCount).filter((row) => held[row] === 1);
  if (rows.length === table.rowCount) return { rows, answers: all };
  const kept = new Float64Array(rows.length * width);
  rows.forEach((row, place) => kept.set(all.subarray(row * width, (row + 1) * width), place * width));
  return { rows, answers: kept };
}

/** Blocks of rows that are near in time, numbered for every row of the table. */
function blocksOf({ table }: TrainingRows, { rows }: HeldOut): Int32Array {
  const blocks = blocksInTime(rows.length);
  const all = new Int32Array(table.rowCount);
  rows.forEach((row, place) => (all[row] = blocks[place]!));
  return all;
}
