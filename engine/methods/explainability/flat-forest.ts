import { AT_MOST, EQUALS } from './shap/tree-ensemble.js';
import type { EnsembleTree, Encoded, TreeEnsemble } from './shap/tree-ensemble.js';

/** Where a node's numbers are among its `NODE`: the column tested, its left child, the test, a leaf's values. */
export const COLUMN = 0;
export const NEXT = 1;
export const ABOVE = 2;
export const LEAF = 3;
/** Numbers a node. */
export const NODE = 4;

/** Ranks among a column's thresholds, in as few bytes as hold them. */
export type Codes = Uint8Array | Uint16Array | Int32Array;

/** A column that nodes test, with the way of its missing values. */
export interface TestedColumn {
  /** Of the encoded columns. */
  readonly column: number;
  readonly missingLeft: boolean;
  /** Ascending, each once. */
  readonly thresholds: Float32Array;
}

/**
 * An ensemble of `<=` and `<` over float32 columns, reckoned as ONNX Runtime does it: float32 thresholds, leaves summed in
 * float32, tree after tree. Values are compared by their ranks among the column's thresholds. Shared memory, fit for
 * worker threads.
 */
export interface FlatForest {
  readonly outputs: number;
  readonly columns: readonly TestedColumn[];
  /** Where each tree's root begins among `nodes`. */
  readonly roots: Int32Array;
  /**
   * Nodes × `NODE`. `COLUMN` is a place in `columns`, −1 in a leaf; codes below `ABOVE` go to the left child, which the
   * right one follows.
   */
  readonly nodes: Int32Array;
  /** Leaves × outputs; `LEAF` is where a leaf's begin. */
  readonly leaves: Float32Array;
}

/** Rows as the forest reads them: codes, column by column. */
export interface FlatRows {
  readonly rows: number;
  readonly codes: Codes;
}

/** `undefined` where a node tests for equality, or by a threshold that is not finite. */
export function flatForest({ outputs, trees }: TreeEnsemble): FlatForest | undefined {
  const found = new Map<number, number[]>();
  for (const tree of trees) {
    for (let node = 0; node < tree.columns.length; node++) {
      if (tree.columns[node]! < 0) continue;
      if (tree.tests[node] === EQUALS || !Number.isFinite(tree.thresholds[node]!)) return undefined;
      const key = keyOf(tree, node);
      const known = found.get(key);
      if (known === undefined) found.set(key, [thresholdOf(tree, node)]);
      else known.push(thresholdOf(tree, node));
    }
  }
  const keys = [...found.keys()].sort((a, b) => a - b);
  const columns = keys.map((key): TestedColumn => {
    const sorted = new Float32Array(found.get(key)!).sort();
    const thresholds = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
    return { column: key >> 1, missingLeft: (key & 1) === 1, thresholds };
  });
  const placeOf = new Map(keys.map((key, place) => [key, place]));

  const count = trees.reduce((sum, tree) => sum + tree.columns.length, 0);
  const nodes = new Int32Array(new SharedArrayBuffer(4 * NODE * count));
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
      if (tree.columns[node]! < 0) {
        nodes[place + COLUMN] = -1;
        nodes[place + LEAF] = leaf;
        for (let k = 0; k < outputs; k++) leaves[leaf++] = tree.values[node * outputs + k]!;
        continue;
      }
      const column = placeOf.get(keyOf(tree, node))!;
      nodes[place + COLUMN] = column;
      nodes[place + NEXT] = free;
      nodes[place + ABOVE] = countBelow(columns[column]!.thresholds, thresholdOf(tree, node)) + 1;
      for (const child of [tree.left[node]!, tree.right[node]!]) {
        places[child] = free;
        free += NODE;
        order.push(child);
      }
    }
  }
  return { outputs, columns, roots, nodes, leaves };
}

/** A value's code is the number of thresholds below it: it is at most the threshold of rank r where its code is below r + 1. */
export function flatRows({ columns }: FlatForest, { rows, columns: width, values }: Encoded): FlatRows {
  const most = columns.reduce((longest, { thresholds }) => Math.max(longest, thresholds.length), 0);
  const codes = sharedCodes(most, rows * columns.length);
  columns.forEach(({ column, missingLeft, thresholds }, place) => {
    for (let row = 0; row < rows; row++) {
      const value = Math.fround(values[row * width + column]!);
      const code = Number.isNaN(value) ? (missingLeft ? 0 : thresholds.length) : countBelow(thresholds, value);
      codes[place * rows + row] = code;
    }
  });
  return { rows, codes };
}

function sharedCodes(most: number, count: number): Codes {
  if (most < 2 ** 8) return new Uint8Array(new SharedArrayBuffer(count));
  if (most < 2 ** 16) return new Uint16Array(new SharedArrayBuffer(2 * count));
  return new Int32Array(new SharedArrayBuffer(4 * count));
}

const keyOf = (tree: EnsembleTree, node: number): number => 2 * tree.columns[node]! + tree.missingLeft[node]!;

/** The greatest float32 that is at most (or below) a threshold: float32 numbers go the same way by it. */
function thresholdOf(tree: EnsembleTree, node: number): number {
  const threshold = tree.thresholds[node]!;
  const near = Math.fround(threshold);
  return near < threshold || (tree.tests[node] === AT_MOST && near === threshold) ? near : before(near);
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

/** How many of the ascending numbers are below a value. */
function countBelow(ascending: Float32Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
