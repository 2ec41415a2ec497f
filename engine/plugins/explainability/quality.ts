import type { Attribution } from '../../methods/explainability/attribution.js';
import { complexity, sparseness } from '../../methods/explainability/quality/concentration.js';
import { curveAreas, removalCurves } from '../../methods/explainability/quality/removal-curves.js';
import type { RemovalCurves } from '../../methods/explainability/quality/removal-curves.js';
import {
  faithfulnessCorrelation,
  infidelity,
  removals,
  removalSubsets,
} from '../../methods/explainability/quality/removal.js';
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
  version: '1.0.0',
  title: { en: 'How faithful and how simple an explanation is', zh: '解释的忠实程度与简洁程度' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** The measures of one row. */
interface RowQuality {
  readonly faithfulness: number;
  readonly infidelity: number;
  readonly areas: ReturnType<typeof curveAreas>;
  readonly curves: RemovalCurves;
  readonly sparseness: number;
  readonly complexity: number;
}

async function measure(context: MeasureContext<QualityParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const given = await explainedRows(subject, params, rng, signal);
  if ('unmeasured' in given) return all(given);
  const training = await subject.table('train');
  const found = await attributed(given, params, { rng, signal, progress: () => {}, training });
  if ('unsupported' in found) return all(unmeasured('unsupported', found.unsupported));
  return withItsValues(given, found, signal, async (explained) => {
    const rows: RowQuality[] = [];
    for (let row = 0; row < found.rows; row++) {
      await checkpoint(signal);
      rows.push(await ofRow(explained, found, row, context));
      progress(row + 1, found.rows);
    }
    const { basis } = given.model;
    return {
      outputs: {
        ...figures(rows, found, given, context),
        additivityResidual: residual(found, given),
        method: { value: found.method, basis },
        scale: { value: found.scale, basis },
        explainedRows: exactFigure(found.rows, '1'),
        modelEvaluations: exactFigure(found.evaluations + explained.asked(), '1'),
      },
      details: curveDetails(rows),
      backend: given.model.backend,
    };
  });
}

async function ofRow(
  explained: CountedModel,
  { values, predictions, players }: Attribution,
  row: number,
  { params, rng }: MeasureContext<QualityParameters>,
): Promise<RowQuality> {
  const width = players.length;
  const attribution = values.subarray(row * width, (row + 1) * width);
  const subsets = removalSubsets(width, params.subsets, params.subsetSize, rng(`subsets ${row}`));
  const removed = await removals(explained, row, { attribution, prediction: predictions[row]! }, subsets);
  const curves = await removalCurves(explained, row, attribution, {
    steps: params.steps,
    orders: params.orders,
    rng: rng(`orders ${row}`),
  });
  return {
    faithfulness: faithfulnessCorrelation(removed),
    infidelity: infidelity(removed),
    areas: curveAreas(curves),
    curves,
    sparseness: sparseness(attribution),
    complexity: complexity(attribution),
  };
}

function figures(
  rows: readonly RowQuality[],
  { players }: Attribution,
  given: ExplainedRows,
  { params, rng }: MeasureContext<QualityParameters>,
): Readonly<Record<string, Output>> {
  const meanOf = (of: (row: RowQuality) => number, range: readonly [number, number] = [0, 1]): Output =>
    rowMean(Float64Array.from(rows, of), range, given, { rng, draws: params.draws });
  const one = (value: number): Output => exactFigure(value, '1', given.model.basis);
  return {
    faithfulnessCorrelation: meanOf((row) => row.faithfulness, [-1, 1]),
    infidelity: meanOf((row) => row.infidelity),
    deletionArea: meanOf(({ areas }) => areas.deletion),
    deletionGain: meanOf(({ areas }) => areas.deletionGain, [-1, 1]),
    insertionArea: meanOf(({ areas }) => areas.insertion),
    insertionGain: meanOf(({ areas }) => areas.insertionGain, [-1, 1]),
    sparseness: players.length === 1 ? one(0) : meanOf((row) => row.sparseness),
    complexity: players.length === 1 ? one(0) : meanOf((row) => row.complexity, [0, Math.log(players.length)]),
  };
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

function curveDetails(rows: readonly RowQuality[]): readonly Detail[] {
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
