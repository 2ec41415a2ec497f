import type { DesignMatrix } from '../design-matrix.js';

/** A fitted tree; node 0 is the root. */
export interface Tree {
  /** The column that a node compares; −1 for a leaf. */
  readonly features: Int32Array;
  /** At most this goes left. */
  readonly thresholds: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Numbers of a leaf: 1 (a mean, or the share of the second of two classes), else one share a class. */
  readonly width: number;
  /** Nodes × width, row-major. */
  readonly values: Float64Array;
}

/** The leaf of one row of a matrix. */
export function leafOf(
  { features, thresholds, left, right }: Tree,
  { values, columns }: DesignMatrix,
  row: number,
): number {
  const start = row * columns;
  let node = 0;
  for (let feature = features[0]!; feature >= 0; feature = features[node]!) {
    node = values[start + feature]! <= thresholds[node]! ? left[node]! : right[node]!;
  }
  return node;
}

/** Adds the tree's answers for all rows of `x` to `sums`, rows × width. */
export function addAnswers(tree: Tree, x: DesignMatrix, sums: Float64Array): void {
  const { width, values } = tree;
  for (let row = 0; row < x.rows; row++) {
    const leaf = leafOf(tree, x, row);
    for (let k = 0; k < width; k++) sums[row * width + k]! += values[leaf * width + k]!;
  }
}

/** What rows of a matrix weigh that pass each node; children have higher numbers than their parent. */
export function coversOf(tree: Tree, x: DesignMatrix, weights: Float64Array): Float64Array {
  const covers = new Float64Array(tree.features.length);
  for (let row = 0; row < x.rows; row++) {
    if (weights[row]! > 0) covers[leafOf(tree, x, row)]! += weights[row]!;
  }
  for (let node = covers.length - 1; node >= 0; node--) {
    if (tree.features[node]! >= 0) covers[node] = covers[tree.left[node]!]! + covers[tree.right[node]!]!;
  }
  return covers;
}
