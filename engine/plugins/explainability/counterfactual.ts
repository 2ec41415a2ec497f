import { unseen } from '../../methods/evaluation/unseen.js';
import { nearestCounterfactual } from '../../methods/explainability/counterfactual.js';
import type { Counterfactual, Edits, Reply } from '../../methods/explainability/counterfactual.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import type { Column } from '../../subject/table.js';
import type { Model, SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { editableRows, editedTable, nearestRows, ownOf } from './edited-rows.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows } from './explained-rows.js';
import { foundMean } from './found-mean.js';
import type { Found } from './found-mean.js';
import { stackedRows } from './stacked-rows.js';

export interface CounterfactualParameters {
  readonly wanted: string;
  readonly immutable: readonly string[];
  readonly changeSensitive: boolean;
  readonly mostChanged: number;
  readonly candidates: number;
  readonly donors: number;
  readonly mostAsked: number;
  readonly trainingRows: number;
  readonly maxRows: number;
  readonly draws: number;
}

/** Cells of the rows that the model is asked for at once, and of the training rows that are kept. */
const MOST_CELLS = 2e6;
/** Rows in the table for people. */
const SHOWN_ROWS = 30;

const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  counterfactualShare: {
    type: 'number',
    unit: '1',
    range: [0, 1],
    title: {
      en: 'Share of the searched rows whose decision a change of few features flips: at least what was found',
      zh: '改变少数特征即可翻转决策的行所占份额（至少为搜索所得）',
    },
  },
  featuresChanged: {
    type: 'number',
    unit: '1',
    range: [1, null],
    title: {
      en: 'Mean number of features that the nearest change touches, of rows for which one was found: at most as found',
      zh: '最近改变所涉及的平均特征数（至多为搜索所得）',
    },
  },
  distance: {
    type: 'number',
    unit: '1',
    range: [0, null],
    title: {
      en: 'Mean distance of the nearest change (Gower’s, numbers by median absolute deviation) of such rows: at most as found',
      zh: '最近改变的平均距离（Gower 距离，数值按中位数绝对偏差缩放；至多为搜索所得）',
    },
  },
  actionableFeatures: count('Features that may change', '可改变的特征数'),
  searchedRows: count('Rows that were searched', '被搜索的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const counterfactual = definePlugin<CounterfactualParameters>({
  id: 'explainability/counterfactual',
  version: '1.0.0',
  title: { en: 'What would have to change for another decision', zh: '需作何改变才能得到另一决策' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<CounterfactualParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  await checkpoint(signal);
  const wanted = await wantedOf(subject, params);
  if ('unmeasured' in wanted) return all(wanted);
  const given = await searchedRows(wanted, context);
  if ('unmeasured' in given) return all(given);
  const { model, tables, numbers } = given;
  const training = tables.background.rowCount;
  const editable = editableRows(
    stackedRows(tables),
    training,
    fixedNames(tables.explained.columns, params),
    params.candidates,
  );
  const width = editable.stacked.columns.length;
  const labels = await labelsOf(model, editable.stacked, signal);
  if ('unmeasured' in labels) return all(labels);
  const found: (Counterfactual | undefined)[] = [];
  let evaluations = labels.length;
  for (let at = 0; at < numbers.length; at++) {
    const row = training + at;
    const current = labels[row]!;
    const own = ownOf(editable, row);
    const ask = async (edits: readonly Edits[]): Promise<readonly Reply[]> => {
      await checkpoint(signal);
      evaluations += edits.length;
      if (edits.length === 0) return [];
      return replies(model, await model.predict(editedTable(editable, row, edits), signal), wanted.label, current);
    };
    const isDonor = (other: number): boolean =>
      wanted.label === undefined ? labels[other]! !== current : labels[other] === wanted.label;
    const pool = Int32Array.from({ length: training }, (_, other) => other).filter(isDonor);
    const plan = {
      mostChanged: params.mostChanged,
      mostAsked: Math.max(10, Math.min(params.mostAsked, Math.floor(MOST_CELLS / width))),
      rng: rng(`row ${at}`),
    };
    const donors = nearestRows(editable, own, pool, params.donors);
    found.push(await nearestCounterfactual(own, editable.features, donors, ask, plan));
    progress(at + 1, numbers.length);
  }
  return {
    outputs: {
      ...figures(found, width, given, context),
      actionableFeatures: exactFigure(editable.places.length, '1'),
      searchedRows: exactFigure(numbers.length, '1'),
      modelEvaluations: exactFigure(evaluations, '1'),
    },
    details: details(found, editable.names, width, numbers),
    backend: model.backend,
  };
}

/** The wanted decision; none for any other than a row's own. */
async function wantedOf(
  subject: SubjectView,
  params: CounterfactualParameters,
): Promise<{ readonly label?: number; readonly model: Model } | Unmeasured> {
  const { wanted, immutable } = params;
  const model = await subject.model();
  const test = await subject.table('test');
  if (model === undefined) return unmeasured('missing-input', 'the subject has no model');
  if (test === undefined) return unmeasured('missing-input', 'the subject has no data.test');
  if (model.classes.length === 0) return unmeasured('unsupported', 'a regression decides nothing');
  if (!model.answersNewRows) {
    return unmeasured('unsupported', `a model of format ${model.format} answers no new rows`);
  }
  const features = subject.features(test);
  const unknown = immutable.find((name) => !features.some((feature) => feature.name === name));
  if (unknown !== undefined) return unmeasured('unsupported', `"${unknown}" of immutable is no feature`);
  const fixed = fixedNames(features, params);
  if (features.length > 0 && features.every(({ name }) => fixed.includes(name))) {
    return unmeasured('unsupported', 'all features are immutable');
  }
  if (wanted === 'auto') return { model };
  const label = model.classes.indexOf(wanted);
  return label === -1 ? unmeasured('unsupported', `"${wanted}" is none of the classes`) : { model, label };
}

const fixedNames = (
  columns: readonly Column[],
  { immutable, changeSensitive }: CounterfactualParameters,
): readonly string[] => [
  ...immutable,
  ...(changeSensitive ? [] : columns.filter(({ roles }) => roles.includes('sensitive')).map(({ name }) => name)),
];

/** Rows of `data.test` without the wanted decision, or a sample of them. */
async function searchedRows(
  { model, label }: { readonly model: Model; readonly label?: number },
  { subject, params, rng, signal }: MeasureContext<CounterfactualParameters>,
): Promise<ExplainedRows | Unmeasured> {
  const test = (await subject.table('test'))!;
  if (test.rowCount === 0) return unmeasured('out-of-domain', 'data.test has no rows');
  const decided = await subject.predictions('test');
  if (decided?.kind !== 'classes') return unmeasured('unsupported', 'the model answers numbers, not decisions');
  const open = Int32Array.from(decided.labels.keys()).filter((row) => {
    const own = decided.labels[row]!;
    return own >= 0 && own < model.classes.length && own !== label;
  });
  if (open.length === 0) return unmeasured('out-of-domain', 'every row of data.test has the wanted decision');
  const picked = sampleWithoutReplacement(open.length, params.maxRows, rng('searched rows')).sort();
  const features = subject.features(test).length;
  const given = await explainedRows(
    subject,
    {
      rows: Array.from(picked, (at) => open[at]! + 1),
      maxRows: params.maxRows,
      background: Math.min(params.trainingRows, Math.max(20, Math.floor(MOST_CELLS / Math.max(1, features)))),
      together: [],
      class: model.classes[0]!,
    },
    rng,
    signal,
  );
  if ('unmeasured' in given) return given;
  if (given.background !== 'train') return unmeasured('missing-input', 'data.train has no rows to take values from');
  return { ...given, rows: `${test.digest}:without ${params.wanted}:${params.maxRows}` };
}

async function labelsOf(model: Model, table: ReturnType<typeof stackedRows>, signal: AbortSignal) {
  const answers = await model.predict(table, signal);
  return answers.kind === 'classes' ? answers.labels : unmeasured('unsupported', 'the model answers numbers');
}

/** Without probabilities all rows that do not flip are as near. A row without an answer does not flip. */
function replies(
  { classes }: Model,
  answers: Awaited<ReturnType<Model['predict']>>,
  wanted: number | undefined,
  current: number,
): readonly Reply[] {
  if (answers.kind !== 'classes') throw new Error('a classifier answered numbers');
  const { labels, probabilities } = answers;
  return Array.from(labels, (label, row) => {
    const known = label >= 0 && label < classes.length;
    const flips = known && (wanted === undefined ? label !== current : label === wanted);
    const of = (index: number): number => probabilities?.[row * classes.length + index] ?? 0;
    return { flips, score: wanted === undefined ? -of(current) : of(wanted) };
  });
}

/** A search can miss: the share is at least, number and distance are at most what it found. */
function figures(
  found: readonly (Counterfactual | undefined)[],
  width: number,
  { units, rows, model }: ExplainedRows,
  { params, rng }: MeasureContext<CounterfactualParameters>,
): Readonly<Record<string, Output>> {
  const column = (of: (one: Counterfactual) => number): Float64Array =>
    Float64Array.from(found, (one) => (one === undefined ? Number.NaN : of(one)));
  const mean = (one: Found): Output =>
    foundMean(one, units, { rng: rng(`rows:${rows}`), draws: params.draws, basis: model.basis, rows });
  const filled = (value: number): Float64Array => new Float64Array(found.length).fill(value);
  const flips = Float64Array.from(found, (one) => (one === undefined ? 0 : 1));
  const changed = column(({ edits }) => edits.size);
  const distances = column(({ distance }) => distance / width);
  const known = distances.filter((distance) => !Number.isNaN(distance));
  const farthest = known.length === 0 ? 0 : unseen(known).highest;
  return {
    counterfactualShare: mean({ values: flips, lowest: flips, highest: filled(1), range: [0, 1] }),
    featuresChanged: mean({ values: changed, lowest: filled(1), highest: changed, range: [1, params.mostChanged] }),
    distance: mean({ values: distances, lowest: filled(0), highest: distances, range: [0, farthest] }),
  };
}

/** Row numbers and names of features, never their values. */
function details(
  found: readonly (Counterfactual | undefined)[],
  names: readonly string[],
  width: number,
  numbers: Int32Array,
): readonly Detail[] {
  const counts = new Int32Array(names.length);
  for (const one of found) for (const place of one?.edits.keys() ?? []) counts[place]!++;
  const bars = names
    .map((name, place) => ({ name, value: counts[place]! }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  return [
    ...(bars.length === 0
      ? []
      : [
          {
            type: 'bars',
            id: 'changed',
            title: { en: 'Rows whose nearest change touches a feature', zh: '最近改变涉及某特征的行数' },
            bars,
          } as const,
        ]),
    {
      type: 'table',
      id: 'changes',
      title: { en: 'The nearest change of each row', zh: '每行的最近改变' },
      columns: [{ name: 'row' }, { name: 'features that change' }, { name: 'distance' }],
      rows: [...found]
        .slice(0, SHOWN_ROWS)
        .map((one, at) => [
          numbers[at]!,
          one === undefined ? 'none found' : [...one.edits.keys()].map((place) => names[place]!).join(', '),
          one === undefined ? null : one.distance / width,
        ]),
    },
  ];
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
