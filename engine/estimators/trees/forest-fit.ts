import type { Rng } from '../../numerics/random.js';
import type { TrainingData } from '../estimator.js';
import type { ForestPlan } from './forest-settings.js';
import { answerWidth, growTrees } from './forest-task.js';
import { forestTraining } from './forest-training.js';
import type { ForestTraining } from './forest-training.js';
import { OutOfBag } from './out-of-bag.js';
import { addAnswers, coversOf } from './tree.js';
import type { Tree } from './tree.js';

/** A forest that is kept: for export, and for what its trees say of rows out of their bags. */
export interface Forest {
  readonly training: ForestTraining;
  readonly trees: readonly Tree[];
  /** Of each tree, what the training rows in its bag weigh that passed each node. */
  readonly covers: readonly Float64Array[];
  /** An estimator's answers for any rows of the data. */
  answers(rows: Int32Array): Float64Array;
  /** As `OutOfBag` gives them; without bootstrap NaN throughout. */
  readonly outOfBag: Float64Array;
}

/** Grows a forest on the rows `train`. Throws `EstimatorFault` as `Estimator.answers` does. */
export function fitForest(data: TrainingData, train: Int32Array, plan: ForestPlan, rng: Rng): Forest {
  const training = forestTraining(data, train, plan, `${rng.integer(4_294_967_296)} ${rng.integer(4_294_967_296)}`);
  const { task, encoder } = training;
  const own = encoder.encode(train);
  const outOfBag = new OutOfBag(training, own);
  const trees: Tree[] = [];
  const covers: Float64Array[] = [];
  for (const grown of growTrees(task, 0, plan.trees)) {
    trees.push(grown.tree);
    covers.push(coversOf(grown.tree, own, grown.inBag));
    outOfBag.add(grown);
  }
  return {
    training,
    trees,
    covers,
    outOfBag: outOfBag.answers(),
    answers(rows) {
      const x = encoder.encode(rows);
      const all = new Float64Array(rows.length * answerWidth(task));
      for (const tree of trees) addAnswers(tree, x, all);
      return training.answersOf(all, rows.length);
    },
  };
}
