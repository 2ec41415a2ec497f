import type { EnsembleTree } from './tree-ensemble.js';

/** A tree with covers, as path-dependent values read it. */
export interface TreePaths {
  readonly tree: EnsembleTree;
  /** One a node: what it answers where it is a leaf. */
  readonly answers: Float64Array;
  /** Of the edge into each node: the share of its parent's cover. */
  readonly ratios: Float64Array;
  /** The cover-weighted mean of the leaves. */
  readonly mean: number;
  /** The longest way to a leaf. */
  readonly depth: number;
  /** The most players tested on one way. */
  readonly distinct: number;
}

export function treePaths(tree: EnsembleTree, outputs: number, output: number, owners: Int32Array): TreePaths {
  const covers = tree.covers!;
  const nodes = tree.columns.length;
  const answers = Float64Array.from({ length: nodes }, (_, node) => tree.values[node * outputs + output]!);
  const ratios = new Float64Array(nodes);
  let mean = 0;
  tree.columns.forEach((column, node) => {
    if (column < 0) {
      mean += (covers[node]! / covers[0]!) * answers[node]!;
      return;
    }
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      ratios[child] = covers[node]! > 0 ? covers[child]! / covers[node]! : 0;
    }
  });
  return { tree, answers, ratios, mean, ...sizesOf(tree, owners) };
}

function sizesOf(tree: EnsembleTree, owners: Int32Array): { readonly depth: number; readonly distinct: number } {
  let deepest = 0;
  let most = 0;
  /** By player: the tests on the way; and for how many of them there is one. */
  const tests = new Int32Array(owners.reduce((players, player) => Math.max(players, player + 1), 1));
  let distinct = 0;
  const walk = (node: number, depth: number): void => {
    const column = tree.columns[node]!;
    if (column < 0) {
      deepest = Math.max(deepest, depth);
      most = Math.max(most, distinct);
      return;
    }
    const player = owners[column]!;
    if (tests[player]!++ === 0) distinct++;
    walk(tree.left[node]!, depth + 1);
    walk(tree.right[node]!, depth + 1);
    if (--tests[player]! === 0) distinct--;
  };
  walk(0, 0);
  return { depth: deepest, distinct: most };
}
