import type { DesignMatrix } from '../design-matrix.js';
import { answerWidth } from './forest-task.js';
import type { GrownTree } from './forest-task.js';
import type { ForestTraining } from './forest-training.js';
import { leafOf } from './tree.js';

/**
 * Collects what trees answer for the training rows that they did not learn of (Breiman, "Out-of-bag estimation", 1996).
 */
export class OutOfBag {
  readonly #sums: Float64Array;
  readonly #counts: Int32Array;
  readonly #width: number;

  constructor(
    private readonly training: ForestTraining,
    /** The training rows, encoded. */
    private readonly own: DesignMatrix,
  ) {
    this.#width = answerWidth(training.task);
    this.#sums = new Float64Array(own.rows * this.#width);
    this.#counts = new Int32Array(own.rows);
  }

  add({ tree, inBag }: GrownTree): void {
    const width = this.#width;
    for (let row = 0; row < this.own.rows; row++) {
      if (inBag[row]! > 0) continue;
      this.#counts[row]!++;
      const leaf = leafOf(tree, this.own, row);
      for (let k = 0; k < width; k++) this.#sums[row * width + k]! += tree.values[leaf * width + k]!;
    }
  }

  /** As an estimator answers for the training rows; NaN for a row that every tree learnt of. */
  answers(): Float64Array {
    const { trees } = this.training.task.plan;
    // As if all trees had answered: a row's mean times their number.
    const all = this.#sums.map((sum, at) => (sum / this.#counts[Math.floor(at / this.#width)]!) * trees);
    return this.training.answersOf(all, this.own.rows);
  }
}
