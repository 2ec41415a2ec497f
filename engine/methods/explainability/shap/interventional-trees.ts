import { goesLeft } from './tree-ensemble.js';
import type { Encoded, EnsembleTree, StageRows, TreeEnsemble } from './tree-ensemble.js';

/** Rows × players, and the value without any player. */
export interface ExactShares {
  readonly values: Float64Array;
  readonly base: number;
}

/**
 * Interventional Shapley values of a sum of trees: an absent player is drawn from the background rows, its encoded
 * columns together. Exact: for a pair of an explained and a background row, a leaf is reached by the coalitions that
 * hold all of `a` players and none of `c` others, which get ±(a−1)! c!/(a+c)! of its value (Lundberg et al., "From
 * local explanations to global understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020).
 * Background rows that have gone the same ways so far are walked together.
 *
 * `owners` has the player of each encoded column. `pause` is awaited now and then with the rows done.
 */
export async function interventionalTrees(
  ensemble: TreeEnsemble,
  output: number,
  { explained, background, owners, players }: StageRows,
  pause: (row: number) => Promise<void>,
): Promise<ExactShares> {
  const walker = new Walker(ensemble.outputs, output, background, owners, players);
  const values = new Float64Array(explained.rows * players);
  for (let row = 0; row < explained.rows; row++) {
    if (row % 16 === 0) await pause(row);
    const shares = values.subarray(row * players, (row + 1) * players);
    for (const tree of ensemble.trees) walker.add(tree, explained.values, row * explained.columns, shares);
    for (let player = 0; player < players; player++) shares[player]! /= background.rows;
  }
  let sum = 0;
  for (const tree of ensemble.trees) sum += walker.total(tree);
  return { values, base: ensemble.base[output]! + sum / background.rows };
}

/** a! c! / (a + c + 1)! by [a][c], by the recurrence of Pascal's triangle. */
function shapleyWeights(most: number): readonly Float64Array[] {
  const weights = Array.from({ length: most + 1 }, () => new Float64Array(most + 1));
  for (let a = 0; a <= most; a++) {
    for (let c = 0; c <= most; c++) {
      weights[a]![c] = c === 0 ? 1 / (a + 1) : (weights[a]![c - 1]! * c) / (a + c + 1);
    }
  }
  return weights;
}

const UNDECIDED = 0;
const OWN = 1;
const OTHER = 2;

class Walker {
  readonly #order: Int32Array;
  readonly #status: Uint8Array;
  readonly #weights: readonly Float64Array[];
  #tree!: EnsembleTree;
  #x!: ArrayLike<number>;
  #start = 0;
  #shares!: Float64Array;
  /** What the last walk found below its node: the shares of a player that must be there, and of one that must not. */
  #with = 0;
  #without = 0;

  constructor(
    readonly outputs: number,
    readonly output: number,
    readonly background: Encoded,
    readonly owners: Int32Array,
    players: number,
  ) {
    this.#order = Int32Array.from({ length: background.rows }, (_, row) => row);
    this.#status = new Uint8Array(players);
    this.#weights = shapleyWeights(players);
  }

  /** Adds the shares of one tree, summed over the background, for the row that begins at `start` of `x`. */
  add(tree: EnsembleTree, x: ArrayLike<number>, start: number, shares: Float64Array): void {
    this.#tree = tree;
    this.#x = x;
    this.#start = start;
    this.#shares = shares;
    this.#walk(0, 0, this.background.rows, 0, 0);
  }

  /** The tree's answers, summed over the background. */
  total(tree: EnsembleTree): number {
    const { values, columns, rows } = this.background;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      let node = 0;
      while (tree.columns[node]! >= 0) {
        node = goesLeft(tree, node, values, row * columns) ? tree.left[node]! : tree.right[node]!;
      }
      sum += tree.values[node * this.outputs + this.output]!;
    }
    return sum;
  }

  /** The background rows `order[from … to)` at a node that `a` players must be the row's own for, and `c` must not. */
  #walk(node: number, from: number, to: number, a: number, c: number): void {
    const tree = this.#tree;
    const column = tree.columns[node]!;
    if (column < 0) {
      const value = tree.values[node * this.outputs + this.output]! * (to - from);
      this.#with = a > 0 ? value * this.#weights[a - 1]![c]! : 0;
      this.#without = c > 0 ? value * this.#weights[a]![c - 1]! : 0;
      return;
    }
    const player = this.owners[column]!;
    const status = this.#status[player]!;
    const left = tree.left[node]!;
    const right = tree.right[node]!;
    const own = status !== OTHER && goesLeft(tree, node, this.#x, this.#start);
    if (status === OWN) return this.#walk(own ? left : right, from, to, a, c);

    // Without the row's own value the left child is `own`'s place in what follows.
    const leftIsOwn = status === OTHER || own;
    const middle = this.#partition(node, from, to, leftIsOwn);
    const near = leftIsOwn ? left : right;
    const far = leftIsOwn ? right : left;
    let withSum = 0;
    let withoutSum = 0;
    if (middle > from) {
      this.#walk(near, from, middle, a, c);
      withSum = this.#with;
      withoutSum = this.#without;
    }
    if (middle < to) {
      if (status === OTHER) {
        this.#walk(far, middle, to, a, c);
        withSum += this.#with;
        withoutSum += this.#without;
      } else {
        this.#status[player] = OWN;
        this.#walk(near, middle, to, a + 1, c);
        const ownWith = this.#with;
        const ownWithout = this.#without;
        this.#status[player] = OTHER;
        this.#walk(far, middle, to, a, c + 1);
        this.#status[player] = UNDECIDED;
        this.#shares[player]! += ownWith - this.#without;
        withSum += ownWith + this.#with;
        withoutSum += ownWithout + this.#without;
      }
    }
    this.#with = withSum;
    this.#without = withoutSum;
  }

  /** Puts the background rows that go left (right) first; gives where the others begin. */
  #partition(node: number, from: number, to: number, left: boolean): number {
    const order = this.#order;
    const { values, columns } = this.background;
    let low = from;
    let high = to - 1;
    while (low <= high) {
      const row = order[low]!;
      if (goesLeft(this.#tree, node, values, row * columns) === left) {
        low++;
      } else {
        order[low] = order[high]!;
        order[high--] = row;
      }
    }
    return low;
  }
}
