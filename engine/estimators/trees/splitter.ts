import type { Rng } from '../../numerics/random.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import { OccupiedRanks } from './occupied-ranks.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import { drawCut, midpoint } from './thresholds.js';

/** What a splitter looks for. */
export interface Search {
  /** Fewest rows of a leaf, however much they weigh. */
  readonly minLeaf: number;
  /** One drawn threshold a column; else the best of all. */
  readonly drawn: boolean;
}

/** Where a node has fewer than one in so many rows, they seldom share a line of a column: it is read by row. */
const APART = 16;
/** A node of fewer rows looks at each of them rather than at a list of rare ones. */
const FEW = 32;

/**
 * Searches the splits of one column at one node. A criterion says what the truths of rows add up to and how good a split
 * is; scores compare splits of one node only. Classes rather than closures: a compiler keeps what it has learnt of a
 * method, and throws it away for each new closure.
 */
export abstract class Splitter {
  /** Numbers of a leaf. */
  abstract readonly width: number;
  readonly #matrix: RankedMatrix;
  readonly #search: Search;
  readonly #occupied: OccupiedRanks;
  /** Of each place in the node the row's rank. */
  readonly #ranks: Int32Array;
  /** Rows of one side of a split. */
  readonly #side: Int32Array;
  /** The node that a row was last seen in, as counted by `#entered`. */
  readonly #nodeOf: Int32Array;
  readonly #cut = { rank: 0, threshold: 0 };
  #entered = 0;
  #rng: Rng | undefined;

  constructor(matrix: RankedMatrix, search: Search) {
    this.#matrix = matrix;
    this.#search = search;
    this.#occupied = new OccupiedRanks(widestColumn(matrix));
    this.#ranks = new Int32Array(matrix.rows);
    this.#side = new Int32Array(matrix.rows);
    this.#nodeOf = new Int32Array(matrix.rows);
  }

  /** Before each tree: the rows' weights in it, and what its thresholds are drawn from. */
  begin(weights: Float64Array, rng: Rng): void {
    this.#rng = rng;
    this.#nodeOf.fill(0);
    this.#entered = 0;
    this.weigh(weights);
  }

  /** Takes the node in; gives whether its truths are all the same. */
  enter(node: NodeRows): boolean {
    const { rows, start, count } = node;
    this.#entered++;
    if (count >= FEW) {
      const nodeOf = this.#nodeOf;
      const entered = this.#entered;
      for (let i = start; i < start + count; i++) nodeOf[rows[i]!] = entered;
    }
    return this.total(node);
  }

  /** Puts a better split of this column into `best`. Gives false where the column is constant in the node. */
  search(feature: number, node: NodeRows, best: BestSplit): boolean {
    const { starts } = this.#matrix;
    if (starts[feature + 1]! - starts[feature]! === 2) return this.#searchTwoValues(feature, node, best);
    return this.#search.drawn ? this.#searchDrawn(feature, node, best) : this.#searchAll(feature, node, best);
  }

  /** The node's answer, `width` numbers. */
  abstract write(into: Float64Array, at: number): void;

  protected abstract weigh(weights: Float64Array): void;
  /** Sums the truths of the node; gives whether they are all the same. */
  protected abstract total(node: NodeRows): boolean;
  /** The score of the split that has the first `count` of `rows` on one side. */
  protected abstract score(rows: Int32Array, count: number): number;
  /** Adds the node's truths to its histogram, `ranks` by place in the node. */
  protected abstract fill(ranks: Int32Array, node: NodeRows): void;
  /**
   * Empties the histogram of the first `used` of these ranks, ascending; gives the place of the rank after which the best
   * split comes that leaves `minLeaf` rows on both sides, or −1 where none scores more than `floor`.
   */
  protected abstract bestPlace(ranks: Int32Array, used: number, floor: number): number;
  /** What `bestPlace` found. */
  protected abstract bestScore(): number;

  /** A column of two values, such as a level's: there is one split, and rows of its rarer value are listed. */
  #searchTwoValues(feature: number, node: NodeRows, best: BestSplit): boolean {
    const { rare, rareStarts } = this.#matrix;
    const from = rareStarts[feature]!;
    const to = rareStarts[feature + 1]!;
    const number =
      to - from < node.count && node.count >= FEW ? this.#takeListed(rare, from, to) : this.#takeUpTo(feature, 0, node);
    return this.#offer(number, feature, node.count, 0, midpoint(this.#matrix, feature, 0, 1), best);
  }

  #searchDrawn(feature: number, node: NodeRows, best: BestSplit): boolean {
    const cut = this.#cut;
    if (!drawCut(this.#matrix, feature, node, this.#rng!, cut)) return false;
    return this.#offer(this.#takeUpTo(feature, cut.rank, node), feature, node.count, cut.rank, cut.threshold, best);
  }

  /** Offers the split whose one side is in `#side`; false where all rows are on one side. */
  #offer(number: number, feature: number, count: number, rank: number, threshold: number, best: BestSplit): boolean {
    if (number === 0 || number === count) return false;
    const { minLeaf } = this.#search;
    if (number < minLeaf || count - number < minLeaf) return true;
    const score = this.score(this.#side, number);
    if (score > best.score) {
      best.score = score;
      best.feature = feature;
      best.rank = rank;
      best.threshold = threshold;
    }
    return true;
  }

  #takeListed(list: Int32Array, from: number, to: number): number {
    const nodeOf = this.#nodeOf;
    const side = this.#side;
    const entered = this.#entered;
    let number = 0;
    for (let i = from; i < to; i++) {
      const row = list[i]!;
      side[number] = row;
      number += nodeOf[row] === entered ? 1 : 0;
    }
    return number;
  }

  /** Without a branch: which value comes next cannot be foretold. */
  #takeUpTo(feature: number, rank: number, { rows, start, count }: NodeRows): number {
    const matrix = this.#matrix;
    const apart = count * APART < matrix.rows;
    const ranks = apart ? matrix.byRow : matrix.ranks;
    const first = apart ? feature : feature * matrix.rows;
    const step = apart ? matrix.columns : 1;
    const side = this.#side;
    let number = 0;
    for (let i = start; i < start + count; i++) {
      const row = rows[i]!;
      side[number] = row;
      number += ranks[first + row * step]! <= rank ? 1 : 0;
    }
    return number;
  }

  #searchAll(feature: number, node: NodeRows, best: BestSplit): boolean {
    const { starts } = this.#matrix;
    const used = this.#takeRanks(feature, node, starts[feature + 1]! - starts[feature]!);
    if (used < 2) return false;
    this.fill(this.#ranks, node);
    const { inOrder } = this.#occupied;
    const place = this.bestPlace(inOrder, used, best.score);
    if (place >= 0) {
      best.score = this.bestScore();
      best.feature = feature;
      best.rank = inOrder[place]!;
      best.threshold = midpoint(this.#matrix, feature, inOrder[place]!, inOrder[place + 1]!);
    }
    return true;
  }

  #takeRanks(feature: number, { rows, start, count }: NodeRows, most: number): number {
    const matrix = this.#matrix;
    const apart = count * APART < matrix.rows;
    const ranks = apart ? matrix.byRow : matrix.ranks;
    const first = apart ? feature : feature * matrix.rows;
    const step = apart ? matrix.columns : 1;
    const { words, summary } = this.#occupied;
    const own = this.#ranks;
    for (let i = 0; i < count; i++) {
      const rank = ranks[first + rows[start + i]! * step]!;
      own[i] = rank;
      const word = rank >> 5;
      const before = words[word]!;
      if (before === 0) summary[rank >> 10]! |= 1 << (word & 31);
      words[word] = before | (1 << (rank & 31));
    }
    return this.#occupied.take(most);
  }
}
