import { isTelling } from '../../methods/evaluation/corrected-rate.js';
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import { drawMixed, drawQuestions } from '../../methods/evaluation/sequential/question-order.js';
import type { DrawnQuestion } from '../../methods/evaluation/sequential/question-order.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { QuestionSet, ScorerSpec } from '../../subject/language/question.js';
import { definePlugin } from '../contract.js';
import type { MeasureContext, MeasureResult } from '../contract.js';
import { countedIn } from '../language/counted-in.js';
import { exactFigure } from '../exact-figure.js';
import { weakest } from '../figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { ASKING_SECONDS, askInOrder, clustersOf } from '../language/ask-in-order.js';
import type { Cluster } from '../language/ask-in-order.js';
import { countedSubject } from '../language/asked-cost.js';
import { askedCounts, askingDetails } from '../language/asking-details.js';
import { correctedFigure } from '../language/corrected-figure.js';
import { JUDGED, judgeAccuracy } from '../language/judge-accuracy.js';
import { sampled } from '../language/sampled.js';
import type { Sampling } from '../language/sampled.js';
import { graderOf } from '../language/grader.js';
import { reckonedCost } from '../language/reckoned-cost.js';
import { levelsOf, USUAL_LEVEL, watchRates } from '../language/watched-rates.js';
import { faultsUnmeasured, nothingMeasured, unmeasured } from '../unmeasured.js';
import { judgeDetails, tasksDetails } from './tasks-details.js';
import { TASKS_OUTPUTS } from './tasks-outputs.js';
import { correctedRates, taskOf, taskRates, weightOf } from './tasks-rates.js';
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
  limits: { seconds: ASKING_SECONDS },
  outputs: countedIn('questions', TASKS_OUTPUTS),
  measure: (context) => faultsUnmeasured(TASKS_OUTPUTS, () => measure(context)),
});

async function measure(context: MeasureContext<TasksParameters>): Promise<MeasureResult> {
  const { params, rng, signal, progress, comparisons } = context;
  const { subject, costs } = countedSubject(context.subject);
  const model = await subject.languageModel();
  if (model === undefined) return nothing(unmeasured('unsupported', 'the model is no language model'));
  const found = await subject.questions(params.questions);
  if (found === undefined)
    return nothing(unmeasured('missing-input', `there is no set of questions ${params.questions}`));
  const fault = faultOf(found, params);
  if (fault !== undefined) return nothing(unmeasured('out-of-domain', fault));
  const set = params.scorer === null ? found : { ...found, scorer: params.scorer };
  const grader = await graderOf({ subject, signal }, model, set);
  const judge =
    set.scorer.type === 'judge'
      ? { accuracy: (await judgeAccuracy({ subject, signal }, set.scorer)) ?? {} }
      : undefined;
  if (judge !== undefined && params.sampling === 'sequential' && !mayTell(judge.accuracy, set, context))
    return nothing(unmeasured('missing-input', NOTHING_TOLD));
  const limits = comparisons.flatMap(({ against }) => against?.limit ?? []);
  const under = taskRates(set, params, limits);
  const { score, scoreMicro, worstTask, worstGroup } = judged(under.rates(false), judge);
  const { scoreMicro: scoreSeen } = under.rates(false);
  const watched = watchRates(
    { score, scoreMicro, scoreSeen, worstTask, ...(worstGroup && { worstGroup }) },
    comparisons,
  );
  const { clusters, mixed } = orderOf(under, params, rng('order'));
  const before = costs();
  let [questions, observed] = [0, 0];
  const asking = await askInOrder({
    clusters,
    samples: params.samplesPerQuestion,
    window: model.concurrency,
    ask: (question, sample) => grader.grade(question, sample),
    observe(cluster, replies) {
      under.observe(cluster, replies, observed++ < mixed);
      questions += cluster.questions.length;
      return watched.isSettled(questions) && params.sampling === 'sequential';
    },
    signal,
    progress,
  });
  const isFixedSample = params.sampling === 'fixed' && asking.ending === 'asked';
  const seen = under.rates(isFixedSample);
  const figures = figuresOf(seen, under, { context, basis: model.basis, isFixedSample, judge });
  const size = set.questions.length;
  return {
    outputs: { ...figures, ...askedCounts(asking, questions, size) },
    details: [
      ...askingDetails({ about: params.about, asking, watched, size, questions }),
      ...(judge === undefined ? [] : judgeDetails(seen, judge.accuracy)),
      ...tasksDetails(under, judged(seen, judge)),
    ],
    asking: reckonedCost({ asking, before, after: costs(), questions, size }),
    backend: model.backend,
  };
}

const nothing = (cause: Unmeasured): MeasureResult => nothingMeasured(TASKS_OUTPUTS, cause);

function faultOf(set: QuestionSet, { sampling, sample }: TasksParameters): string | undefined {
  const { name, questions } = set;
  if (questions.length === 0) return `the set ${name} has no questions`;
  if (sampling === 'fixed' && sample !== null && sample > questions.length)
    return `the set ${name} has ${questions.length} questions, fewer than the sample of ${sample}`;
  const light = questions.find((question) => !(weightOf(set, taskOf(question)) > 0));
  return light && `the set ${name} declares no weight above 0 of the task ${light.task ?? '(none named)'}`;
}

interface Order {
  readonly clusters: readonly Cluster[];
  /** How many of the first come from one random order. */
  readonly mixed: number;
}

/** Tasks by their weights, or a simple random sample of the whole. */
function orderOf({ tasks: of }: TaskRates, { sampling, sample, about }: TasksParameters, rng: Rng): Order {
  const strata = of.map(({ weight, clusters }) => ({ weight, questions: clusters.length }));
  const drawnOf = (drawn: readonly DrawnQuestion[]): readonly Cluster[] =>
    drawn.map(({ stratum, question }) => of[stratum]!.clusters[question]!);
  if (sampling === 'fixed') {
    const all = of.flatMap(({ clusters }) => clusters);
    const clusters = Array.from(permutation(all.length, rng), (at) => all[at]!);
    return { clusters: sampled(clusters, sampling, sample), mixed: all.length };
  }
  const { drawn, mixed } =
    about === 'population' ? drawMixed(strata, rng) : { drawn: drawQuestions(strata, rng), mixed: 0 };
  return { clusters: sampled(drawnOf(drawn), sampling, sample), mixed };
}

/** What is known of the judge through which rates are seen. */
interface Judge {
  readonly accuracy: Accuracy;
}

const judged = (rates: Rates, judge: Judge | undefined): Rates =>
  judge === undefined ? rates : correctedRates(rates, judge.accuracy);

const NOTHING_TOLD =
  `rates are seen through a judge of which the set \`${JUDGED}\` (answers with people’s labels yes and no) tells too ` +
  'little: however many questions were asked, nothing would be settled; `sampling: fixed` asks a sample all the same, and ' +
  '`scoreSeen` is the judge’s word';

/** Whether answers could settle anything, at the level that is easiest to reach. */
function mayTell(
  accuracy: Accuracy,
  { questions }: QuestionSet,
  { params: { about }, comparisons }: MeasureContext<TasksParameters>,
): boolean {
  if (comparisons.length > 0 && comparisons.every(({ output }) => output === 'scoreSeen')) return true;
  const levels = comparisons.flatMap(({ confidence }) => (typeof confidence === 'number' ? confidence : []));
  const n = about === 'bank' ? Infinity : clustersOf(questions).length;
  return isTelling(accuracy, n, (1 - Math.min(...(levels.length === 0 ? [USUAL_LEVEL] : levels))) / 2);
}

interface Frame {
  readonly context: MeasureContext<TasksParameters>;
  readonly basis: Basis;
  readonly isFixedSample: boolean;
  readonly judge: Judge | undefined;
}

function figuresOf(rates: Rates, under: TaskRates, { context, basis, isFixedSample, judge }: Frame) {
  const { comparisons } = context;
  const figure = (estimand: Estimand, n: number, levels: readonly number[]): Figure | Unmeasured =>
    judge === undefined
      ? rateFigure(estimand, { levels, n, anytime: !isFixedSample, basis })
      : correctedFigure(estimand, judge.accuracy, { levels, n, anytime: !isFixedSample });
  const all = sum(under.tasks);
  const listed = (output: 'tasks' | 'groups', parts: readonly NamedPart[]) => ({
    items: parts.map(({ questions, asked, observed }, at) => ({
      questions: exactFigure(questions, '1'),
      asked: exactFigure(asked, '1'),
      score: figure(rates[output][at]!, observed, levelsOf(output, comparisons, parts.length)),
    })),
  });
  return {
    score: figure(rates.score, all, levelsOf('score', comparisons)),
    scoreSeen: rateFigure(rates.scoreMicro, {
      levels: levelsOf('scoreSeen', comparisons),
      n: all,
      anytime: !isFixedSample,
      basis: judge === undefined ? basis : weakest(basis, 'estimated'),
    }),
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

const sum = (parts: readonly NamedPart[]): number => parts.reduce((total, { observed }) => total + observed, 0);
