import { gaussLegendre } from '../../../numerics/gauss-legendre.js';
import { goesLeft } from './tree-ensemble.js';
import type { Encoded } from './tree-ensemble.js';
import type { TreePaths } from './tree-paths.js';

/** A leaf's table has 2^players rows. */
export const MOST_TABLED = 10;

/**
 * Path-dependent values of many rows at once, for trees with few players on a way: what a leaf adds hangs only on whose
 * tests a row passes, so that it is worked out once for every pattern of passed players and then looked up (Yang, "Fast
 * TreeSHAP", 2021, version 2): a row costs leaves × players. The patterns of all rows are carried down the tree together.
 * The same numbers as one row at a time, up to rounding.
 */
export class TabledTree {
  readonly #paths: TreePaths;
  readonly #owners: Int32Array;
  readonly #quadratures: readonly ReturnType<typeof gaussLegendre>[];
  readonly #products: Float64Array;
  readonly #table: Float64Array;
  /** The players on the way, each with the share of the cover that passes its tests; bit b stands for the b-th. */
  readonly #onWay: number[] = [];
  readonly #shares: number[] = [];

  constructor(paths: TreePaths, owners: Int32Array) {
    const { distinct } = paths;
    this.#paths = paths;
    this.#owners = owners;
    this.#quadratures = Array.from({ length: distinct + 1 }, (_, players) =>
      gaussLegendre(Math.max(1, Math.ceil(players / 2))),
    );
    this.#products = new Float64Array(2 ** distinct);
    this.#table = new Float64Array(2 ** distinct * distinct);
  }

  /** Adds the tree's shares for the rows `from`…`to` − 1 to `values`, rows × players. */
  add(x: Encoded, from: number, to: number, values: Float64Array, players: number): void {
    const { tree, ratios, depth } = this.#paths;
    const rows = to - from;
    const patterns = Array.from({ length: depth + 1 }, () => new Uint16Array(rows));
    const goLeft = Array.from({ length: depth }, () => new Uint8Array(rows));
    const walk = (node: number, level: number): void => {
      const column = tree.columns[node]!;
      const here = patterns[level]!;
      if (column < 0) {
        this.#fill(node);
        this.#look(here, from, values, players);
        return;
      }
      const player = this.#owners[column]!;
      const known = this.#onWay.indexOf(player);
      const place = known < 0 ? this.#onWay.push(player) - 1 : known;
      const shareBefore = known < 0 ? 1 : this.#shares[place]!;
      const bit = 1 << place;
      const isNew = known < 0 ? bit : 0;
      const left = goLeft[level]!;
      for (let row = 0; row < rows; row++) left[row] = goesLeft(tree, node, x.values, (from + row) * x.columns) ? 1 : 0;
      const below = patterns[level + 1]!;
      for (const side of [1, 0]) {
        const child = side === 1 ? tree.left[node]! : tree.right[node]!;
        this.#shares[place] = shareBefore * ratios[child]!;
        for (let row = 0; row < rows; row++) {
          below[row] = left[row] === side ? here[row]! | isNew : here[row]! & ~bit;
        }
        walk(child, level + 1);
      }
      if (known < 0) {
        this.#onWay.pop();
        this.#shares.pop();
      } else {
        this.#shares[place] = shareBefore;
      }
    };
    walk(0, 0);
  }

  /** The leaf's shares for every pattern: patterns × players on the way. */
  #fill(leaf: number): void {
    const count = this.#onWay.length;
    const size = 1 << count;
    const table = this.#table;
    const products = this.#products;
    const { points, weights } = this.#quadratures[count]!;
    table.fill(0, 0, size * count);
    for (let q = 0; q < points.length; q++) {
      const t = points[q]!;
      products[0] = weights[q]! * this.#paths.answers[leaf]!;
      for (let place = 0; place < count; place++) {
        const absent = this.#shares[place]! * (1 - t);
        for (let pattern = 0, bit = 1 << place; pattern < bit; pattern++) {
          products[bit + pattern] = products[pattern]! * (t + absent);
          products[pattern]! *= absent;
        }
      }
      for (let place = 0; place < count; place++) {
        const bit = 1 << place;
        const share = this.#shares[place]!;
        const others = 1 / (t + share * (1 - t));
        for (let pattern = 0; pattern < size; pattern++) {
          table[pattern * count + place]! += products[pattern | bit]! * others * ((pattern & bit ? 1 : 0) - share);
        }
      }
    }
  }

  #look(patterns: Uint16Array, from: number, values: Float64Array, players: number): void {
    const count = this.#onWay.length;
    const table = this.#table;
    const onWay = Int32Array.from(this.#onWay);
    for (let row = 0; row < patterns.length; row++) {
      const own = (from + row) * players;
      const start = patterns[row]! * count;
      for (let place = 0; place < count; place++) values[own + onWay[place]!]! += table[start + place]!;
    }
  }
}
