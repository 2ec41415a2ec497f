import type { Attribution } from '../../methods/explainability/attribution.js';
import { complexity, sparseness } from '../../methods/explainability/quality/concentration.js';
import { curveAreas, removalCurves } from '../../methods/explainability/quality/removal-curves.js';
import type { CurveAreas, RemovalCurves } from '../../methods/explainability/quality/removal-curves.js';
import {
  faithfulnessCorrelation,
  infidelity,
  removals,
  removalSubsets,
} from '../../methods/explainability/quality/removal.js';
import { ModelFault } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import { exactFigure } from '../exact-figure.js';
import type { Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { attributed, withItsValues } from './attributed.js';
import type { AttributionRequest, CountedModel } from './attributed.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows, RowsRequest } from './explained-rows.js';
import { rowMean } from './row-mean.js';

export interface QualityParameters extends AttributionRequest, RowsRequest {
  readonly subsets: number;
  readonly subsetSize: number | null;
  readonly steps: number;
  readonly orders: number;
  readonly draws: number;
}

const mean = (en: string, zh: string, range: readonly [number, number | null] = [0, 1]) =>
  ({ type: 'number', unit: '1', range, title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  faithfulnessCorrelation: mean(
    'Mean correlation between what the attribution says of removed features and what the value loses',
    '归因所示的移除影响与实际损失之间的平均相关',
    [-1, 1],
  ),
  infidelity: mean(
    'Mean share of the value’s losses by removal that the attribution does not foretell',
    '归因未能预示的移除损失的平均占比（不忠实度）',
  ),
  deletionArea: mean('Mean area below the deletion curve', '删除曲线下的平均面积'),
  deletionGain: mean(
    'Mean area of deletion that random orders have above the attribution’s',
    '随机顺序的删除面积高出归因顺序的平均值',
    [-1, 1],
  ),
  insertionArea: mean('Mean area below the insertion curve', '插入曲线下的平均面积'),
  insertionGain: mean(
    'Mean area of insertion that the attribution’s order has above random ones',
    '归因顺序的插入面积高出随机顺序的平均值',
    [-1, 1],
  ),
  sparseness: mean('Mean Gini index of the attribution', '归因的平均基尼系数（稀疏度）'),
  complexity: mean('Mean entropy of the attribution, in nats', '归因的平均熵（奈特）', [0, null]),
  additivityResidual: mean(
    'Largest gap between the model’s value and the sum of its attribution, over the spread of the values',
    '模型值与归因之和的最大差距（相对于值的离散程度）',
    [0, null],
  ),
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
      'lime',
      'occlusion',
    ],
    title: { en: 'Method of the attribution', zh: '归因方法' },
  },
  scale: {
    type: 'enum',
    values: ['probability', 'margin', 'prediction', 'decision'],
    title: { en: 'Scale of what is explained', zh: '被解释量的尺度' },
  },
  explainedRows: count('Rows that were explained', '被解释的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const quality = definePlugin<QualityParameters>({
  id: 'explainability/quality',
  version: '1.1.0',
  title: { en: 'How faithful and how simple an explanation is', zh: '解释的忠实程度与简洁程度' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** What removal tells of one row. */
interface RowRemoval {
  readonly faithfulness: number;
  readonly infidelity: number;
  readonly areas: CurveAreas;
  readonly curves: RemovalCurves;
}

async function measure(context: MeasureContext<QualityParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal } = context;
  const given = await explainedRows(subject, params, rng, signal);
  if ('unmeasured' in given) return all(given);
  const training = await subject.table('train');
  const found = await attributed(given, params, { rng, signal, progress: () => {}, training });
  if ('unsupported' in found) return all(unmeasured('unsupported', found.unsupported));
  return withItsValues(given, found, signal, async (explained) => {
    const removed = await byRemoval(explained, found, context);
    const { basis } = given.model;
    return {
      outputs: {
        ...('unmeasured' in removed ? unmeasuredRemovals(removed) : removalFigures(removed, given, context)),
        ...concentration(found, given, context),
        additivityResidual: residual(found, given),
        method: { value: found.method, basis },
        scale: { value: found.scale, basis },
        explainedRows: exactFigure(found.rows, '1'),
        modelEvaluations: exactFigure(found.evaluations + explained.asked(), '1'),
      },
      details: 'unmeasured' in removed ? [] : curveDetails(removed),
      backend: given.model.backend,
    };
  });
}

/** Row by row; a fault of the model on a mixed row costs what rests on removal, and nothing else. */
async function byRemoval(
  explained: CountedModel,
  { values, predictions, players }: Attribution,
  { params, rng, signal, progress }: MeasureContext<QualityParameters>,
): Promise<readonly RowRemoval[] | Unmeasured> {
  const width = players.length;
  const rows: RowRemoval[] = [];
  try {
    for (let row = 0; row < predictions.length; row++) {
      await checkpoint(signal);
      const attribution = values.subarray(row * width, (row + 1) * width);
      const subsets = removalSubsets(width, params.subsets, params.subsetSize, rng(`subsets ${row}`));
      const removed = await removals(explained, row, { attribution, prediction: predictions[row]! }, subsets);
      const plan = { steps: params.steps, orders: params.orders, rng: rng(`orders ${row}`) };
      const curves = await removalCurves(explained, row, attribution, plan);
      rows.push({
        faithfulness: faithfulnessCorrelation(removed),
        infidelity: infidelity(removed),
        areas: curveAreas(curves),
        curves,
      });
      progress(row + 1, predictions.length);
    }
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    return unmeasured(fault.unmeasured, fault.message);
  }
  return rows;
}

function removalFigures(
  rows: readonly RowRemoval[],
  given: ExplainedRows,
  { params, rng }: MeasureContext<QualityParameters>,
) {
  const meanOf = (of: (row: RowRemoval) => number, low: -1 | 0): Output =>
    rowMean(Float64Array.from(rows, of), [low, 1], given, { rng, draws: params.draws });
  return {
    faithfulnessCorrelation: meanOf((row) => row.faithfulness, -1),
    infidelity: meanOf((row) => row.infidelity, 0),
    deletionArea: meanOf(({ areas }) => areas.deletion, 0),
    deletionGain: meanOf(({ areas }) => areas.deletionGain, -1),
    insertionArea: meanOf(({ areas }) => areas.insertion, 0),
    insertionGain: meanOf(({ areas }) => areas.insertionGain, -1),
  };
}

const unmeasuredRemovals = (why: Unmeasured): Readonly<Record<keyof ReturnType<typeof removalFigures>, Output>> => ({
  faithfulnessCorrelation: why,
  infidelity: why,
  deletionArea: why,
  deletionGain: why,
  insertionArea: why,
  insertionGain: why,
});

function concentration(
  { values, players, rows }: Attribution,
  given: ExplainedRows,
  { params, rng }: MeasureContext<QualityParameters>,
): Readonly<Record<'sparseness' | 'complexity', Output>> {
  const width = players.length;
  if (width === 1) {
    const none = exactFigure(0, '1', given.model.basis);
    return { sparseness: none, complexity: none };
  }
  const meanOf = (of: (attribution: Float64Array) => number, most: number): Output =>
    rowMean(
      Float64Array.from({ length: rows }, (_, row) => of(values.subarray(row * width, (row + 1) * width))),
      [0, most],
      given,
      { rng, draws: params.draws },
    );
  return { sparseness: meanOf(sparseness, 1), complexity: meanOf(complexity, Math.log(width)) };
}

/** Only of methods that claim to add up. */
function residual(
  { additive, values, base, predictions, players, method }: Attribution,
  { model }: ExplainedRows,
): Output {
  if (!additive) return unmeasured('unsupported', `${method} does not claim to add up to the model’s value`);
  const width = players.length;
  const centre = predictions.reduce((sum, value) => sum + value / predictions.length, 0);
  const deviation = Math.sqrt(predictions.reduce((sum, value) => sum + (value - centre) ** 2 / predictions.length, 0));
  const spread = deviation || Math.abs(centre) || 1;
  const largest = predictions.reduce((most, prediction, row) => {
    const sum = values.subarray(row * width, (row + 1) * width).reduce((so, value) => so + value, base[row]!);
    return Math.max(most, Math.abs(sum - prediction));
  }, 0);
  return exactFigure(largest / spread, '1', model.basis);
}

function curveDetails(rows: readonly RowRemoval[]): readonly Detail[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { counts } = first.curves;
  const whole = counts[counts.length - 1]!;
  const meanCurve = (of: (curves: RemovalCurves) => Float64Array): readonly (readonly [number, number])[] =>
    [...counts].map((many, at) => [
      many / whole,
      rows.reduce((sum, { curves }) => sum + of(curves)[at]! / rows.length, 0),
    ]);
  const curve = (id: 'deletion' | 'insertion', en: string, zh: string, x: string): Detail => ({
    type: 'curve',
    id,
    title: { en, zh },
    x: { name: x, unit: '1' },
    y: { name: 'mean value' },
    series: [
      { name: 'by attribution', points: meanCurve((curves) => curves[id]) },
      {
        name: 'at random',
        points: meanCurve((curves) => (id === 'deletion' ? curves.randomDeletion : curves.randomInsertion)),
      },
    ],
  });
  return [
    curve('deletion', 'Value as features are removed', '逐步移除特征时的值', 'share removed'),
    curve('insertion', 'Value as features are put in', '逐步加入特征时的值', 'share put in'),
  ];
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
