import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import { drawQuestions } from '../../methods/evaluation/sequential/question-order.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { LanguageModel } from '../../subject/language/language-model.js';
import type { QuestionSet, ScorerSpec } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { exactFigure } from '../exact-figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { askInOrder } from '../language/ask-in-order.js';
import type { Cluster } from '../language/ask-in-order.js';
import { withCost } from '../language/asked-cost.js';
import { askedCounts, askingDetails } from '../language/asking-details.js';
import { sampled } from '../language/sampled.js';
import type { Sampling } from '../language/sampled.js';
import { graderOf } from '../language/grader.js';
import { levelsOf, watchRates } from '../language/watched-rates.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { tasksDetails } from './tasks-details.js';
import { TASKS_OUTPUTS } from './tasks-outputs.js';
import { taskRates } from './tasks-rates.js';
import type { NamedPart, Rates, TaskRates } from './tasks-rates.js';

export interface TasksParameters {
  readonly questions: string;
  readonly sampling: Sampling;
  readonly sample: number | null;
  readonly about: About;
  readonly samplesPerQuestion: number;
  readonly scorer: ScorerSpec | null;
}

export const tasks = definePlugin<TasksParameters>({
  id: 'evaluation/tasks',
  version: '1.0.0',
  title: { en: 'How well a language model answers questions', zh: '语言模型答题的表现' },
  about: 'model',
  needs: ['model', 'questions'],
  reads: ['judge'],
  settles: true,
  deterministic: true,
  outputs: TASKS_OUTPUTS,
  measure: (context) => faultsUnmeasured(TASKS_OUTPUTS, () => measure(context)),
});

async function measure(context: MeasureContext<TasksParameters>): Promise<MeasureResult> {
  const { subject, params, rng, signal, progress, comparisons } = context;
  const asked = await subject.languageModel();
  if (asked === undefined) return nothing(unmeasured('unsupported', 'the model is no language model'));
  const found = await subject.questions(params.questions);
  if (found === undefined)
    return nothing(unmeasured('missing-input', `there is no set of questions ${params.questions}`));
  const fault = faultOf(found, params);
  if (fault !== undefined) return nothing(unmeasured('out-of-domain', fault));
  const set = params.scorer === null ? found : { ...found, scorer: params.scorer };
  const { model, cost } = withCost(asked);
  const grader = await graderOf(context, model, set);
  const limits = comparisons.flatMap(({ against }) => against?.limit ?? []);
  const under = taskRates(set, params.about, limits);
  const { score, scoreMicro, worstTask, worstGroup } = under.rates(false);
  const watched = watchRates({ score, scoreMicro, worstTask, ...(worstGroup && { worstGroup }) }, comparisons);
  let questions = 0;
  const asking = await askInOrder({
    clusters: inOrderOf(under, params, rng('order')),
    samples: params.samplesPerQuestion,
    window: model.concurrency,
    ask: (question, sample) => grader.grade(question, sample),
    observe(cluster, replies) {
      under.observe(cluster, replies);
      questions += cluster.questions.length;
      return watched.isSettled(questions) && params.sampling === 'sequential';
    },
    signal,
    progress,
  });
  const isFixedSample = params.sampling === 'fixed' && asking.ending === 'asked';
  const rates = under.rates(isFixedSample);
  const figures = figuresOf(rates, under, { context, model, isFixedSample });
  return {
    outputs: { ...figures, ...askedCounts(asking, questions, set.questions.length) },
    details: [
      ...askingDetails({
        about: params.about,
        asking,
        watched,
        cost,
        price: model.price,
        size: set.questions.length,
        questions,
      }),
      ...tasksDetails(under, rates),
    ],
    backend: model.backend,
  };
}

const nothing = (cause: Unmeasured): MeasureResult => nothingMeasured(TASKS_OUTPUTS, cause);

function faultOf({ name, questions, weights }: QuestionSet, { sampling, sample }: TasksParameters): string | undefined {
  if (questions.length === 0) return `the set ${name} has no questions`;
  if (sampling === 'fixed' && sample !== null && sample > questions.length)
    return `the set ${name} has ${questions.length} questions, fewer than the sample of ${sample}`;
  const light = weights && questions.find(({ task }) => !(weights[task ?? ''] ?? 0 > 0));
  return light && `the set ${name} declares no weight above 0 of the task ${light.task ?? '(none named)'}`;
}

/** Strata in proportion to their weights, or a simple random sample of the whole. */
function inOrderOf({ tasks: of }: TaskRates, { sampling, sample }: TasksParameters, rng: Rng): readonly Cluster[] {
  const all = of.flatMap(({ clusters }) => clusters);
  const strata = of.map(({ weight, clusters }) => ({ weight, questions: clusters.length }));
  const drawn =
    sampling === 'fixed'
      ? Array.from(permutation(all.length, rng), (at) => all[at]!)
      : drawQuestions(strata, rng).map(({ stratum, question }) => of[stratum]!.clusters[question]!);
  return sampled(drawn, sampling, sample);
}

interface Frame {
  readonly context: MeasureContext<TasksParameters>;
  readonly model: LanguageModel;
  readonly isFixedSample: boolean;
}

function figuresOf(rates: Rates, under: TaskRates, { context, model, isFixedSample }: Frame) {
  const { comparisons } = context;
  const figure = (estimand: Estimand, n: number, levels: readonly number[]): Figure | Unmeasured =>
    rateFigure(estimand, { levels, n, anytime: !isFixedSample, basis: model.basis });
  const all = sum(under.tasks);
  const listed = (output: 'tasks' | 'groups', parts: readonly NamedPart[]) => ({
    items: parts.map(({ questions, asked }, at) => ({
      questions: exactFigure(questions, '1'),
      asked: exactFigure(asked, '1'),
      score: figure(rates[output][at]!, asked, levelsOf(output, comparisons, parts.length)),
    })),
  });
  return {
    score: figure(rates.score, all, levelsOf('score', comparisons)),
    scoreMicro: figure(rates.scoreMicro, all, levelsOf('scoreMicro', comparisons)),
    worstTask: figure(rates.worstTask, all, levelsOf('worstTask', comparisons)),
    worstGroup:
      rates.worstGroup === undefined
        ? unmeasured('missing-input', 'no question names a group')
        : figure(rates.worstGroup, sum(under.groups), levelsOf('worstGroup', comparisons)),
    tasks: listed('tasks', under.tasks),
    groups: listed('groups', under.groups),
  };
}

const sum = (parts: readonly NamedPart[]): number => parts.reduce((total, { asked }) => total + asked, 0);
