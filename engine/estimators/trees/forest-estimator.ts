import { availableParallelism } from 'node:os';
import { identity } from '../../numerics/permutation.js';
import { answersInOrder } from '../../threads/answers-in-order.js';
import type { Estimator, TrainingContext, TrainingData } from '../estimator.js';
import type { Fold } from '../splits.js';
import type { ForestPlan } from './forest-settings.js';
import { growTrees, sumAnswers } from './forest-task.js';
import type { ForestBlock } from './forest-task.js';
import { OutOfBag } from './out-of-bag.js';
import { forestTraining } from './forest-training.js';
import type { ForestTraining } from './forest-training.js';
import { shareFloats } from './ranked-matrix.js';

/** Trees that one thread sums up at a time; sums of blocks are added in order, so that threads change no bit. */
const BLOCK = 20;

/** Rows times trees from which on two threads save more than they take to start (some 50 ms and a cold compiler). */
const WORTH_THREADS = 100_000;
/** More bring little: the folds are encoded by one. */
const MOST_THREADS = 8;

const GROWING = { program: 'estimators/trees/forest-worker', common: undefined, here: sumAnswers };

/** Forests by fold. A tree's generator is named by its fold and number: answers are the same with any number of threads. */
export const forestEstimator = (plan: ForestPlan): Estimator => ({
  async answers(data, folds, { rng, pause, progress, workers = availableParallelism() }) {
    const draw = rng('forest');
    const seed = `${draw.integer(4_294_967_296)} ${draw.integer(4_294_967_296)}`;
    const trainings: (ForestTraining | undefined)[] = [];
    const blocks = blocksOf(data, folds, plan, seed, trainings);
    const answers: Float64Array[] = [];
    let sums: Float64Array | undefined;
    let taken = 0;
    const work = { threads: threadsFor(folds, plan, workers), ...GROWING, pause };
    for await (const block of answersInOrder(blocks, work)) {
      if (sums === undefined) sums = block;
      else for (let i = 0; i < sums.length; i++) sums[i]! += block[i]!;
      if (++taken < Math.ceil(plan.trees / BLOCK)) continue;
      const fold = answers.length;
      answers.push(trainings[fold]!.answersOf(sums, folds[fold]!.test.length));
      trainings[fold] = undefined;
      sums = undefined;
      taken = 0;
      progress?.(answers.length, folds.length);
    }
    return answers;
  },
  ...(plan.bootstrap && { outOfBag: (data, context) => outOfBagAnswers(data, plan, context) }),
});

async function outOfBagAnswers(
  data: TrainingData,
  plan: ForestPlan,
  { rng, pause, progress }: TrainingContext,
): Promise<Float64Array> {
  const draw = rng('out of bag');
  const all = identity(data.target.kind === 'classes' ? data.target.codes.length : data.target.values.length);
  const training = forestTraining(data, all, plan, `${draw.integer(4_294_967_296)} ${draw.integer(4_294_967_296)}`);
  const outOfBag = new OutOfBag(training, training.encoder.encode(all));
  let grown = 0;
  for (const tree of growTrees(training.task, 0, plan.trees)) {
    outOfBag.add(tree);
    progress?.(++grown, plan.trees);
    await pause();
  }
  return outOfBag.answers();
}

/** Folds are encoded as their blocks are asked for, so that only those in work are in memory. */
function* blocksOf(
  data: TrainingData,
  folds: readonly Fold[],
  plan: ForestPlan,
  seed: string,
  trainings: (ForestTraining | undefined)[],
): Generator<ForestBlock> {
  for (const [index, { train, test }] of folds.entries()) {
    const training = forestTraining(data, train, plan, `${seed} fold ${index}`);
    trainings[index] = training;
    const x = training.encoder.encode(test);
    const shared = { ...x, values: shareFloats(x.values) };
    for (let from = 0; from < plan.trees; from += BLOCK) {
      yield { task: training.task, test: shared, from, to: Math.min(plan.trees, from + BLOCK) };
    }
  }
}

function threadsFor(folds: readonly Fold[], plan: ForestPlan, workers: number): number {
  if (workers < 2 || folds.length === 0) return 1;
  const work = folds.length * folds[0]!.train.length * plan.trees;
  return work < WORTH_THREADS ? 1 : Math.min(workers, MOST_THREADS);
}
