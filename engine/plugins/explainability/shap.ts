import type { Attribution } from '../../methods/explainability/attribution.js';
import { meanBoxes } from '../../methods/evaluation/mean-boxes.js';
import { deviation } from '../../numerics/deviation.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Fact, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attribute } from './attribute.js';
import type { ShapRequest } from './attribute.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows, RowsRequest } from './explained-rows.js';
import { valuesOf } from './explained-model.js';
import { importanceDetails, importanceOutputs } from './importance-outputs.js';
import type { Importance } from './importance-outputs.js';

export interface ShapParameters extends ShapRequest, RowsRequest {
  readonly draws: number;
  readonly usefulShare: number;
}

/** Fewer independent rows do not tell the spread of a mean of absolute values: docs/calibration-importance.md. */
const FEWEST_UNITS = 50;
/** Rows asked for by number are drawn one by one, up to so many. */
const DRAWN_ROWS = 20;

const share = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;
const positive = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const MEAN_ABSOLUTE = { en: 'Mean absolute Shapley value', zh: '平均绝对沙普利值' };

const outputs = {
  method: {
    type: 'enum',
    values: [
      'linear',
      'interventional-tree',
      'path-dependent-tree',
      'path-dependent-tree-recounted',
      'enumeration',
      'kernel',
      'permutation',
    ],
    title: { en: 'Method of the attribution', zh: '归因方法' },
  },
  exact: { type: 'boolean', title: { en: 'Exact for its value function', zh: '对其价值函数是精确的' } },
  scale: {
    type: 'enum',
    values: ['probability', 'margin', 'prediction', 'decision'],
    title: { en: 'Scale of what is explained', zh: '被解释量的尺度' },
  },
  additivityResidual: positive(
    'Largest gap between the model’s value and the sum of its attribution, over the spread of the values',
    '模型值与归因之和的最大差距（相对于值的离散程度）',
  ),
  samplingError: positive(
    'Largest standard error of a value from sampling, over the spread of the values',
    '抽样造成的最大标准误（相对于值的离散程度）',
  ),
  maxShare: share('Share of the attribution on the most important feature', '最重要特征所占的归因份额'),
  top3Share: share('Share of the attribution on the three most important features', '前三个重要特征所占的归因份额'),
  sensitiveShare: share('Share of the attribution on sensitive features', '敏感特征所占的归因份额'),
  usefulFeatures: count('Features with at least the useful share of the attribution', '归因份额达到有用水平的特征数'),
  featureCount: count('Features of the model', '模型的特征数'),
  explainedRows: count('Rows that were explained', '被解释的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
  features: {
    type: 'list',
    title: { en: 'Features, in the order of the data', zh: '各特征（按数据中的顺序）' },
    items: {
      importance: { ...positive(MEAN_ABSOLUTE.en, MEAN_ABSOLUTE.zh), range: [null, null] },
      share: share('Share of the attribution', '归因份额'),
      sensitive: { type: 'boolean', title: { en: 'Has the role sensitive', zh: '是否为敏感特征' } },
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const shap = definePlugin<ShapParameters>({
  id: 'explainability/shap',
  version: '1.1.0',
  title: { en: 'What each feature adds to an answer (Shapley values)', zh: '每个特征对答案的贡献（沙普利值）' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  reads: ['data.train'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<ShapParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const given = await explainedRows(subject, params, rng, signal);
  if ('unmeasured' in given) return all(given);
  const training = (await subject.table('train')) ?? undefined;
  const found = await attribute(given.model, given.tables, given.classes, params, {
    rng,
    signal,
    progress,
    training,
  });
  if ('unsupported' in found) return all(unmeasured('unsupported', found.unsupported));
  if (!found.values.every(Number.isFinite) || !found.base.every(Number.isFinite)) {
    return all(unmeasured('out-of-domain', 'a Shapley value is not finite: the data hold infinite or huge numbers'));
  }
  const spread =
    deviation(found.predictions) || found.predictions.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const { basis } = given.model;
  const fact = (value: string | boolean): Fact => ({ value, basis });
  const importances = importancesOf(found, given, context);
  return {
    outputs: {
      method: fact(found.method),
      exact: fact(found.exact),
      scale: fact(found.scale),
      additivityResidual: exactFigure((await largestGap(found, given, signal)) / spread, '1', basis),
      samplingError: exactFigure(
        (found.errors ?? new Float64Array()).reduce((most, error) => Math.max(most, error), 0) / spread,
        '1',
        basis,
      ),
      ...(importances === undefined ? few(given) : sharesOf(importances, given, params)),
      featureCount: exactFigure(found.players.length, '1'),
      explainedRows: exactFigure(found.rows, '1'),
      modelEvaluations: exactFigure(found.evaluations, '1'),
    },
    details: [
      ...(importances === undefined
        ? [meanBars(found)]
        : importanceDetails(importances, given.units.count, MEAN_ABSOLUTE)),
      ...(params.rows.length > 0 ? waterfalls(found, given.numbers) : []),
    ],
    backend: given.model.backend,
  };
}

/** Mean absolute values, and the same draw by draw; `undefined` where the rows are too few to tell their spread. */
function importancesOf(
  { players, values, rows }: Attribution,
  { units, tables, rows: name }: ExplainedRows,
  { params, rng }: MeasureContext<ShapParameters>,
): readonly Importance[] | undefined {
  if (units.count < FEWEST_UNITS) return undefined;
  const columns = players.map((_, player) => {
    const own = Float64Array.from({ length: rows }, (_row, row) => Math.abs(values[row * players.length + player]!));
    return { values: own, lowest: 0, highest: own.reduce((most, value) => Math.max(most, value), 0) };
  });
  const boxes = meanBoxes(columns, units, { rng: rng(`rows:${name}`), draws: params.draws, extras: 2 });
  const total = units.weights.reduce((sum, weight) => sum + weight, 0);
  const sensitive = new Set(
    tables.explained.columns.filter(({ roles }) => roles.includes('sensitive')).map((column) => column.name),
  );
  return players.map((player, at) => ({
    name: player,
    sensitive: tables.players.get(player)!.some((column) => sensitive.has(column)),
    estimate: columns[at]!.values.reduce((sum, value, row) => sum + value * units.weights[row]!, 0) / total,
    draws: boxes[at]!.plain,
  }));
}

const sharesOf = (
  importances: readonly Importance[],
  { units, rows, model, tables }: ExplainedRows,
  { usefulShare }: ShapParameters,
): Readonly<Record<string, Output>> =>
  importanceOutputs(importances, {
    n: units.count,
    rows,
    basis: model.basis,
    usefulShare,
    knowsSensitive: tables.explained.columns.some(({ roles }) => roles.includes('sensitive')),
  });

const few = ({ units }: ExplainedRows): Readonly<Record<string, Unmeasured>> => {
  const why = unmeasured('out-of-domain', `${units.count} ${units.name} are explained, ${FEWEST_UNITS} are needed`);
  return { maxShare: why, top3Share: why, sensitiveShare: why, usefulFeatures: why, features: why };
};

/** Against the model's own answers, but for a margin, which they do not show. */
async function largestGap(
  { players, rows, values, base, predictions, scale }: Attribution,
  { model, tables, classes }: ExplainedRows,
  signal: AbortSignal,
): Promise<number> {
  let wanted: (row: number) => number = (row) => predictions[row]!;
  if (scale !== 'margin') {
    const answers = await model.predict(tables.explained, signal);
    const byClass = new Map<number, Float64Array>();
    wanted = (row) => {
      const index = classes?.[row];
      const key = index ?? -1;
      if (!byClass.has(key))
        byClass.set(key, valuesOf(answers, { ...(index !== undefined && { class: index }), scale }));
      return byClass.get(key)![row]!;
    };
  }
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    let sum = base[row]!;
    for (let player = 0; player < players.length; player++) sum += values[row * players.length + player]!;
    largest = Math.max(largest, Math.abs(sum - wanted(row)));
  }
  return largest;
}

function meanBars({ players, rows, values }: Attribution): Detail {
  const means = players.map((name, player) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += Math.abs(values[row * players.length + player]!);
    return { name, value: sum / rows };
  });
  return {
    type: 'bars',
    id: 'importances',
    title: MEAN_ABSOLUTE,
    bars: means.sort((a, b) => b.value - a.value),
  };
}

/** One table a row: from the base, feature by feature, the largest first, to the model's value. */
const waterfalls = (
  { players, values, errors, base, predictions }: Attribution,
  numbers: Int32Array,
): readonly Detail[] =>
  [...numbers].slice(0, DRAWN_ROWS).map((number, row) => {
    const of = (player: number): number => values[row * players.length + player]!;
    const order = players.map((_, player) => player).sort((a, b) => Math.abs(of(b)) - Math.abs(of(a)) || a - b);
    let reached = base[row]!;
    const steps = order.map((player) => {
      reached += of(player);
      const error = errors?.[row * players.length + player];
      return [players[player]!, of(player), ...(errors ? [error!] : []), reached];
    });
    return {
      type: 'table',
      id: `row-${number}`,
      title: { en: `How row ${number} gets its value`, zh: `第 ${number} 行的值如何得出` },
      columns: [
        { name: 'feature' },
        { name: 'adds' },
        ...(errors ? [{ name: 'standard error' }] : []),
        { name: 'value so far' },
      ],
      rows: [
        ['without any feature', null, ...(errors ? [null] : []), base[row]!],
        ...steps,
        ['the model', null, ...(errors ? [null] : []), predictions[row]!],
      ],
    } as const;
  });

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
