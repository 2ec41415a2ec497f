import { classificationFigures } from '../../methods/evaluation/classification.js';
import { regressionFigures } from '../../methods/evaluation/regression.js';
import { baseDraws, permutedDraws } from '../../methods/explainability/importance-draws.js';
import type { PermutedScore, Resampling } from '../../methods/explainability/importance-draws.js';
import { weightedScore } from '../../methods/explainability/weighted-score.js';
import type { Answered, ImportanceMetric } from '../../methods/explainability/weighted-score.js';
import { derangement } from '../../methods/explainability/derangement.js';
import { selectRows } from '../../subject/table.js';
import type { Column } from '../../subject/table.js';
import type { Model } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Figure, Unmeasured } from '../figure.js';
import type { SampledRows } from '../sampled-rows.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { answered, importanceData } from './importance-data.js';
import { importanceDetails, importanceOutputs } from './importance-outputs.js';
import type { Importance } from './importance-outputs.js';

export interface PermutationImportanceParameters {
  readonly metric: 'default' | ImportanceMetric;
  readonly repeats: number;
  readonly draws: number;
  readonly usefulShare: number;
  readonly maxRows: number;
}

const share = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [0, 1], title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;
const score = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [null, null], title: { en, zh } }) as const satisfies OutputSpec;

const IMPORTANCE = { en: 'How much worse the metric is with the feature shuffled', zh: '打乱该特征后指标变差的程度' };

const outputs = {
  maxShare: share('Share of the importance on the most important feature', '最重要特征所占的重要性份额'),
  top3Share: share('Share of the importance on the three most important features', '前三个重要特征所占的重要性份额'),
  sensitiveShare: share('Share of the importance on sensitive features', '敏感特征所占的重要性份额'),
  usefulFeatures: count('Features with at least the useful share of the importance', '重要性份额达到有用水平的特征数'),
  featureCount: count('Features of the model', '模型的特征数'),
  baseline: score('The metric on the data as it is', '未打乱数据上的指标值'),
  features: {
    type: 'list',
    title: { en: 'Features, in the order of the data', zh: '各特征（按数据中的顺序）' },
    items: {
      importance: score(IMPORTANCE.en, IMPORTANCE.zh),
      share: share('Share of the importance', '重要性份额'),
      sensitive: { type: 'boolean', title: { en: 'Has the role sensitive', zh: '是否为敏感特征' } },
    },
  },
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const permutationImportance = definePlugin<PermutationImportanceParameters>({
  id: 'explainability/permutation-importance',
  version: '1.0.0',
  title: { en: 'What the model loses when a feature is shuffled', zh: '打乱某一特征后模型的损失（置换重要性）' },
  about: 'model',
  needs: ['model', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** Breiman, "Random forests", 2001, §10; Fisher, Rudin, Dominici, "All models are wrong", JMLR 20, 2019. */
async function measure(context: MeasureContext<PermutationImportanceParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const model = await subject.model();
  if (model === undefined) return all(unmeasured('missing-input', 'the subject has no model'));
  if (!model.answersNewRows) {
    return all(unmeasured('unsupported', `a model of format ${model.format} answers no new rows`));
  }
  const data = await importanceData(subject, params.maxRows, () => rng('sample'));
  if ('unmeasured' in data) return all(data);
  const features = subject.features(data.table);
  if (features.length === 0) return all(unmeasured('missing-input', 'no column is a feature'));
  const base = answered(data.target, await model.predict(data.table, signal));
  if ('unmeasured' in base) return all(base);
  const metric = params.metric === 'default' ? (base.kind === 'classes' ? 'accuracy' : 'mse') : params.metric;
  const baseScore = weightedScore(metric, base);
  if (baseScore === undefined) return all(unmeasured('unsupported', `the model’s answers have no ${metric}`));

  const extras = base.kind === 'classes' ? base.classes : 2;
  const resampling: Resampling = { units: data.units, extras, draws: params.draws };
  const stream = `rows:${data.rows}`;
  const asItIs = { score: baseScore(data.units.weights), draws: baseDraws(baseScore, resampling, rng(stream)) };
  const importances: Importance[] = [];
  for (const [index, column] of features.entries()) {
    const permutations: PermutedScore[] = [];
    const shuffler = rng(`permutation ${column.name}`);
    for (let repeat = 0; repeat < params.repeats; repeat++) {
      await checkpoint(signal);
      const partner = derangement(data.table.rowCount, shuffler);
      const permuted = await scoreWith(model, data, column, partner, metric, signal);
      if ('unmeasured' in permuted) return all(permuted);
      permutations.push(permuted);
    }
    const mean = permutations.reduce((sum, one) => sum + one.score(data.units.weights), 0) / permutations.length;
    const drawn = permutedDraws(permutations, resampling, rng(stream));
    const draws = drawn.map((value, draw) => asItIs.draws[draw]! - value);
    importances.push({
      name: column.name,
      sensitive: column.roles.includes('sensitive'),
      estimate: asItIs.score - mean,
      draws,
    });
    progress(index + 1, features.length, column.name);
  }
  if (!importances.every(({ estimate, draws }) => Number.isFinite(estimate) && draws.every(Number.isFinite))) {
    return all(unmeasured('out-of-domain', `${metric} has no finite value on these rows`));
  }
  const frame = {
    n: data.units.count,
    rows: data.rows,
    basis: model.basis,
    usefulShare: params.usefulShare,
    knowsSensitive: data.table.columns.some(({ roles }) => roles.includes('sensitive')),
  };
  const baseline = baselineFigure(metric, base, data, model, context);
  return {
    outputs: { ...importanceOutputs(importances, frame), baseline },
    details: importanceDetails(importances, data.units.count, IMPORTANCE),
    backend: model.backend,
  };
}

/** The score of the answers where each row has `column`'s value of its partner. */
async function scoreWith(
  model: Model,
  { table, target }: SampledRows,
  column: Column,
  partner: Int32Array,
  metric: ImportanceMetric,
  signal: AbortSignal,
): Promise<PermutedScore | Unmeasured> {
  const shuffled = selectRows({ ...table, columns: [column] }, partner).columns[0]!;
  const columns = table.columns.map((other) => (other.name === column.name ? shuffled : other));
  const answers = answered(target, await model.predict({ ...table, columns }, signal));
  if ('unmeasured' in answers) return answers;
  const permuted = weightedScore(metric, answers);
  return permuted === undefined
    ? unmeasured('failed', 'the model answers in another form once a column is shuffled')
    : { score: permuted, partner };
}

function baselineFigure(
  metric: ImportanceMetric,
  base: Answered,
  data: SampledRows,
  model: Model,
  { params, rng }: MeasureContext<PermutationImportanceParameters>,
): Figure | Unmeasured {
  const { draws } = params;
  const options = { rng: rng(`rows:${data.rows}`), rows: data.rows, basis: model.basis, draws };
  const units = { ...(data.groups && { groups: data.groups }), ...(data.weights && { weights: data.weights }) };
  if (base.kind === 'numbers') {
    const figures = regressionFigures({ truth: base.truth, predicted: base.values, ...units }, options);
    return figures[metric as keyof typeof figures];
  }
  const { truth, labels, probabilities, classes, positive } = base;
  const evidence = {
    truth,
    predicted: labels,
    classes,
    ...(positive >= 0 && { positive }),
    ...(probabilities && { probabilities }),
    ...units,
  };
  const figures = classificationFigures(evidence, options);
  return figures[metric as keyof typeof figures];
}

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
