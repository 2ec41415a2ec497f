import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import { interactionSums } from '../../methods/explainability/effects/interaction.js';
import { monotoneRows } from '../../methods/explainability/effects/curves.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import { selectRows } from '../../subject/table.js';
import type { SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { drawnFigure } from '../drawn-figure.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { effectsDetails } from './effects-details.js';
import { effectsDraws } from './effects-draws.js';
import type { EffectsDraws, Interactions, Pair, Peak } from './effects-draws.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows } from './explained-rows.js';
import { crossed, featureEffects, strongestFeatures } from './feature-effects.js';
import type { FeatureEffects } from './feature-effects.js';
import { rowMean } from './row-mean.js';
import { stackedRows } from './stacked-rows.js';
import { variedModel } from './varied-rows.js';
import type { VariedModel } from './varied-rows.js';

export interface EffectsParameters {
  readonly class: string;
  readonly mostFeatures: number;
  readonly points: number;
  readonly pairFeatures: number;
  readonly pairRows: number;
  readonly maxRows: number;
  readonly draws: number;
}

/** Training rows that tell where a feature's values lie. */
const TRAINING_ROWS = 2000;
const MOST_CELLS = 1e7;
/** A pair that moves less than this share of the answers' variance has no H: it would divide noise by noise. */
const LEAST_VARIANCE = 0.01;
/** Answers in float32 differ by so much without meaning it, relative to the largest. */
const ROUNDING = 1e-6;

const range = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;
const share = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  maxInteraction: share(
    'Friedman’s H of the pair that acts together most, of those that move the answers',
    '相互作用最强的特征对的弗里德曼 H（限于影响答案的特征对）',
  ),
  features: {
    type: 'list',
    title: { en: 'Features, the one that moves the answers most first', zh: '各特征（影响最大者在前）' },
    items: {
      effectRange: range('Largest less smallest partial dependence', '部分依赖的最大值与最小值之差'),
      accumulatedRange: range('Largest less smallest accumulated local effect', '累积局部效应的最大值与最小值之差'),
      monotoneShare: share(
        'Share of rows whose answers at the points of the curve all move one way, the commoner one',
        '曲线各点上答案单向变化（取较常见方向）的行所占份额',
      ),
    },
  },
  interactionPairs: count('Pairs of features that were tried for interaction', '检验相互作用的特征对数'),
  interactionRows: count('Rows that the interactions rest on', '相互作用所依据的行数'),
  explainedRows: count('Rows with individual curves', '有个体曲线的行数'),
  modelEvaluations: count('Rows that the model was asked for', '向模型查询的行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const effects = definePlugin<EffectsParameters>({
  id: 'explainability/effects',
  version: '1.0.0',
  title: { en: 'How the answers move with each feature, and with pairs', zh: '答案如何随各特征及特征对变化' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

async function measure(context: MeasureContext<EffectsParameters>): Promise<MeasureResult> {
  const { params, rng, signal, progress } = context;
  await checkpoint(signal);
  const given = await rowsOf(context);
  if ('unmeasured' in given) return allUnmeasured(given);
  const { model, tables, units, classes } = given;
  const stacked = stackedRows(tables);
  const trained = tables.background.rowCount;
  const training = selectRows(
    stacked,
    Int32Array.from({ length: trained }, (_, row) => row),
  ).columns;
  const table = selectRows(
    stacked,
    Int32Array.from({ length: tables.explained.rowCount }, (_, row) => trained + row),
  );
  const index = classes?.[0];
  const valueOf =
    index === undefined ? { scale: 'prediction' as const } : { class: index, scale: 'probability' as const };
  const varied = variedModel(model, table, valueOf, signal);
  // First as they are: a row without an answer is told as such, not by the curves that it spoils.
  const all = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const answers = await varied.ask(all, new Map());
  const places = await strongestFeatures(varied, training, params.mostFeatures);
  const steps = places.length + 2;
  const features: FeatureEffects[] = [];
  for (const place of places) {
    await checkpoint(signal);
    features.push(await featureEffects(varied, training[place]!, place, params.points));
    progress(features.length, steps);
  }
  const interactions = await interactionsOf(varied, features, answers, given, context);
  progress(steps - 1, steps);
  await checkpoint(signal);
  const few = tooSmall(units);
  const draws =
    few === undefined
      ? effectsDraws(features, interactions, units, { rng: rng(`rows:${given.rows}`), draws: params.draws })
      : undefined;
  progress(steps, steps);
  const why = unmeasured('out-of-domain', few ?? '');
  return {
    outputs: {
      maxInteraction: draws === undefined ? why : interactionFigure(draws, interactions, features, given),
      features:
        draws === undefined ? why : { items: features.map((_, at) => itemOf(at, features, draws, given, context)) },
      interactionPairs: exactFigure(interactions.pairs.length, '1'),
      interactionRows: exactFigure(interactions.rows.length, '1'),
      explainedRows: exactFigure(table.rowCount, '1'),
      modelEvaluations: exactFigure(varied.evaluations, '1'),
    },
    details: effectsDetails(features, draws?.dependences, interactions, units, given.numbers),
    backend: model.backend,
  };
}

async function rowsOf({
  subject,
  params,
  rng,
  signal,
}: MeasureContext<EffectsParameters>): Promise<ExplainedRows | Unmeasured> {
  const most = await mostRows(subject);
  const model = await subject.model();
  const target = await subject.target('test');
  const positive = target?.kind === 'classes' ? target.positive : undefined;
  const first = positive ?? 0;
  return explainedRows(
    subject,
    {
      rows: [],
      maxRows: Math.min(params.maxRows, most),
      background: Math.min(TRAINING_ROWS, most),
      together: [],
      class: params.class === 'auto' ? (model?.classes[first] ?? 'auto') : params.class,
    },
    rng,
    signal,
  );
}

/** So many rows that their numbers stay few. */
async function mostRows(subject: SubjectView): Promise<number> {
  const table = await subject.table('test');
  return Math.max(20, Math.floor(MOST_CELLS / Math.max(1, table?.columns.length ?? 1)));
}

/** Pairs of the strongest features, those that move the answers. */
async function interactionsOf(
  varied: VariedModel,
  features: readonly FeatureEffects[],
  answers: Float64Array,
  { units }: ExplainedRows,
  { params, rng, signal }: MeasureContext<EffectsParameters>,
): Promise<Interactions> {
  const rows = sampleWithoutReplacement(varied.table.rowCount, params.pairRows, rng('pair rows')).sort();
  const chosen = features.slice(0, params.pairFeatures);
  const singles: Float64Array[] = [];
  for (const { place } of chosen) singles.push(await crossed(varied, [place], rows));
  const weights = Float64Array.from(rows, (row) => units.weights[row]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const own = Float64Array.from(rows, (row) => answers[row]!);
  const rounding = ROUNDING * own.reduce((most, answer) => Math.max(most, Math.abs(answer)), 0);
  const least = Math.max(LEAST_VARIANCE * varianceOf(own, weights), rounding ** 2) * total;
  const pairs: Pair[] = [];
  for (let first = 0; first < chosen.length; first++) {
    for (let second = first + 1; second < chosen.length; second++) {
      await checkpoint(signal);
      const joint = await crossed(varied, [chosen[first]!.place, chosen[second]!.place], rows);
      const { whole } = interactionSums(joint, singles[first]!, singles[second]!, weights, rows.length);
      if (whole > 0 && whole >= least) pairs.push({ first, second, joint });
    }
  }
  return { rows, singles, pairs };
}

function varianceOf(values: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, row) => sum + weights[row]! * value, 0) / total;
  return values.reduce((sum, value, row) => sum + weights[row]! * (value - mean) ** 2, 0) / total;
}

function interactionFigure(
  { strongest }: EffectsDraws,
  { pairs, rows }: Interactions,
  features: readonly FeatureEffects[],
  given: ExplainedRows,
): Figure | Unmeasured {
  if (features.length < 2) return unmeasured('unsupported', 'one feature has none to act together with');
  if (pairs.length === 0) return unmeasured('out-of-domain', 'no pair of features moves the answers');
  const n = new Set(Array.from(rows, (row) => given.units.of[row]!)).size;
  return figureOf(strongest, [0, 1], n, given);
}

function itemOf(
  at: number,
  features: readonly FeatureEffects[],
  { ranges, accumulated }: EffectsDraws,
  given: ExplainedRows,
  { params, rng }: MeasureContext<EffectsParameters>,
): Readonly<Record<string, Figure | Unmeasured>> {
  const { grid, curves, levels } = features[at]!;
  if (grid.length === 0) {
    const why = unmeasured('out-of-domain', 'no training row has a value of the feature');
    return { effectRange: why, accumulatedRange: why, monotoneShare: why };
  }
  const local = accumulated[at];
  const n = given.units.count;
  const rounding = ROUNDING * curves.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const ways = ([1, -1] as const).map((sign) => monotoneRows(curves, sign, rounding));
  const [rising, falling] = ways.map((way) => way.reduce((sum, one) => sum + one, 0));
  const monotone = ways[rising! >= falling! ? 0 : 1]!;
  return {
    effectRange: figureOf(ranges[at]!, [0, Number.POSITIVE_INFINITY], n, given),
    accumulatedRange:
      local === undefined
        ? unmeasured('unsupported', levels ? 'levels have no order' : 'the feature does not vary')
        : figureOf(local, [0, Number.POSITIVE_INFINITY], n, given),
    monotoneShare: levels
      ? unmeasured('unsupported', 'levels have no order')
      : rowMean(monotone, [0, 1], given, { rng, draws: params.draws }),
  };
}

const figureOf = (
  { estimate, box }: Peak,
  ends: readonly [number, number],
  n: number,
  { model, rows }: ExplainedRows,
): Figure | Unmeasured => drawnFigure(estimate, joinBox(box), { n, basis: model.basis, range: ends, rows });

const allUnmeasured = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
