import { gaussLegendre } from '../../../numerics/gauss-legendre.js';
import type { ExactShares } from './interventional-trees.js';
import { goesLeft } from './tree-ensemble.js';
import type { StageRows, TreeEnsemble } from './tree-ensemble.js';
import { MANY_ROWS, MOST_TABLED, TabledTree } from './path-tables.js';
import { treePaths } from './tree-paths.js';
import type { TreePaths } from './tree-paths.js';

/** Rows that are taken through a tabled tree together: their values stay in the processor's cache. */
const BLOCK = 2048;

/**
 * Path-dependent Shapley values of a sum of trees: where an absent player is tested, both ways are taken in proportion
 * to the training rows that went there (`covers`; Lundberg, Erion, Lee, "Consistent individualized feature
 * attribution for tree ensembles", 2018). A leaf's share for player i is
 *
 *     value · (oᵢ − rᵢ) ∫₀¹ Π_{j≠i} (oⱼ t + rⱼ (1 − t)) dt,
 *
 * where oⱼ is 1 if the row passes all of j's tests on the way and rⱼ is the share of the cover that does: the Beta
 * integral of the Shapley weights. The integrand is a polynomial, so that Gauss–Legendre nodes make it exact, and the
 * products are kept along the walk as in Yu et al., "Linear TreeSHAP", NeurIPS 2022: a row costs leaves × nodes. Of many
 * rows, where few players are tested on a way, what leaves add is tabled instead (`TabledTree`).
 *
 * Every tree must have covers, all positive at the root. `pause` is awaited now and then with the rows done.
 */
export async function pathDependentTrees(
  ensemble: TreeEnsemble,
  output: number,
  { explained, owners, players }: Omit<StageRows, 'background'>,
  pause: (row: number) => Promise<void>,
  mostTabled = explained.rows < MANY_ROWS ? -1 : MOST_TABLED,
): Promise<ExactShares> {
  const values = new Float64Array(explained.rows * players);
  const paths = ensemble.trees.map((tree) => treePaths(tree, ensemble.outputs, output, owners));
  const isTabled = ({ distinct }: TreePaths): boolean => distinct <= mostTabled;
  const tabled = paths.filter(isTabled).map((one) => new TabledTree(one, owners));
  const walks = paths.filter((one) => !isTabled(one)).map((one) => new TreeWalk(one, owners));
  for (let from = 0; from < explained.rows; from += BLOCK) {
    const to = Math.min(explained.rows, from + BLOCK);
    for (const tree of tabled) {
      await pause(from);
      tree.add(explained, from, to, values, players);
    }
    for (let row = from; row < to; row++) {
      if (row % 16 === 0) await pause(row);
      const shares = values.subarray(row * players, (row + 1) * players);
      for (const walk of walks) walk.add(explained.values, row * explained.columns, shares);
    }
  }
  return { values, base: ensemble.base[output]! + paths.reduce((sum, { mean }) => sum + mean, 0) };
}

class TreeWalk {
  readonly #points: Float64Array;
  readonly #weights: Float64Array;
  /** Products and sums of one walk, a row a depth. */
  readonly #products: Float64Array;
  readonly #sums: Float64Array;
  /** By player: whether all its tests so far were passed, and the share of the cover that passes them. */
  readonly #passed: Uint8Array;
  readonly #share: Float64Array;
  #x!: ArrayLike<number>;
  #start = 0;
  #shares!: Float64Array;

  constructor(
    readonly paths: TreePaths,
    readonly owners: Int32Array,
  ) {
    const { depth, distinct } = paths;
    const { points, weights } = gaussLegendre(Math.max(1, Math.ceil(distinct / 2)));
    this.#points = points;
    this.#weights = weights;
    this.#products = new Float64Array((depth + 1) * points.length).fill(1);
    this.#sums = new Float64Array((depth + 1) * points.length);
    const players = owners.reduce((most, player) => Math.max(most, player + 1), 1);
    this.#passed = new Uint8Array(players).fill(1);
    this.#share = new Float64Array(players).fill(1);
  }

  add(x: ArrayLike<number>, start: number, shares: Float64Array): void {
    this.#x = x;
    this.#start = start;
    this.#shares = shares;
    this.#walk(0, 0);
  }

  /** Leaves the sum over the leaves below, value × product, at `depth` of the sums. */
  #walk(node: number, depth: number): void {
    const { tree, answers } = this.paths;
    const count = this.#points.length;
    const at = depth * count;
    const column = tree.columns[node]!;
    if (column < 0) {
      const value = answers[node]!;
      for (let q = 0; q < count; q++) this.#sums[at + q] = value * this.#products[at + q]!;
      return;
    }
    this.#sums.fill(0, at, at + count);
    const player = this.owners[column]!;
    const isLeft = goesLeft(tree, node, this.#x, this.#start);
    this.#edge(tree.left[node]!, player, isLeft, depth);
    this.#edge(tree.right[node]!, player, !isLeft, depth);
  }

  #edge(child: number, player: number, taken: boolean, depth: number): void {
    const passedBefore = this.#passed[player]!;
    const shareBefore = this.#share[player]!;
    const passed = taken ? passedBefore : 0;
    const share = shareBefore * this.paths.ratios[child]!;
    // Reached with the player neither present nor absent: no coalition comes here.
    if (passed === 0 && share === 0) return;
    const count = this.#points.length;
    const here = depth * count;
    const below = here + count;
    for (let q = 0; q < count; q++) {
      const t = this.#points[q]!;
      const before = passedBefore * t + shareBefore * (1 - t);
      this.#products[below + q] = (this.#products[here + q]! / before) * (passed * t + share * (1 - t));
    }
    this.#passed[player] = passed;
    this.#share[player] = share;
    this.#walk(child, depth + 1);
    this.#passed[player] = passedBefore;
    this.#share[player] = shareBefore;
    let sum = 0;
    for (let q = 0; q < count; q++) {
      const t = this.#points[q]!;
      const found = this.#sums[below + q]!;
      this.#sums[here + q]! += found;
      // What the player's test above will add for these leaves too is taken off: the lowest test has the whole path.
      sum +=
        this.#weights[q]! *
        found *
        ((passed - share) / (passed * t + share * (1 - t)) -
          (passedBefore - shareBefore) / (passedBefore * t + shareBefore * (1 - t)));
    }
    this.#shares[player]! += sum;
  }
}
