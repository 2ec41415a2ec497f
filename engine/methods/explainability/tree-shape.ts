import { AT_MOST, BELOW, goesLeft } from './shap/tree-ensemble.js';
import type { Encoded, EnsembleTree } from './shap/tree-ensemble.js';

/** Size of trees, and how much of them one decision takes. */
export interface TreeShape {
  /** Tests on the longest way to a leaf, of any tree. */
  readonly depth: number;
  readonly leaves: number;
  /** Every branch of the only tree has a leaf: a list of rules, read from the top. */
  readonly isRuleList: boolean;
  /** No tree tests columns of two owners. */
  readonly isAdditive: boolean;
}

export function treeShape(trees: readonly EnsembleTree[], owners: readonly string[]): TreeShape {
  let depth = 0;
  let leaves = 0;
  let isAdditive = true;
  let isRuleList = trees.length === 1;
  for (const tree of trees) {
    const depths = new Int32Array(tree.columns.length);
    const tested = new Set<string>();
    tree.columns.forEach((column, node) => {
      if (column < 0) {
        leaves++;
        depth = Math.max(depth, depths[node]!);
        return;
      }
      tested.add(owners[column]!);
      const children = [tree.left[node]!, tree.right[node]!];
      for (const child of children) depths[child] = depths[node]! + 1;
      if (children.every((child) => tree.columns[child]! >= 0)) isRuleList = false;
    });
    if (tested.size > 1) isAdditive = false;
  }
  return { depth, leaves, isRuleList, isAdditive };
}

/** Tests that each row takes on its ways through all trees. */
export function testsOfRows(trees: readonly EnsembleTree[], x: Encoded): Float64Array {
  const tests = new Float64Array(x.rows);
  for (const tree of trees) {
    for (let row = 0; row < x.rows; row++) {
      for (let node = 0; tree.columns[node]! >= 0; tests[row]!++) {
        node = goesLeft(tree, node, x.values, row * x.columns) ? tree.left[node]! : tree.right[node]!;
      }
    }
  }
  return tests;
}

/** A leaf's box: what each column must lie above and at most (or below) to come here. */
interface Leaf {
  readonly node: number;
  readonly above: ReadonlyMap<number, number>;
  readonly atMost: ReadonlyMap<number, number>;
  /** By column: whether a missing value comes here. */
  readonly missing: ReadonlyMap<number, boolean>;
}

/**
 * Whether the tree's answers never fall (`direction` 1) or never rise (−1) as the encoded column does, whatever the
 * other columns are; missing values aside, which have no place in an order. Any two leaves that differ in the column
 * and can be met with all else equal are compared: leaves² × depth. Trees that test the column for equality are not
 * read: `undefined`.
 */
export function isMonotone(
  tree: EnsembleTree,
  column: number,
  direction: 1 | -1,
  valueOf: (node: number) => number,
): boolean | undefined {
  if (tree.columns.some((tested, node) => tested === column && ![AT_MOST, BELOW].includes(tree.tests[node]!))) {
    return undefined;
  }
  if (!tree.columns.includes(column)) return true;
  // Some trees test again what they know: no value of the column comes to such a leaf.
  const leaves = leavesOf(tree).filter(
    ({ above, atMost }) => (above.get(column) ?? -Infinity) < (atMost.get(column) ?? Infinity),
  );
  for (const low of leaves) {
    const most = low.atMost.get(column);
    if (most === undefined) continue;
    for (const high of leaves) {
      const least = high.above.get(column);
      if (least === undefined || least < most || !meet(low, high, column)) continue;
      if (direction * (valueOf(high.node) - valueOf(low.node)) < 0) return false;
    }
  }
  return true;
}

function leavesOf(tree: EnsembleTree): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const open: Leaf[] = [{ node: 0, above: new Map(), atMost: new Map(), missing: new Map() }];
  while (open.length > 0) {
    const { node, above, atMost, missing } = open.pop()!;
    const column = tree.columns[node]!;
    if (column < 0) {
      leaves.push({ node, above, atMost, missing });
      continue;
    }
    const threshold = tree.thresholds[node]!;
    const gap = (isLeft: boolean): ReadonlyMap<number, boolean> =>
      new Map(missing).set(column, (missing.get(column) ?? true) && (tree.missingLeft[node] === 1) === isLeft);
    const lower = Math.min(atMost.get(column) ?? Infinity, threshold);
    const upper = Math.max(above.get(column) ?? -Infinity, threshold);
    open.push(
      { node: tree.left[node]!, above, atMost: new Map(atMost).set(column, lower), missing: gap(true) },
      { node: tree.right[node]!, above: new Map(above).set(column, upper), atMost, missing: gap(false) },
    );
  }
  return leaves;
}

/** Whether rows can be alike in every other column and one come to each leaf. */
function meet(a: Leaf, b: Leaf, but: number): boolean {
  const columns = new Set([...a.missing.keys(), ...b.missing.keys()]);
  for (const column of columns) {
    if (column === but) continue;
    const above = Math.max(a.above.get(column) ?? -Infinity, b.above.get(column) ?? -Infinity);
    const atMost = Math.min(a.atMost.get(column) ?? Infinity, b.atMost.get(column) ?? Infinity);
    const bothMissing = (a.missing.get(column) ?? true) && (b.missing.get(column) ?? true);
    if (above >= atMost && !bothMissing) return false;
  }
  return true;
}
