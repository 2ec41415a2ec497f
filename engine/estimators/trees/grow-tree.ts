import type { Rng } from '../../numerics/random.js';
import { columnSampler } from './column-sampler.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import type { Tree } from './tree.js';

export interface Growth {
  /** Columns that a node looks at, of which at least one varies if any does. */
  readonly maxFeatures: number;
  /** Infinity for none. */
  readonly maxDepth: number;
  /** Fewest rows of a leaf, however much they weigh. */
  readonly minLeaf: number;
}

/** Grows tree after tree over one matrix; buffers are kept between them. */
export interface Grower {
  /** `weights` of all rows of the matrix; those above 0 (there must be one) are the tree's. */
  grow(weights: Float64Array, rng: Rng): Tree;
}

/**
 * Depth first, each node split where its splitter says, until its truths are all the same, it is too deep or too
 * small, or no column splits it (Breiman et al. 1984; scikit-learn's `DepthFirstTreeBuilder`). `makeSplitter` gets the generator that the trees draw from.
 */
export function treeGrower(matrix: RankedMatrix, growth: Growth, makeSplitter: (rng: Rng) => Splitter): Grower {
  const { rows, ranks } = matrix;
  const order = new Int32Array(rows);
  const aside = new Int32Array(rows);
  const node: NodeRows = { rows: order, start: 0, count: 0 };
  // One splitter for all trees: it draws from the generator of the tree that grows.
  let current: Rng | undefined;
  const drawing: Rng = {
    next: () => current!.next(),
    integer: (n) => current!.integer(n),
    normal: () => current!.normal(),
  };
  const splitter = makeSplitter(drawing);
  const tree = growingTree(splitter.width, 2 * rows - 1);
  const sampler = columnSampler(matrix.columns, growth.maxFeatures);

  return {
    grow(weights, rng) {
      current = rng;
      let number = 0;
      for (let row = 0; row < rows; row++) if (weights[row]! > 0) order[number++] = row;
      tree.reset();
      const best: BestSplit = { score: 0, feature: 0, rank: 0, threshold: 0 };
      sampler.reset();
      splitter.begin(weights);
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
        if (!alike && depth < growth.maxDepth && count >= 2 && count >= 2 * growth.minLeaf) {
          known = sampler.visit(constants, rng, (feature) => splitter.search(feature, node, best));
        }
        if (best.score === Number.NEGATIVE_INFINITY) {
          tree.leaf(id, splitter);
          continue;
        }
        const middle = partition(start, end, best.feature * rows, best.rank);
        tree.branch(id, best.feature, best.threshold);
        open.push(middle, end, depth + 1, ~id, known, start, middle, depth + 1, id, known);
      }
      return tree.done();
    },
  };

  /** Rows that go left first, both sides in their order: neighbours in memory stay neighbours. */
  function partition(start: number, end: number, column: number, rank: number): number {
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

function growingTree(width: number, most: number) {
  const features = new Int32Array(most);
  const thresholds = new Float64Array(most);
  const left = new Int32Array(most);
  const right = new Int32Array(most);
  const values = new Float64Array(most * width);
  let count = 0;
  return {
    reset(): void {
      count = 0;
    },
    add(parent: number): number {
      const id = count++;
      if (id > 0 && parent >= 0) left[parent] = id;
      if (parent < 0) right[~parent] = id;
      return id;
    },
    branch(id: number, feature: number, threshold: number): void {
      features[id] = feature;
      thresholds[id] = threshold;
    },
    leaf(id: number, splitter: Splitter): void {
      features[id] = -1;
      splitter.write(values, id * width);
    },
    done: (): Tree => ({
      features: features.slice(0, count),
      thresholds: thresholds.slice(0, count),
      left: left.slice(0, count),
      right: right.slice(0, count),
      width,
      values: values.slice(0, count * width),
    }),
  };
}
