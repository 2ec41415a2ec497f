import type { Rng } from '../../numerics/random.js';
import type { TrainingData } from '../estimator.js';
import type { ForestPlan } from './forest-settings.js';
import { answerWidth, growTrees } from './forest-task.js';
import { forestTraining } from './forest-training.js';
import type { ForestTraining } from './forest-training.js';
import { addAnswers, coversOf, leafOf } from './tree.js';
import type { Tree } from './tree.js';

/** A forest that is kept: for export, and for what its trees say of rows out of their bags. */
export interface Forest {
  readonly training: ForestTraining;
  readonly trees: readonly Tree[];
  /** Of each tree, what the training rows in its bag weigh that passed each node. */
  readonly covers: readonly Float64Array[];
  /** An estimator's answers for any rows of the data. */
  answers(rows: Int32Array): Float64Array;
  /**
   * Answers for each training row by the trees that did not learn of it (Breiman, "Out-of-bag estimation", 1996), as
   * `answers` gives them; NaN for a row that every tree learnt of, as all are without bootstrap.
   */
  readonly outOfBag: Float64Array;
}

/** Grows a forest on the rows `train`. Throws `EstimatorFault` as `Estimator.answers` does. */
export function fitForest(data: TrainingData, train: Int32Array, plan: ForestPlan, rng: Rng): Forest {
  const training = forestTraining(data, train, plan, `${rng.integer(4_294_967_296)} ${rng.integer(4_294_967_296)}`);
  const { task, encoder } = training;
  const width = answerWidth(task);
  const own = encoder.encode(train);
  const sums = new Float64Array(train.length * width);
  const counts = new Int32Array(train.length);
  const trees: Tree[] = [];
  const covers: Float64Array[] = [];
  for (const { tree, inBag } of growTrees(task, 0, plan.trees)) {
    trees.push(tree);
    covers.push(coversOf(tree, own, inBag));
    for (let row = 0; row < train.length; row++) {
      if (inBag[row]! > 0) continue;
      counts[row]!++;
      const leaf = leafOf(tree, own, row);
      for (let k = 0; k < width; k++) sums[row * width + k]! += tree.values[leaf * width + k]!;
    }
  }
  // As if all trees had answered: a row's mean times their number.
  const outOfBag = sums.map((sum, at) => (sum / counts[Math.floor(at / width)]!) * plan.trees);
  return {
    training,
    trees,
    covers,
    outOfBag: training.answersOf(outOfBag, train.length),
    answers(rows) {
      const x = encoder.encode(rows);
      const all = new Float64Array(rows.length * width);
      for (const tree of trees) addAnswers(tree, x, all);
      return training.answersOf(all, rows.length);
    },
  };
}
