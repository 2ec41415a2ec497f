import { gaussLegendre } from '../../../numerics/gauss-legendre.js';
import type { ExactShares } from './interventional-trees.js';
import { goesLeft } from './tree-ensemble.js';
import type { Encoded, EnsembleTree, TreeEnsemble } from './tree-ensemble.js';

/**
 * Path-dependent Shapley values of a sum of trees: where an absent player is tested, both ways are taken in proportion
 * to the training rows that went there (`covers`; Lundberg, Erion, Lee, "Consistent individualized feature
 * attribution for tree ensembles", 2018). A leaf's share for player i is
 *
 *     value · (oᵢ − rᵢ) ∫₀¹ Π_{j≠i} (oⱼ t + rⱼ (1 − t)) dt,
 *
 * where oⱼ is 1 if the row passes all of j's tests on the way and rⱼ is the share of the cover that does: the Beta
 * integral of the Shapley weights. The integrand is a polynomial, so that Gauss–Legendre nodes make it exact, and the
 * products are kept along the walk as in Yu et al., "Linear TreeSHAP", NeurIPS 2022: a row costs leaves × nodes.
 *
 * Every tree must have covers, all positive at the root. `pause` is awaited between explained rows.
 */
export async function pathDependentTrees(
  ensemble: TreeEnsemble,
  output: number,
  {
    explained,
    owners,
    players,
  }: { readonly explained: Encoded; readonly owners: Int32Array; readonly players: number },
  pause: (row: number) => Promise<void>,
): Promise<ExactShares> {
  const walks = ensemble.trees.map((tree) => new TreeWalk(tree, ensemble.outputs, output, owners));
  const values = new Float64Array(explained.rows * players);
  for (let row = 0; row < explained.rows; row++) {
    await pause(row);
    const shares = values.subarray(row * players, (row + 1) * players);
    for (const walk of walks) walk.add(explained.values, row * explained.columns, shares);
  }
  return { values, base: ensemble.base[output]! + walks.reduce((sum, walk) => sum + walk.mean, 0) };
}

class TreeWalk {
  /** The cover-weighted mean of the leaves. */
  readonly mean: number;
  readonly #points: Float64Array;
  readonly #weights: Float64Array;
  /** Of the edge into each node: the share of its parent's cover. */
  readonly #ratios: Float64Array;
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
    readonly tree: EnsembleTree,
    readonly outputs: number,
    readonly output: number,
    readonly owners: Int32Array,
  ) {
    const { depth, distinct } = pathsOf(tree, owners);
    const { points, weights } = gaussLegendre(Math.max(1, Math.ceil(distinct / 2)));
    this.#points = points;
    this.#weights = weights;
    this.#products = new Float64Array((depth + 1) * points.length).fill(1);
    this.#sums = new Float64Array((depth + 1) * points.length);
    const players = owners.reduce((most, player) => Math.max(most, player + 1), 1);
    this.#passed = new Uint8Array(players).fill(1);
    this.#share = new Float64Array(players).fill(1);
    const covers = tree.covers!;
    this.#ratios = new Float64Array(tree.columns.length);
    let mean = 0;
    tree.columns.forEach((column, node) => {
      if (column < 0) {
        mean += (covers[node]! / covers[0]!) * tree.values[node * outputs + output]!;
        return;
      }
      for (const child of [tree.left[node]!, tree.right[node]!]) {
        this.#ratios[child] = covers[node]! > 0 ? covers[child]! / covers[node]! : 0;
      }
    });
    this.mean = mean;
  }

  add(x: ArrayLike<number>, start: number, shares: Float64Array): void {
    this.#x = x;
    this.#start = start;
    this.#shares = shares;
    this.#walk(0, 0);
  }

  /** Leaves the sum over the leaves below, value × product, at `depth` of the sums. */
  #walk(node: number, depth: number): void {
    const { tree } = this;
    const count = this.#points.length;
    const at = depth * count;
    const column = tree.columns[node]!;
    if (column < 0) {
      const value = tree.values[node * this.outputs + this.output]!;
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
    const share = shareBefore * this.#ratios[child]!;
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

/** The longest way to a leaf, and the most players tested on one. */
function pathsOf(tree: EnsembleTree, owners: Int32Array): { readonly depth: number; readonly distinct: number } {
  let deepest = 0;
  let most = 0;
  const seen = new Map<number, number>();
  const walk = (node: number, depth: number): void => {
    const column = tree.columns[node]!;
    if (column < 0) {
      deepest = Math.max(deepest, depth);
      most = Math.max(most, seen.size);
      return;
    }
    const player = owners[column]!;
    seen.set(player, (seen.get(player) ?? 0) + 1);
    walk(tree.left[node]!, depth + 1);
    walk(tree.right[node]!, depth + 1);
    const left = seen.get(player)! - 1;
    if (left === 0) seen.delete(player);
    else seen.set(player, left);
  };
  walk(0, 0);
  return { depth: deepest, distinct: most };
}
