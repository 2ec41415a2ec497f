import type { Rng } from '../../numerics/random.js';
import { ColumnSampler } from './column-sampler.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import type { Tree } from './tree.js';
import { TreeUnderWay } from './tree-under-way.js';

export interface Growth {
  /** Columns that a node looks at, of which at least one varies if any does. */
  readonly maxFeatures: number;
  /** Infinity for none. */
  readonly maxDepth: number;
  /** Fewest rows of a leaf, however much they weigh. */
  readonly minLeaf: number;
}

/**
 * Grows tree after tree over one matrix; buffers are kept between them. Depth first, each node split where its splitter
 * says, until its truths are all the same, it is too deep or too small, or no column splits it (Breiman et al. 1984;
 * scikit-learn's `DepthFirstTreeBuilder`).
 */
export class TreeGrower {
  readonly #matrix: RankedMatrix;
  readonly #growth: Growth;
  readonly #splitter: Splitter;
  readonly #sampler: ColumnSampler;
  readonly #tree: TreeUnderWay;
  readonly #order: Int32Array;
  readonly #aside: Int32Array;

  constructor(matrix: RankedMatrix, growth: Growth, splitter: Splitter) {
    this.#matrix = matrix;
    this.#growth = growth;
    this.#splitter = splitter;
    this.#sampler = new ColumnSampler(matrix.columns, growth.maxFeatures);
    this.#tree = new TreeUnderWay(splitter.width, 2 * matrix.rows - 1);
    this.#order = new Int32Array(matrix.rows);
    this.#aside = new Int32Array(matrix.rows);
  }

  /** `weights` of all rows of the matrix; those above 0 (there must be one) are the tree's. */
  grow(weights: Float64Array, rng: Rng): Tree {
    const splitter = this.#splitter;
    const sampler = this.#sampler;
    const tree = this.#tree;
    const order = this.#order;
    const { maxDepth, minLeaf } = this.#growth;
    let number = 0;
    for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) order[number++] = row;
    tree.reset();
    sampler.reset();
    splitter.begin(weights, rng);
    const node: NodeRows = { rows: order, start: 0, count: 0 };
    const best: BestSplit = { score: 0, feature: 0, rank: 0, threshold: 0 };
    // Open nodes: start, end, depth, parent (its complement for a right child), constant columns.
    const open: number[] = [0, number, 0, 0, 0];
    while (open.length > 0) {
      const constants = open.pop()!;
      const parent = open.pop()!;
      const depth = open.pop()!;
      const end = open.pop()!;
      const start = open.pop()!;
      const id = tree.add(parent);
      const count = end - start;
      node.start = start;
      node.count = count;
      const alike = splitter.enter(node);
      best.score = Number.NEGATIVE_INFINITY;
      let known = constants;
      if (!alike && depth < maxDepth && count >= 2 && count >= 2 * minLeaf) {
        known = sampler.visit(constants, rng, splitter, node, best);
      }
      if (best.score === Number.NEGATIVE_INFINITY) {
        tree.leaf(id, splitter);
        continue;
      }
      const middle = this.#partition(start, end, best.feature, best.rank);
      tree.branch(id, best.feature, best.threshold);
      open.push(middle, end, depth + 1, ~id, known, start, middle, depth + 1, id, known);
    }
    return tree.done();
  }

  /** Rows that go left first, both sides in their order: neighbours in memory stay neighbours. */
  #partition(start: number, end: number, feature: number, rank: number): number {
    const { ranks, rows } = this.#matrix;
    const order = this.#order;
    const aside = this.#aside;
    const column = feature * rows;
    let left = start;
    let kept = 0;
    // Both sides are written and one is kept: which it is cannot be foretold, and a wrong guess costs more.
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const goesLeft = ranks[column + row]! <= rank ? 1 : 0;
      order[left] = row;
      aside[kept] = row;
      left += goesLeft;
      kept += 1 - goesLeft;
    }
    for (let i = 0; i < kept; i++) order[left + i] = aside[i]!;
    return left;
  }
}
