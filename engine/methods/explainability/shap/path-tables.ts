import { gaussLegendre } from '../../../numerics/gauss-legendre.js';
import { goesLeft } from './tree-ensemble.js';
import type { Encoded } from './tree-ensemble.js';
import type { TreePaths } from './tree-paths.js';

/** A pattern of players has as many bits. */
export const MOST_TABLED = 16;

/** With fewer rows, filling the tables takes longer than they spare: depth 6 and fully grown alike cross at 24 to 32. */
export const MANY_ROWS = 32;

/**
 * Path-dependent values of many rows at once: what a leaf adds hangs only on whose tests a row passes, so that it is
 * worked out once for each pattern of passed players that rows have there, then looked up (after Yang, "Fast TreeSHAP",
 * 2021, version 2, which tables all patterns): a row costs leaves × players. The patterns of all rows are carried down the
 * tree together. The same numbers as one row at a time, up to rounding.
 */
export class TabledTree {
  readonly #paths: TreePaths;
  readonly #owners: Int32Array;
  readonly #quadratures: readonly ReturnType<typeof gaussLegendre>[];
  /** Of the leaf at hand, players × points: (1 − r)/(t + r (1 − t)), and the factor of one who passes, and who does not. */
  readonly #gains: Float64Array;
  readonly #passes: Float64Array;
  readonly #fails: Float64Array;
  readonly #products: Float64Array;
  /** By pattern where its shares begin in the leaf's table, −1 where rows had it not yet. */
  readonly #starts: Int32Array;
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
    const points = this.#quadratures[distinct]!.points.length;
    this.#gains = new Float64Array(distinct * points);
    this.#passes = new Float64Array(distinct * points);
    this.#fails = new Float64Array(distinct * points);
    this.#products = new Float64Array(points);
    this.#starts = new Int32Array(2 ** distinct).fill(-1);
  }

  /** Adds the tree's shares for the rows `from`…`to` − 1 to `values`, rows × players. */
  add(x: Encoded, from: number, to: number, values: Float64Array, players: number): void {
    const { tree, ratios, depth, distinct } = this.#paths;
    const rows = to - from;
    const patterns = Array.from({ length: depth + 1 }, () => new Uint16Array(rows));
    const goLeft = Array.from({ length: depth }, () => new Uint8Array(rows));
    const table = new Float64Array(Math.min(rows, 2 ** distinct) * distinct);
    const walk = (node: number, level: number): void => {
      const column = tree.columns[node]!;
      const here = patterns[level]!;
      if (column < 0) {
        this.#addLeaf(node, here, table, values.subarray(from * players), players);
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

  /** `values`: rows × players, from the first of the patterns' rows on. */
  #addLeaf(leaf: number, patterns: Uint16Array, table: Float64Array, values: Float64Array, players: number): void {
    const onWay = Int32Array.from(this.#onWay);
    const count = onWay.length;
    const starts = this.#starts;
    this.#factors();
    let filled = 0;
    for (let row = 0; row < patterns.length; row++) {
      const pattern = patterns[row]!;
      let start = starts[pattern]!;
      if (start < 0) {
        start = filled;
        starts[pattern] = start;
        filled += count;
        this.#fill(pattern, this.#paths.answers[leaf]!, table, start);
      }
      const own = row * players;
      for (let place = 0; place < count; place++) values[own + onWay[place]!]! += table[start + place]!;
    }
    for (let row = 0; row < patterns.length; row++) starts[patterns[row]!] = -1;
  }

  #factors(): void {
    const count = this.#onWay.length;
    const { points } = this.#quadratures[count]!;
    for (let place = 0; place < count; place++) {
      const share = this.#shares[place]!;
      for (let q = 0; q < points.length; q++) {
        const at = place * points.length + q;
        const absent = share * (1 - points[q]!);
        this.#fails[at] = absent;
        this.#passes[at] = points[q]! + absent;
        this.#gains[at] = (1 - share) / (points[q]! + absent);
      }
    }
  }

  /** The shares of the players on the way for a pattern. All who do not pass have the same: −r Π_{j≠i} = −Π / (1 − t). */
  #fill(pattern: number, answer: number, table: Float64Array, start: number): void {
    const count = this.#onWay.length;
    const { points, weights } = this.#quadratures[count]!;
    const products = this.#products;
    for (let q = 0; q < points.length; q++) products[q] = weights[q]! * answer;
    for (let place = 0; place < count; place++) {
      const factors = (pattern >> place) & 1 ? this.#passes : this.#fails;
      const at = place * points.length;
      for (let q = 0; q < points.length; q++) products[q]! *= factors[at + q]!;
    }
    let loss = 0;
    for (let q = 0; q < points.length; q++) loss += products[q]! / (1 - points[q]!);
    for (let place = 0; place < count; place++) {
      let share = -loss;
      if ((pattern >> place) & 1) {
        share = 0;
        const at = place * points.length;
        for (let q = 0; q < points.length; q++) share += products[q]! * this.#gains[at + q]!;
      }
      table[start + place] = share;
    }
  }
}
