/** How a node is tested; what passes goes left. */
export const AT_MOST = 0;
export const BELOW = 1;
export const EQUALS = 2;

/** A tree over encoded columns; node 0 is the root. */
export interface EnsembleTree {
  /** The column that a node tests; −1 for a leaf. */
  readonly columns: Int32Array;
  /** `AT_MOST`, `BELOW` or `EQUALS` the threshold. */
  readonly tests: Uint8Array;
  readonly thresholds: Float64Array;
  /** 1 where a missing value (NaN) goes left. */
  readonly missingLeft: Uint8Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Of a leaf: nodes × outputs, row-major. */
  readonly values: Float64Array;
  /** Training rows (or their weight) that passed a node, where that is known. */
  readonly covers?: Float64Array;
}

/** Trees whose leaves are summed, and `base` added. */
export interface TreeEnsemble {
  readonly columns: number;
  readonly outputs: number;
  readonly trees: readonly EnsembleTree[];
  /** One an output. */
  readonly base: Float64Array;
}

/** Row-major numbers, rows × columns: what the trees compare. */
export interface Encoded {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Rows for which a stage is explained, and what an absent player is drawn from. */
export interface StageRows {
  readonly explained: Encoded;
  readonly background: Encoded;
  /** Player of each encoded column. */
  readonly owners: Int32Array;
  readonly players: number;
}

/** Whether the row that begins at `start` of `values` goes left at a node that is no leaf. */
export function goesLeft(tree: EnsembleTree, node: number, values: ArrayLike<number>, start: number): boolean {
  const value = values[start + tree.columns[node]!]!;
  const threshold = tree.thresholds[node]!;
  if (value !== value) return tree.missingLeft[node] === 1;
  switch (tree.tests[node]) {
    case AT_MOST:
      return value <= threshold;
    case BELOW:
      return value < threshold;
    default:
      return value === threshold;
  }
}

/** The ensemble's answers for one output, one a row. */
export function ensembleValues({ trees, outputs, base }: TreeEnsemble, output: number, x: Encoded): Float64Array {
  const sums = new Float64Array(x.rows).fill(base[output]!);
  for (const tree of trees) {
    for (let row = 0; row < x.rows; row++) {
      let node = 0;
      while (tree.columns[node]! >= 0) {
        node = goesLeft(tree, node, x.values, row * x.columns) ? tree.left[node]! : tree.right[node]!;
      }
      sums[row]! += tree.values[node * outputs + output]!;
    }
  }
  return sums;
}

/** The ensemble with covers counted from rows: how many pass each node. */
export function withCovers(ensemble: TreeEnsemble, rows: Encoded): TreeEnsemble {
  return {
    ...ensemble,
    trees: ensemble.trees.map((tree) => {
      const covers = new Float64Array(tree.columns.length);
      for (let row = 0; row < rows.rows; row++) {
        let node = 0;
        covers[0]!++;
        while (tree.columns[node]! >= 0) {
          node = goesLeft(tree, node, rows.values, row * rows.columns) ? tree.left[node]! : tree.right[node]!;
          covers[node]!++;
        }
      }
      return { ...tree, covers };
    }),
  };
}
