import { classificationFigures } from '../../methods/evaluation/classification.js';
import { firstDepth } from '../../methods/explainability/first-depth.js';
import type { Table } from '../../subject/table.js';
import { ModelFault } from '../../subject/view.js';
import type { Model, SubjectView } from '../../subject/view.js';
import { checkpoint } from '../checkpoint.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult, OutputSpec } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import { quantilesOf } from '../figure-quantiles.js';
import type { Figure, Output, Unmeasured } from '../figure.js';
import { faultsUnmeasured, unmeasured, unmeasuredAll } from '../unmeasured.js';
import { valuesOf } from './explained-model.js';
import { explainedRows } from './explained-rows.js';
import type { ExplainedRows } from './explained-rows.js';
import { r2Figure } from './r2-figure.js';
import { surrogateDetails } from './surrogate-details.js';
import { surrogatesOf } from './surrogates.js';
import type { ModelAnswers, SurrogateAnswers, Surrogates, TreeSurrogate } from './surrogates.js';

export interface SurrogateParameters {
  readonly answers: 'auto' | 'decision' | 'probability';
  readonly class: string;
  readonly depth: number;
  readonly maxDepth: number;
  readonly targetFidelity: number;
  readonly minLeaf: number;
  readonly trainingRows: number;
  readonly maxRows: number;
  readonly draws: number;
}

/** Encoded numbers of the training rows, and of the held-out ones. */
const MOST_CELLS = 1e7;
/** The linear surrogate solves a system of so many columns, levels counted. */
const LINEAR_COLUMNS = 1000;
/** Of the bounds of a depth. */
const LEVEL = 0.99;

const fidelity = (en: string, zh: string) =>
  ({ type: 'number', unit: '1', range: [null, 1], title: { en, zh } }) as const satisfies OutputSpec;
const count = (en: string, zh: string) =>
  ({ type: 'integer', unit: '1', range: [0, null], title: { en, zh } }) as const satisfies OutputSpec;

const outputs = {
  fidelityMeasure: {
    type: 'enum',
    values: ['agreement', 'r2'],
    title: { en: 'What fidelity is: agreement with the decisions, or R² of the numbers', zh: '保真度的含义' },
  },
  treeFidelity: fidelity(
    'Fidelity of the decision tree of the stated depth on held-out rows',
    '指定深度的决策树在留出行上的保真度',
  ),
  linearFidelity: fidelity('Fidelity of the linear surrogate on held-out rows', '线性代理模型在留出行上的保真度'),
  constantFidelity: fidelity(
    'Agreement of the model’s most frequent decision with all of them on held-out rows',
    '恒取最常见决策时在留出行上的一致率',
  ),
  depthForFidelity: count(
    'Least depth of a tree with the target fidelity; one more than was tried where none has it',
    '达到目标保真度的最小树深（均未达到时为所试最大深度加一）',
  ),
  treeLeaves: count('Leaves (rules) of the decision tree of the stated depth', '指定深度决策树的叶节点（规则）数'),
  trainingRows: count('Rows that the surrogates learnt of', '代理模型学习所用的行数'),
  heldOutRows: count('Rows that they were held against', '用于检验的留出行数'),
} as const satisfies Readonly<Record<string, OutputSpec>>;

export const surrogate = definePlugin<SurrogateParameters>({
  id: 'explainability/surrogate',
  version: '1.0.0',
  title: { en: 'How well a small tree or a line stands for the model', zh: '小型决策树或线性模型能否代表该模型' },
  about: 'model',
  needs: ['model', 'data.train', 'data.test', 'target'],
  deterministic: true,
  outputs,
  measure: (context) => faultsUnmeasured(outputs, () => measure(context)),
});

/** Fidelities are of the surrogates as fitted: their intervals tell the chance of the held-out rows alone. */
async function measure(context: MeasureContext<SurrogateParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress } = context;
  const most = await mostRows(subject);
  const given = await explainedRows(
    subject,
    {
      rows: [],
      maxRows: Math.min(params.maxRows, most),
      background: Math.min(params.trainingRows, most),
      together: [],
      class: params.class,
    },
    rng,
    signal,
  );
  if ('unmeasured' in given) return all(given);
  if (given.background !== 'train') return all(unmeasured('missing-input', 'data.train has no rows to learn of'));
  const { model, tables } = given;
  const wanted = await wantedOf(model, subject, params);
  if ('unmeasured' in wanted) return all(wanted);
  const learnt = await answersOf(model, tables.background, wanted, 'train', signal);
  const held = await answersOf(model, tables.explained, wanted, 'test', signal);
  const values = learnt.kind === 'classes' ? learnt.codes : learnt.values;
  if (values.every((value) => value === values[0])) {
    return all(unmeasured('out-of-domain', 'the model answers the same for every training row'));
  }
  const surrogates = surrogatesOf(tables, learnt, params.minLeaf, String(rng('tree').integer(4_294_967_296)));
  const deepest = Math.max(params.depth, params.maxDepth);
  const fidelities: (Figure | Unmeasured)[] = [];
  let chosen: TreeSurrogate | undefined;
  for (let depth = 1; depth <= deepest; depth++) {
    await checkpoint(signal);
    const tree = surrogates.tree(depth);
    fidelities.push(fidelityOf(held, tree.answers, given, context));
    if (depth === params.depth) chosen = tree;
    progress(depth, deepest + 1);
  }
  await checkpoint(signal);
  const linear = surrogates.sources.length > LINEAR_COLUMNS ? undefined : surrogates.linear();
  const linearFidelity = linear === undefined ? noLinear(surrogates) : fidelityOf(held, linear.answers, given, context);
  progress(deepest + 1, deepest + 1);
  return {
    outputs: {
      fidelityMeasure: { value: held.kind === 'classes' ? 'agreement' : 'r2', basis: model.basis },
      treeFidelity: fidelities[params.depth - 1]!,
      linearFidelity,
      constantFidelity: constantFidelity(learnt, held, given, context),
      depthForFidelity: depthFigure(fidelities.slice(0, params.maxDepth), params.targetFidelity, given),
      treeLeaves: exactFigure(chosen!.tree.columns.filter((column) => column < 0).length, '1', model.basis),
      trainingRows: exactFigure(tables.background.rowCount, '1'),
      heldOutRows: exactFigure(tables.explained.rowCount, '1'),
    },
    details: surrogateDetails(surrogates.sources, learnt, chosen!, fidelities, linear?.surrogate, linearFidelity),
    backend: model.backend,
  };
}

/** So many rows that their encoded numbers stay few. */
async function mostRows(subject: SubjectView): Promise<number> {
  const table = (await subject.table('train')) ?? (await subject.table('test'));
  const columns = table === undefined ? [] : subject.features(table);
  const width = columns.reduce((sum, column) => sum + (column.type === 'numeric' ? 1 : column.levels.length), 0);
  return Math.max(20, Math.floor(MOST_CELLS / Math.max(1, width)));
}

/** The class whose probability is learnt; without it decisions, or a regression's predictions. */
async function wantedOf(
  model: Model,
  subject: SubjectView,
  params: SurrogateParameters,
): Promise<{ readonly class?: number } | Unmeasured> {
  if (params.answers !== 'probability') {
    return params.answers === 'decision' && model.classes.length === 0
      ? unmeasured('unsupported', 'a regression has no decisions')
      : {};
  }
  if (model.classes.length === 0) return unmeasured('unsupported', 'a regression has no probabilities');
  const target = await subject.target('test');
  const positive = target?.kind === 'classes' ? target.positive : undefined;
  const index = params.class === 'auto' ? positive : model.classes.indexOf(params.class);
  return index === undefined ? unmeasured('unsupported', 'no class is the positive one: name one') : { class: index };
}

/** Throws `ModelFault` where the model has no answer for a row. */
async function answersOf(
  model: Model,
  table: Table,
  wanted: { readonly class?: number },
  part: 'train' | 'test',
  signal: AbortSignal,
): Promise<ModelAnswers> {
  await checkpoint(signal);
  const predictions = await model.predict(table, signal);
  if (predictions.kind === 'classes' && wanted.class === undefined) {
    const { labels: codes } = predictions;
    if (codes.some((code) => !(code >= 0 && code < model.classes.length))) {
      throw new ModelFault('out-of-domain', `the model has no decision for a row of data.${part}`);
    }
    return { kind: 'classes', classes: model.classes, codes };
  }
  const values = valuesOf(
    predictions,
    wanted.class === undefined ? { scale: 'prediction' } : { class: wanted.class, scale: 'probability' },
  );
  const bad = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  if (bad > 0) {
    throw new ModelFault('out-of-domain', `the model has no finite answer for ${bad} of the rows of data.${part}`);
  }
  return { kind: 'numbers', values };
}

function fidelityOf(
  held: ModelAnswers,
  answers: SurrogateAnswers,
  { units, rows, model }: ExplainedRows,
  { params, rng }: MeasureContext<SurrogateParameters>,
): Figure | Unmeasured {
  const options = { rows, basis: model.basis, draws: params.draws };
  const stream = () => rng(`rows:${rows}`);
  if (held.kind === 'numbers') {
    return r2Figure(held.values, Float64Array.from(answers), units, { ...options, rng: stream });
  }
  const evidence = {
    truth: held.codes,
    predicted: answers,
    classes: held.classes.length,
    ...(units.name === 'groups' && { groups: units.of }),
    ...(units.weighted && { weights: units.weights }),
  };
  return classificationFigures(evidence, { ...options, rng: stream() }).accuracy;
}

function constantFidelity(
  learnt: ModelAnswers,
  held: ModelAnswers,
  given: ExplainedRows,
  context: MeasureContext<SurrogateParameters>,
): Figure | Unmeasured {
  if (learnt.kind === 'numbers') return unmeasured('unsupported', 'the R² of a constant is 0');
  const counts = new Int32Array(learnt.classes.length);
  for (const code of learnt.codes) counts[code]!++;
  const most = counts.indexOf(counts.reduce((a, b) => Math.max(a, b)));
  return fidelityOf(held, new Int32Array(given.tables.explained.rowCount).fill(most), given, context);
}

function depthFigure(
  fidelities: readonly (Figure | Unmeasured)[],
  target: number,
  { model, units }: ExplainedRows,
): Output {
  const bounded = [];
  for (const figure of fidelities) {
    if ('unmeasured' in figure) return figure;
    const quantiles = quantilesOf(figure, 1000);
    if (quantiles === undefined) throw new Error('a fidelity has no distribution');
    const tail = Math.max(0, Math.ceil(((1 - LEVEL) / 2) * quantiles.length) - 1);
    const lower = Math.min(figure.estimate, quantiles[tail]!);
    bounded.push({
      estimate: figure.estimate,
      lower,
      upper: Math.max(figure.estimate, quantiles[quantiles.length - 1 - tail]!),
    });
  }
  const { estimate, lower, upper } = firstDepth(bounded, target);
  return {
    estimate,
    unit: '1',
    n: units.count,
    uncertainty: { kind: 'bounds', lower, upper, level: LEVEL, anytime: false },
    basis: model.basis,
  };
}

const noLinear = ({ sources }: Surrogates): Unmeasured =>
  sources.length > LINEAR_COLUMNS
    ? unmeasured('unsupported', `${sources.length} columns, levels counted: a linear surrogate takes ${LINEAR_COLUMNS}`)
    : unmeasured('out-of-domain', 'the numbers are too large or too uneven for a linear surrogate');

const all = ({ unmeasured: cause, detail }: Unmeasured): MeasureResult => ({
  outputs: unmeasuredAll(outputs, cause, detail),
});
