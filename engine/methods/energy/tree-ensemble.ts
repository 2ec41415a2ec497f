import { numberAttribute, numbersAttribute, textAttribute, textsAttribute } from './graph.js';
import type { GraphNode } from './graph.js';

/** What the trees of an `ai.onnx.ml` ensemble cost and hold. */
export interface TreeEnsembleProfile {
  /** Comparisons on the way to a leaf and additions of its weights, over all trees: fewest and most. */
  readonly lower: number;
  readonly upper: number;
  /** Thresholds of the branches and weights of the leaves. */
  readonly parameters: readonly number[];
  /** Classes or targets that the leaves vote for. */
  readonly votes: number;
}

/**
 * TreeEnsembleClassifier and TreeEnsembleRegressor. A row takes one path through each tree: a comparison at each
 * branch, then an addition for each weight of the leaf. `undefined` where the attributes make no trees.
 */
export function treeEnsembleProfile(node: GraphNode): TreeEnsembleProfile | undefined {
  const kind = node.opType === 'TreeEnsembleClassifier' ? 'class' : 'target';
  const of = (name: string): readonly number[] => numbersAttribute(node, name) ?? [];
  const trees = of('nodes_treeids');
  const ids = of('nodes_nodeids');
  const modes = textsAttribute(node, 'nodes_modes');
  const whenTrue = of('nodes_truenodeids');
  const whenFalse = of('nodes_falsenodeids');
  const thresholds = numbersAttribute(node, 'nodes_values') ?? of('nodes_values_as_tensor');
  const weights = numbersAttribute(node, `${kind}_weights`) ?? of(`${kind}_weights_as_tensor`);
  const weightTrees = of(`${kind}_treeids`);
  const weightNodes = of(`${kind}_nodeids`);
  const count = trees.length;
  if (count === 0 || [ids, modes, whenTrue, whenFalse].some(({ length }) => length !== count)) return undefined;
  if (weightTrees.length !== weightNodes.length) return undefined;

  const key = (tree: number, id: number): string => `${tree} ${id}`;
  const place = new Map(trees.map((tree, index) => [key(tree, ids[index]!), index]));
  const leafWeights = new Map<string, number>();
  weightTrees.forEach((tree, index) => {
    const leaf = key(tree, weightNodes[index]!);
    leafWeights.set(leaf, (leafWeights.get(leaf) ?? 0) + 1);
  });
  const pointed = new Set<string>();
  modes.forEach((mode, index) => {
    if (mode === 'LEAF') return;
    pointed.add(key(trees[index]!, whenTrue[index]!)).add(key(trees[index]!, whenFalse[index]!));
  });

  let lower = 0;
  let upper = 0;
  for (let root = 0; root < count; root++) {
    const tree = trees[root]!;
    if (pointed.has(key(tree, ids[root]!))) continue;
    const costs: number[] = [];
    // Depth first; a file that points in circles would take more steps than it has nodes.
    const open = [{ index: root, depth: 0 }];
    for (let steps = 0; open.length > 0; steps++) {
      if (steps > count) return undefined;
      const { index, depth } = open.pop()!;
      if (modes[index] === 'LEAF') {
        costs.push(depth + (leafWeights.get(key(tree, ids[index]!)) ?? 0));
        continue;
      }
      for (const id of [whenTrue[index]!, whenFalse[index]!]) {
        const next = place.get(key(tree, id));
        if (next === undefined) return undefined;
        open.push({ index: next, depth: depth + 1 });
      }
    }
    lower += costs.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
    upper += costs.reduce((most, cost) => Math.max(most, cost), 0);
  }
  if (!Number.isFinite(lower) || upper === 0) return undefined;
  const branches = thresholds.filter((_, index) => modes[index] !== 'LEAF');
  return { lower, upper, parameters: [...branches, ...weights], votes: votesOf(node, kind, weights.length) };
}

function votesOf(node: GraphNode, kind: 'class' | 'target', weights: number): number {
  if (kind === 'target') return numberAttribute(node, 'n_targets', distinct(node, 'target_ids', weights));
  const labels =
    textsAttribute(node, 'classlabels_strings').length || textsAttribute(node, 'classlabels_int64s').length;
  return labels || distinct(node, 'class_ids', weights);
}

const distinct = (node: GraphNode, name: string, otherwise: number): number =>
  new Set(numbersAttribute(node, name) ?? []).size || otherwise;

/** Operations that turn the votes of one row into its answer. */
export const postTransformFlops = (node: GraphNode, votes: number): number => {
  switch (textAttribute(node, 'post_transform', 'NONE')) {
    case 'NONE':
      return 0;
    case 'SOFTMAX':
    case 'SOFTMAX_ZERO':
      return 5 * votes;
    default:
      return votes;
  }
};
