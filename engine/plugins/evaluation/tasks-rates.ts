/** The rates of a set of questions: of each task and group, their means and the worst. */
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import { correctedEstimand } from '../../methods/evaluation/sequential/corrected-estimand.js';
import { either, lowest, weightedMean } from '../../methods/evaluation/sequential/estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';
import type { Question, QuestionSet } from '../../subject/language/question.js';
import { clustersOf, scoresOf } from '../language/ask-in-order.js';
import type { Cluster, Reply } from '../language/ask-in-order.js';
import { ratePart } from '../language/rate-part.js';
import type { RatePart } from '../language/rate-part.js';
import type { Sampling } from '../language/sampled.js';
import type { Graded } from '../language/grader.js';

/** A task, or a group, by name. */
export interface NamedPart {
  readonly name: string;
  readonly questions: number;
  asked: number;
  /** Clusters of those: what is independent. */
  observed: number;
}

export interface Task extends NamedPart {
  readonly weight: number;
  readonly clusters: readonly Cluster[];
}

/** What was observed of one cluster. */
export interface TaskObservation {
  /** Its first question. */
  readonly question: string;
  readonly task: string;
  /** Between which its score lies. */
  readonly low: number;
  readonly high: number;
}

export interface TaskRates {
  /** In the order of asking. */
  readonly observations: readonly TaskObservation[];
  readonly tasks: readonly Task[];
  readonly groups: readonly NamedPart[];
  /** @param isMixed whether it comes from one random order of all tasks by their weights, or of all questions */
  observe(cluster: Cluster, replies: readonly Reply<Graded>[], isMixed: boolean): void;
  /** @param isFixedSample whether what was asked is a simple random sample whose size was fixed beforehand */
  rates(isFixedSample: boolean): Rates;
}

export interface Rates {
  readonly score: Estimand;
  readonly scoreMicro: Estimand;
  readonly worstTask: Estimand;
  /** Absent where no question has a group. */
  readonly worstGroup?: Estimand;
  readonly tasks: readonly Estimand[];
  readonly groups: readonly Estimand[];
}

/** Of a question that names no task. */
const NO_TASK = '';

export const taskOf = ({ task = NO_TASK }: Question): string => task;

/** 0 where the set declares weights, and none of it. */
export function weightOf({ weights }: Pick<QuestionSet, 'weights'>, task: string): number {
  if (weights === undefined) return 1;
  return Object.hasOwn(weights, task) ? weights[task]! : 0;
}

/**
 * Each task is a stratum, with a sequence of its own. A group's questions within one task come in random order too, so
 * that a group is the mean of its parts of the tasks, by their numbers.
 *
 * Asked one after another about a population, the score is known by one sequence over the tasks mixed by their weights,
 * too; a fixed sample mixes them by their sizes.
 *
 * @param candidates limits that a lone task decides without rounding
 */
export function taskRates(
  set: QuestionSet,
  { about, sampling }: { readonly about: About; readonly sampling: Sampling },
  candidates: readonly number[],
): TaskRates {
  const tasks = namesOf(set.questions, taskOf).map((name, stratum): Task => {
    const questions = set.questions.filter((question) => taskOf(question) === name);
    const clusters = clustersOf(questions).map((of) => ({ stratum, questions: of }));
    return { name, weight: weightOf(set, name), questions: questions.length, clusters, asked: 0, observed: 0 };
  });
  const all = tasks.flatMap(({ clusters }) => clusters);
  const groups = namesOf(set.questions, ({ group }) => group).map((name) => ({
    name,
    questions: set.questions.filter(({ group }) => group === name).length,
    asked: 0,
    observed: 0,
    parts: tasks.flatMap(({ clusters }, stratum): { stratum: number; part: RatePart }[] => {
      const size = clusters.filter(({ questions }) => questions.some(({ group }) => group === name)).length;
      return size === 0 ? [] : [{ stratum, part: ratePart(size, about, candidates) }];
    }),
  }));
  const parts = tasks.map(({ clusters }) => ratePart(clusters.length, about, candidates));
  const whole = ratePart(all.length, about, candidates);
  const observations: TaskObservation[] = [];
  const mixesByWeight = sampling === 'sequential' && about === 'population' && tasks.length > 1;
  return {
    observations,
    tasks,
    groups,
    observe(cluster, replies, isMixed) {
      const { stratum, questions } = cluster;
      const [low, high] = scoresOf(replies);
      observations.push({ question: questions[0]!.id, task: tasks[stratum]!.name, low, high });
      parts[stratum]!.observe(low, high);
      if (isMixed) whole.observe(low, high);
      tasks[stratum]!.asked += questions.length;
      tasks[stratum]!.observed += 1;
      for (const group of groups) {
        const own = replies.filter(({ question }) => question.group === group.name);
        const part = group.parts.find((one) => one.stratum === stratum);
        if (own.length === 0 || part === undefined) continue;
        part.part.observe(...scoresOf(own));
        group.observed += 1;
        group.asked += questions.filter(({ group: of }) => of === group.name).length;
      }
    },
    rates(isFixedSample) {
      const rateOf = (part: RatePart): Estimand => (isFixedSample ? part.fixed() : part.anytime);
      const ofTasks = parts.map(rateOf);
      const ofGroups = groups.map((group) =>
        weightedMean(
          group.parts.map(({ part }) => rateOf(part)),
          group.parts.map(({ part }) => part.size),
        ),
      );
      const byTask = weightedMean(
        ofTasks,
        tasks.map(({ weight }) => weight),
      );
      const sizes = parts.map(({ size }) => size);
      return {
        score: mixesByWeight ? either(whole.anytime, byTask) : byTask,
        scoreMicro: isFixedSample ? whole.fixed() : weightedMean(ofTasks, sizes),
        worstTask: lowest(ofTasks),
        ...(ofGroups.length > 0 && { worstGroup: lowest(ofGroups) }),
        tasks: ofTasks,
        groups: ofGroups,
      };
    },
  };
}

/** The true rates behind those that a judge sees. */
export const correctedRates = (
  { score, scoreMicro, worstTask, worstGroup, tasks, groups }: Rates,
  accuracy: Accuracy,
): Rates => {
  const behind = (seen: Estimand): Estimand => correctedEstimand(seen, accuracy);
  return {
    score: behind(score),
    scoreMicro: behind(scoreMicro),
    worstTask: behind(worstTask),
    ...(worstGroup && { worstGroup: behind(worstGroup) }),
    tasks: tasks.map(behind),
    groups: groups.map(behind),
  };
};

/** By code point, so that no locale changes their order. */
const namesOf = (questions: readonly Question[], of: (question: Question) => string | undefined): readonly string[] =>
  [...new Set(questions.flatMap((question) => of(question) ?? []))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
