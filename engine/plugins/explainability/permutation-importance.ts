import { correlatedGroups } from '../../methods/explainability/correlated-groups.js';
import { classificationFigures } from '../../methods/evaluation/classification.js';
import { regressionFigures } from '../../methods/evaluation/regression.js';
import { baseDraws, permutedDraws, repeatedDraws } from '../../methods/explainability/importance-draws.js';
import type { PermutedScore, Resampling } from '../../methods/explainability/importance-draws.js';
import type { Rng } from '../../numerics/random.js';
import { isMeanOverRows, weightedScore } from '../../methods/explainability/weighted-score.js';
import type { Answered, ImportanceMetric } from '../../methods/explainability/weighted-score.js';
import { derangement, rotations } from '../../methods/explainability/derangement.js';
import type { Model } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import type { Detail } from '../detail.js';
import type { Figure, Unmeasured } from '../figure.js';
import type { SampledRows } from '../sampled-rows.js';
import type { Column } from '../../subject/table.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { groupsFault, playersOf } from './explained-model.js';
import type { Players } from './explained-model.js';
import { answered, importanceData } from './importance-data.js';
import { importanceDetails, importanceOutputs } from './importance-outputs.js';
import type { Importance } from './importance-outputs.js';
import { answeredByModel } from './moved-answers.js';
import { movedByTrees } from './moved-by-trees.js';
import type { ByTrees } from './moved-by-trees.js';
import { permutedScores } from './permuted-scores.js';
import type { Permutations } from './permuted-scores.js';

export interface PermutationImportanceParameters {
  readonly metric: 'default' | ImportanceMetric;
  readonly repeats: number;
  readonly draws: number;
  readonly usefulShare: number;
  readonly maxRows: number;
  /** Features that move together. */
  readonly together: readonly (readonly string[])[];
  /** Features so strongly associated move together too; 0: none. */
  readonly correlated: number;
  /** Up to so many rows every pair of them is asked, where the metric is a mean over rows. */
  readonly exactRows: number;
}

/** All pairs of rows of all features are asked up to so many. */
const MOST_ASKED = 5e6;
/** Every two features are held against each other. */
const MOST_CORRELATED = 500;

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
  method: {
    type: 'enum',
    values: ['permutations', 'all-pairs'],
    title: {
      en: 'Random permutations, or all pairs of rows: the exact expectation',
      zh: '随机置换，或所有行对（精确期望）',
    },
  },
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
  version: '1.1.0',
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
  const players = await playersAsked(features, params, signal);
  if ('unmeasured' in players) return all(players);
  const predictions = await model.predict(data.table, signal);
  const base = answered(data.target, predictions);
  if ('unmeasured' in base) return all(base);
  const metric = params.metric === 'default' ? (base.kind === 'classes' ? 'accuracy' : 'mse') : params.metric;
  const baseScore = weightedScore(metric, base);
  if (baseScore === undefined) return all(unmeasured('unsupported', `the model’s answers have no ${metric}`));

  const extras = base.kind === 'classes' ? base.classes : 2;
  const resampling: Resampling = { units: data.units, extras, draws: params.draws };
  const stream = `rows:${data.rows}`;
  const weightDraws = repeatedDraws(resampling, () => rng(stream));
  const asItIs = { score: baseScore(data.units.weights), draws: baseDraws(baseScore, resampling, weightDraws) };
  const rows = data.table.rowCount;
  const exact = isMeanOverRows(metric) && rows <= params.exactRows && rows * (rows - 1) * players.size <= MOST_ASKED;
  const sensitive = new Set(features.filter(({ roles }) => roles.includes('sensitive')).map(({ name }) => name));
  const trees = await movedByTrees(model, data.table, predictions, params.repeats * rows * players.size, signal);
  const byTrees = trees !== undefined && 'answer' in trees;
  const answer = byTrees ? trees.answer : answeredByModel(model, data.table, signal);
  const permutations = permutationsOf(players, rows, params.repeats, exact, rng);
  const scores = permutedScores({ model, data, base: predictions, answer }, permutations, metric, signal);
  const importances: Importance[] = [];
  try {
    for (const [name, columns] of players) {
      const permuted = (await scores.next()).value!;
      if ('unmeasured' in permuted) return all(permuted);
      const every = exact ? (await scores.next()).value! : permuted;
      if ('unmeasured' in every) return all(every);
      const meanOf = (scores: readonly PermutedScore[]): number =>
        scores.reduce((sum, one) => sum + one.score(data.units.weights), 0) / scores.length;
      const mean = meanOf(every);
      // Of few rows draws of all pairs come out too close together: the spread stays that of the permutations.
      const moved = mean - meanOf(permuted);
      const drawn = permutedDraws(permuted, resampling, weightDraws);
      const draws = drawn.map((value, draw) => asItIs.draws[draw]! - value - moved);
      importances.push({
        name,
        sensitive: columns.some((column) => sensitive.has(column)),
        estimate: asItIs.score - mean,
        draws,
      });
      progress(importances.length, players.size, name);
    }
    // All is asked: threads are given back instead of ended.
    await scores.next();
  } finally {
    await scores.return(undefined);
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
    outputs: {
      ...importanceOutputs(importances, frame),
      method: { value: exact ? 'all-pairs' : 'permutations', basis: model.basis },
      baseline,
    },
    details: [
      ...importanceDetails(importances, data.units.count, IMPORTANCE),
      ...(trees === undefined ? [] : [answeredBy(trees)]),
    ],
    backend: model.backend,
  };
}

/** Of each player the random permutations, and with `exact` all rotations: every pair of rows once. */
function* permutationsOf(
  players: Players,
  rows: number,
  repeats: number,
  exact: boolean,
  rng: (stream: string) => Rng,
): Generator<Permutations> {
  for (const [name, columns] of players) {
    const shuffler = rng(`permutation ${name}`);
    yield { columns, partners: Array.from({ length: repeats }, () => derangement(rows, shuffler)) };
    if (exact) yield { columns, partners: rotations(rows) };
  }
}

function answeredBy(trees: ByTrees | { readonly why: string }): Detail {
  const found = 'why' in trees ? { by: 'runtime', ...trees } : { by: 'trees', ...trees };
  return {
    type: 'table',
    id: 'answers',
    title: {
      en: 'Who answered for shuffled rows: the file’s own trees, or the runtime',
      zh: '由谁回答打乱后的行：文件中的树，或推理运行时',
    },
    columns: [{ name: 'by' }, { name: 'largestDifference' }, { name: 'why' }],
    rows: [[found.by, 'why' in found ? null : found.largestDifference, 'why' in found ? found.why : null]],
  };
}

/** Each feature a player, but for those that are asked to move together or are found to. */
async function playersAsked(
  features: readonly Column[],
  { together, correlated }: PermutationImportanceParameters,
  signal: AbortSignal,
): Promise<Players | Unmeasured> {
  const fault = groupsFault(features, together);
  if (fault !== undefined) return fault;
  if (correlated === 0) return playersOf(features, together);
  const free = features.filter(({ name }) => !together.flat().includes(name));
  if (free.length > MOST_CORRELATED) {
    return unmeasured('unsupported', `correlated compares ${MOST_CORRELATED} features at most, not ${free.length}`);
  }
  const found = await correlatedGroups(free, correlated, () => checkpoint(signal));
  return playersOf(features, [...together, ...found.map((group) => group.map((at) => free[at]!.name))]);
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
