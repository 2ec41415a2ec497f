import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { DesignMatrix } from '../design-matrix.js';
import { ClassesSplitter } from './classes-splitter.js';
import type { ForestPlan } from './forest-settings.js';
import { maxFeaturesOf } from './forest-settings.js';
import { TreeGrower } from './grow-tree.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import { addAnswers } from './tree.js';
import type { Tree } from './tree.js';
import { TwoSumsSplitter } from './two-sums-splitter.js';

/** All that the trees of one training need: plain data, large arrays in shared memory, fit for a worker thread. */
export interface ForestTask {
  readonly matrix: RankedMatrix;
  /** Numbers about 0, or classes 0…classes−1. */
  readonly truths: Float64Array;
  /** 0 for numbers. */
  readonly classes: number;
  /** Of each row, the weights of classes in them. */
  readonly weights: Float64Array;
  readonly plan: ForestPlan;
  /** With the number of a tree the seed of its generator: a tree is the same in whatever thread it grows. */
  readonly seed: string;
}

export interface GrownTree {
  readonly tree: Tree;
  /** Rows' weights in this tree; 0 for rows out of its bag. */
  readonly inBag: Float64Array;
}

/** Numbers of an answer: 1 for two classes and for numbers. */
export const answerWidth = ({ classes, plan }: ForestTask): number =>
  classes === 0 || (classes === 2 && plan.criterion === 'gini') ? 1 : classes;

/** The trees `from`…`to` − 1, one at a time. `inBag` is used again for the next. */
export function* growTrees(task: ForestTask, from: number, to: number): Generator<GrownTree> {
  const { matrix, plan, seed } = task;
  const growth = {
    maxFeatures: maxFeaturesOf(plan.maxFeatures, matrix.columns),
    maxDepth: plan.maxDepth ?? Number.POSITIVE_INFINITY,
    minLeaf: plan.minLeaf,
  };
  const grower = new TreeGrower(matrix, growth, splitterOf(task));
  const inBag = new Float64Array(matrix.rows);
  const candidates = identity(matrix.rows).filter((row) => task.weights[row]! > 0);
  for (let number = from; number < to; number++) {
    const rng = createRng(`${seed} tree ${number}`);
    fillBag(task, candidates, rng, inBag);
    yield { tree: grower.grow(inBag, rng), inBag };
  }
}

function splitterOf(task: ForestTask): Splitter {
  const { matrix, truths, classes, plan } = task;
  if (answerWidth(task) === 1) return new TwoSumsSplitter(matrix, truths, plan);
  return new ClassesSplitter(matrix, truths, classes, plan.criterion === 'entropy' ? 'entropy' : 'gini', plan);
}

/** Efron's bootstrap: as many rows as there are, with replacement, among those that weigh anything. */
function fillBag({ weights, plan, truths, classes }: ForestTask, from: Int32Array, rng: Rng, bag: Float64Array): void {
  if (!plan.bootstrap) {
    bag.set(weights);
    return;
  }
  bag.fill(0);
  for (let draw = 0; draw < from.length; draw++) bag[from[rng.integer(from.length)]!]!++;
  if (plan.classWeight === 'balanced-subsample') {
    const counts = new Float64Array(classes);
    for (let row = 0; row < bag.length; row++) counts[truths[row]!]! += bag[row]!;
    for (let row = 0; row < bag.length; row++) {
      if (bag[row]! > 0) bag[row]! *= from.length / (classes * counts[truths[row]!]!);
    }
  }
  for (let row = 0; row < bag.length; row++) bag[row]! *= weights[row]!;
}

/** Some trees of a training, and the rows that they are to answer for. */
export interface ForestBlock {
  readonly task: ForestTask;
  readonly test: DesignMatrix;
  readonly from: number;
  readonly to: number;
}

/** The sum of what the trees `from`…`to` − 1 answer for the rows of `test`, rows × `answerWidth`. */
export function sumAnswers({ task, test, from, to }: ForestBlock): Float64Array {
  const sums = new Float64Array(test.rows * answerWidth(task));
  for (const { tree } of growTrees(task, from, to)) addAnswers(tree, test, sums);
  return sums;
}
