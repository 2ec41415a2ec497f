import type { Trained } from '../../backends/device.js';
import { predictionsOf } from '../../estimators/predictions.js';
import { estimatorOf } from '../../estimators/registry.js';
import type { Fold } from '../../estimators/splits.js';
import { LESS_IS_BETTER } from '../../methods/evaluation/metric-names.js';
import { fiveByTwo } from '../../numerics/hypotheses/five-by-two.js';
import { compareResampled } from '../../numerics/hypotheses/resampled-t.js';
import { correctedResampledT } from '../../numerics/intervals.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { trainedOn } from '../trained-on.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { foldsOfSubject } from './folds-of-subject.js';
import type { SplitParameters } from './folds-of-subject.js';
import { valuesOf } from './held-out.js';
import { trainingRowsOf } from './training-rows.js';
import type { TrainingRows } from './training-rows.js';

export interface EstimatorComparisonParameters {
  readonly estimator: { readonly type: string; readonly with: Readonly<Record<string, unknown>> } | null;
  readonly metric: string | null;
  readonly design: 'resampled' | 'five-by-two';
  readonly folds: number;
  readonly repeats: number;
}

const p = (en: string, zh: string): OutputSpec => ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } });

const outputs = {
  gain: {
    type: 'number',
    unit: '1',
    range: [null, null],
    title: {
      en: 'By how much the metric of the subject’s estimator is better than the other’s (below 0: worse)',
      zh: '本训练过程的指标优于另一训练过程的幅度（小于 0 表示更差）',
    },
  },
  correctedP: p(
    'p of the corrected resampled t-test that both are equally good (two-sided)',
    '两者同样好的修正重采样 t 检验 p 值（双侧）',
  ),
  dietterichP: p('p of Dietterich’s 5×2cv t-test (two-sided)', 'Dietterich 5×2 交叉验证 t 检验 p 值（双侧）'),
  alpaydinP: p('p of Alpaydin’s combined 5×2cv F-test', 'Alpaydin 5×2 交叉验证联合 F 检验 p 值'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const estimatorComparison = definePlugin<EstimatorComparisonParameters>({
  id: 'evaluation/estimator-comparison',
  version: '1.0.0',
  title: { en: 'The training procedure beside another on the same folds', zh: '在相同折上与另一训练过程的比较' },
  about: 'procedure',
  needs: ['estimator', 'data', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

interface Pair {
  readonly fold: Fold;
  /** The metric of the subject's estimator and of the other one. */
  readonly own: number;
  readonly other: number;
  /** Own less other, or other less own where less is better. */
  readonly gain: number;
}

async function measure(context: MeasureContext<EstimatorComparisonParameters>): Promise<MeasureResult> {
  const { subject, params } = context;
  if (subject.estimator === undefined) return without(unmeasured('missing-input', 'the subject has no estimator'));
  if (params.estimator === null) {
    return without(unmeasured('missing-input', 'estimator names none to compare with'));
  }
  const rows = await trainingRowsOf(subject);
  if ('unmeasured' in rows) return without(rows);
  const metric = params.metric ?? (rows.target.kind === 'classes' ? 'accuracy' : 'mae');
  let how: Trained | undefined;
  const pairs = await pairsOf(rows, metric, [subject.estimator, params.estimator], context, (by) => (how = by));
  if ('unmeasured' in pairs) return without(pairs);
  const { backend, details = [] } = trainedOn(how, context.device);
  return {
    outputs: params.design === 'five-by-two' ? fiveByTwoOutputs(pairs, rows) : resampledOutputs(pairs, rows),
    details: [...(params.design === 'resampled' ? [testsTable(pairs)] : []), foldsTable(pairs, metric), ...details],
    ...(backend !== undefined && { backend }),
  };
}

const without = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});

type Given = NonNullable<EstimatorComparisonParameters['estimator']>;

/** Both estimators trained on the same folds. */
async function pairsOf(
  rows: TrainingRows,
  metric: string,
  given: readonly [Given, Given],
  { subject, params, rng, signal, progress, device }: MeasureContext<EstimatorComparisonParameters>,
  trained: (how: Trained) => void,
): Promise<readonly Pair[] | Unmeasured> {
  const { table, target, weights } = rows;
  const [folds, repeats] = params.design === 'five-by-two' ? [2, 5] : [params.folds, params.repeats];
  const split: SplitParameters = {
    type: 'stratified-k-fold',
    folds,
    repeats,
    shuffle: true,
    testSize: 0.25,
    column: null,
  };
  const trainings = Array.from({ length: repeats }, (_, repeat) =>
    foldsOfSubject(rows, split, rng(`split ${repeat}`)),
  ).flat();
  const data = { features: subject.features(table), target, ...(weights && { weights }) };
  const values: number[][] = [];
  for (const [place, one] of given.entries()) {
    const estimator = await estimatorOf(one, target.kind);
    const answers = await predictionsOf(estimator, data, trainings, {
      rng: (stream) => rng(`training ${place} ${stream}`),
      pause: () => checkpoint(signal),
      progress: (done, total) => progress(place * total + done, given.length * total),
      signal,
      device,
      trained,
    });
    values.push(
      answers.map((predictions, index) => {
        const held = { rows: trainings[index]!.test, predictions };
        return valuesOf(held, rows, 15)[metric] ?? Number.NaN;
      }),
    );
  }
  const sign = LESS_IS_BETTER.has(metric) ? -1 : 1;
  const pairs = trainings.map((fold, index): Pair => {
    const [own, other] = [values[0]![index]!, values[1]![index]!];
    return { fold, own, other, gain: sign * (own - other) };
  });
  const absent = pairs.filter(({ gain }) => !Number.isFinite(gain)).length;
  return absent === 0
    ? pairs
    : unmeasured('out-of-domain', `${metric} has no value on ${absent} of ${pairs.length} folds`);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The gain as estimate ± scale·T(df); procedures that never differ give no error to judge by. */
function gainOf(mean: number, scale: number, df: number, rows: TrainingRows): Output {
  if (!(scale > 0)) {
    return unmeasured(
      'out-of-domain',
      'the difference is the same on every fold: nothing tells how far chance reaches',
    );
  }
  return {
    estimate: mean,
    unit: '1',
    n: rows.table.rowCount,
    uncertainty: { kind: 'student-t', scale, df },
    basis: 'observed',
    rows: rows.table.digest,
  };
}

/** Gains, and mean numbers of rows tested on and trained on, as the resampled t takes them. */
const resamplesOf = (pairs: readonly Pair[]): readonly [gains: readonly number[], test: number, train: number] => [
  pairs.map(({ gain }) => gain),
  meanOf(pairs.map(({ fold }) => fold.test.length)),
  meanOf(pairs.map(({ fold }) => fold.train.length)),
];

const twoSided = (oneSided: number): number => Math.min(1, 2 * Math.min(oneSided, 1 - oneSided));

function resampledOutputs(pairs: readonly Pair[], rows: TrainingRows): Record<keyof typeof outputs, Output> {
  const [gains, testRows, trainRows] = resamplesOf(pairs);
  const { mean, scale, df } = correctedResampledT(gains, testRows, trainRows);
  const { p: oneSided } = compareResampled(gains, testRows, trainRows);
  const other = unmeasured('unsupported', 'of the design five-by-two');
  return {
    gain: gainOf(mean, scale, df, rows),
    correctedP: exactFigure(twoSided(oneSided), '1'),
    dietterichP: other,
    alpaydinP: other,
  };
}

function fiveByTwoOutputs(pairs: readonly Pair[], rows: TrainingRows): Record<keyof typeof outputs, Output> {
  const { mean, scale, dietterich, alpaydin } = fiveByTwo(pairs.map(({ gain }) => gain));
  return {
    // The error of one of ten differences: on the safe side for their mean.
    gain: gainOf(mean, scale, 5, rows),
    correctedP: unmeasured('unsupported', 'of the design resampled'),
    dietterichP: exactFigure(dietterich.p, '1'),
    alpaydinP: exactFigure(alpaydin.p, '1'),
  };
}

/** A page shows no more; the figures rest on all. */
const MOST_ROWS = 500;

const foldsTable = (pairs: readonly Pair[], metric: string): Detail => ({
  type: 'table',
  id: 'folds',
  title: { en: 'By training', zh: '各次训练的结果' },
  columns: [{ name: 'training' }, { name: `${metric} own` }, { name: `${metric} other` }, { name: 'gain' }],
  rows: pairs.slice(0, MOST_ROWS).map(({ own, other, gain }, index) => [index + 1, own, other, gain]),
});

/** Beside the test that holds, what one that forgets that folds share their training rows would say. */
function testsTable(pairs: readonly Pair[]): Detail {
  const { t, p: corrected, naive } = compareResampled(...resamplesOf(pairs));
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    type: 'table',
    id: 'tests',
    title: { en: 'Tests that both are equally good (two-sided)', zh: '两者同样好的检验（双侧）' },
    columns: [{ name: 'test' }, { name: 't' }, { name: 'p' }],
    rows: [
      ['corrected resampled t', finite(t), twoSided(corrected)],
      ['t of independent folds (too bold)', finite(naive.t), twoSided(naive.p)],
    ],
  };
}
