import { AT_MOST, EQUALS } from './shap/tree-ensemble.js';
import type { Encoded, TreeEnsemble } from './shap/tree-ensemble.js';

/** Where a node's numbers are among its `NODE`: the column tested, its left child, the threshold, a leaf's values. */
export const COLUMN = 0;
export const NEXT = 1;
export const THRESHOLD = 2;
export const LEAF = 3;
/** Numbers a node: sixteen bytes, so that two children lie in one line of a cache. */
export const NODE = 4;

/**
 * An ensemble of `<=` and `<` over float32 columns, reckoned as ONNX Runtime does it: float32 thresholds, leaves summed in
 * float32, tree after tree. Shared memory, fit for worker threads.
 */
export interface FlatForest {
  readonly outputs: number;
  /** Where each tree's root begins among `nodes`. */
  readonly roots: Int32Array;
  /** Nodes × `NODE`. A right child follows the left one. A leaf is its own left child, and tests what always goes left. */
  readonly nodes: Int32Array;
  /** The same memory as floats: what is at most `THRESHOLD` goes left. */
  readonly floats: Float32Array;
  /** Leaves × outputs; `LEAF` is where a leaf's begin, −1 in other nodes. */
  readonly leaves: Float32Array;
}

/** Float32 rows as the forest reads them, rows × columns. */
export interface FlatRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** `undefined` where a node tests for equality, or by a threshold that is not finite. */
export function flatForest({ columns, outputs, trees }: TreeEnsemble): FlatForest | undefined {
  const count = trees.reduce((sum, tree) => sum + tree.columns.length, 0);
  const nodes = new Int32Array(new SharedArrayBuffer(4 * NODE * count));
  const floats = new Float32Array(nodes.buffer);
  const leaves = new Float32Array(new SharedArrayBuffer(4 * count * outputs));
  const roots = new Int32Array(new SharedArrayBuffer(4 * trees.length));
  let free = 0;
  let leaf = 0;
  for (const [number, tree] of trees.entries()) {
    roots[number] = free;
    const places = new Int32Array(tree.columns.length);
    places[0] = free;
    free += NODE;
    const order = [0];
    for (const node of order) {
      const place = places[node]!;
      const column = tree.columns[node]!;
      if (column < 0) {
        nodes.set([2 * columns, place, 0, leaf], place);
        floats[place + THRESHOLD] = Number.POSITIVE_INFINITY;
        for (let k = 0; k < outputs; k++) leaves[leaf++] = tree.values[node * outputs + k]!;
        continue;
      }
      if (tree.tests[node] === EQUALS || !Number.isFinite(tree.thresholds[node]!)) return undefined;
      nodes.set([tree.missingLeft[node] === 1 ? columns + column : column, free, 0, -1], place);
      floats[place + THRESHOLD] = thresholdOf(tree.thresholds[node]!, tree.tests[node] === AT_MOST);
      for (const child of [tree.left[node]!, tree.right[node]!]) {
        places[child] = free;
        free += NODE;
        order.push(child);
      }
    }
  }
  return { outputs, roots, nodes, floats, leaves };
}

/**
 * The rows as the forest reads them: each column twice, a missing value at most nothing in the first and less than all
 * numbers in the second, which is what nodes test that send it left; then a column of zeros, for leaves.
 */
export function flatRows({ rows, columns, values }: Encoded): FlatRows {
  const width = 2 * columns + 1;
  const flat = new Float32Array(new SharedArrayBuffer(4 * rows * width));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const at = row * width + column;
      flat[at] = value;
      flat[at + columns] = Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
    }
  }
  return { rows, columns: width, values: flat };
}

/** The greatest float32 that is at most (or below) a threshold: float32 numbers go the same way by it. */
function thresholdOf(threshold: number, orEqual: boolean): number {
  const near = Math.fround(threshold);
  return near < threshold || (orEqual && near === threshold) ? near : before(near);
}

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** The float32 before a float32 that is not −∞. */
function before(value: number): number {
  if (value === 0) return -(2 ** -149);
  float[0] = value;
  bits[0]! += value > 0 ? -1 : 1;
  return float[0];
}
