/** Fewer trees, or shallower ones, of the ensembles of a model. */
import type { AttributeProto, ModelProto, NodeProto } from './onnx-proto.js';
import { number, text } from './onnx-tensor.js';

export type TreePruning = 'fewer' | 'shallower';

/** Prunes every ensemble by a share of its trees or of its depth. False where there is nothing to take. */
export function pruneTrees(model: ModelProto, share: number, how: TreePruning): boolean {
  let pruned = false;
  for (const node of model.graph?.node ?? []) {
    if (node.domain !== 'ai.onnx.ml' || !/^TreeEnsemble(Classifier|Regressor)$/.test(node.opType ?? '')) continue;
    const ensemble = ensembleOf(node);
    if (ensemble === undefined) continue;
    const left = how === 'fewer' ? fewer(ensemble, share) : shallower(ensemble, share);
    if (left === undefined) continue;
    write(node, ensemble, left);
    pruned = true;
  }
  return pruned;
}

interface Leaf {
  readonly tree: number;
  readonly node: number;
  readonly id: number;
  readonly weight: number;
}

interface Ensemble {
  readonly kind: 'class' | 'target';
  readonly averages: boolean;
  readonly trees: readonly number[];
  readonly nodes: readonly number[];
  readonly yes: readonly number[];
  readonly no: readonly number[];
  readonly modes: readonly string[];
  readonly weights: readonly Leaf[];
  readonly hasBase: boolean;
}

/** What is left: places of nodes, those of them that become leaves, and the weights of all leaves. */
interface Left {
  readonly places: readonly number[];
  readonly leaves: ReadonlySet<number>;
  readonly weights: readonly Leaf[];
}

/** `undefined` where its attributes make no trees, or are tensors (of operator set 3). */
function ensembleOf(node: NodeProto): Ensemble | undefined {
  const attribute = (name: string): AttributeProto | undefined => node.attribute.find((one) => one.name === name);
  const ints = (name: string): readonly number[] => attribute(name)?.ints.map(number) ?? [];
  const kind = node.opType === 'TreeEnsembleClassifier' ? 'class' : 'target';
  const modes = attribute('nodes_modes')?.strings.map(text) ?? [];
  const trees = ints('nodes_treeids');
  const [nodes, yes, no] = [ints('nodes_nodeids'), ints('nodes_truenodeids'), ints('nodes_falsenodeids')];
  const values = attribute(`${kind}_weights`)?.floats ?? [];
  const [ofTrees, ofNodes, ids] = [ints(`${kind}_treeids`), ints(`${kind}_nodeids`), ints(`${kind}_ids`)];
  if (trees.length === 0 || [nodes, yes, no, modes].some(({ length }) => length !== trees.length)) return undefined;
  if (values.length === 0 || [ofTrees, ofNodes, ids].some(({ length }) => length !== values.length)) return undefined;
  const weights = values.map((weight, index) => ({ tree: ofTrees[index]!, node: ofNodes[index]!, id: ids[index]!, weight })); // prettier-ignore
  const averages = text(attribute('aggregate_function')?.s) === 'AVERAGE';
  const hasBase = (attribute('base_values')?.floats ?? []).some((value) => value !== 0);
  return { kind, averages, trees, nodes, yes, no, modes, weights, hasBase };
}

const key = (tree: number, node: number): string => `${tree} ${node}`;

/** The first trees stay: a boosted ensemble's each mend what those before left. A forest's mean is made one of fewer. */
function fewer(ensemble: Ensemble, share: number): Left | undefined {
  const all = [...new Set(ensemble.trees)];
  const kept = new Set(all.slice(0, Math.max(1, all.length - Math.floor(share * all.length + 1e-9))));
  if (kept.size === all.length) return undefined;
  const scale = isMean(ensemble, all) ? all.length / kept.size : 1;
  return {
    places: [...ensemble.trees.keys()].filter((place) => kept.has(ensemble.trees[place]!)),
    leaves: new Set(),
    weights: ensemble.weights
      .filter(({ tree }) => kept.has(tree))
      .map((leaf) => ({ ...leaf, weight: leaf.weight * scale })),
  };
}

/**
 * Whether a sum of leaves stands for a mean over trees: of a classifier where every leaf's weights add up to the same (a
 * share of 1 each), of a regression without a base where every tree's mean leaf is within a half of the trees' mean.
 */
function isMean({ kind, averages, weights, hasBase }: Ensemble, all: readonly number[]): boolean {
  if (averages || hasBase || all.length === 1) return false;
  if (kind === 'class') {
    const sums = new Map<string, number>();
    for (const { tree, node, weight } of weights) sums.set(key(tree, node), (sums.get(key(tree, node)) ?? 0) + weight);
    const [first = 0, ...others] = sums.values();
    return first > 0 && others.every((sum) => Math.abs(sum / first - 1) < 1e-3);
  }
  const means = all.map((one) => {
    const leaves = weights.filter(({ tree }) => tree === one);
    return leaves.reduce((sum, { weight }) => sum + weight, 0) / leaves.length;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  return means.every((value) => Math.abs(value - mean) <= Math.abs(mean) / 2);
}

/** Branches at the greatest depth that stays become leaves: the mean of those below, each way as likely. */
function shallower(ensemble: Ensemble, share: number): Left | undefined {
  const { trees, nodes, yes, no, modes } = ensemble;
  const place = new Map(trees.map((tree, index) => [key(tree, nodes[index]!), index]));
  const children = (at: number): readonly number[] =>
    modes[at] === 'LEAF' ? [] : [yes[at]!, no[at]!].map((node) => place.get(key(trees[at]!, node)) ?? -1);
  const below = new Set(trees.flatMap((_, at) => children(at)));
  if (below.has(-1)) return undefined;
  const depths = new Map<number, number>();
  const open = [...trees.keys()].filter((at) => !below.has(at)).map((at) => ({ at, depth: 0 }));
  while (open.length > 0) {
    const { at, depth } = open.pop()!;
    // Two ways to one node: no tree.
    if (depths.has(at)) return undefined;
    depths.set(at, depth);
    for (const child of children(at)) open.push({ at: child, depth: depth + 1 });
  }
  if (depths.size !== trees.length) return undefined;
  const deepest = [...depths.values()].reduce((most, depth) => Math.max(most, depth), 0);
  const limit = Math.max(1, deepest - Math.floor(share * deepest + 1e-9));
  if (limit >= deepest) return undefined;
  const leaves = new Set([...depths].flatMap(([at, depth]) => (depth === limit && modes[at] !== 'LEAF' ? [at] : [])));
  const places = [...trees.keys()].filter((at) => depths.get(at)! <= limit);
  const weightsAt = new Map<string, Leaf[]>();
  for (const leaf of ensemble.weights) {
    const at = key(leaf.tree, leaf.node);
    weightsAt.set(at, [...(weightsAt.get(at) ?? []), leaf]);
  }
  const weights = places.flatMap((at) => {
    const own = weightsAt.get(key(trees[at]!, nodes[at]!)) ?? [];
    if (!leaves.has(at)) return own;
    const sums = new Map<number, number>();
    const ways = [{ from: at, share: 1 }];
    while (ways.length > 0) {
      const way = ways.pop()!;
      for (const { id, weight } of weightsAt.get(key(trees[way.from]!, nodes[way.from]!)) ?? [])
        sums.set(id, (sums.get(id) ?? 0) + way.share * weight);
      for (const child of children(way.from)) ways.push({ from: child, share: way.share / 2 });
    }
    return [...sums]
      .sort(([a], [b]) => a - b)
      .map(([id, weight]) => ({ tree: trees[at]!, node: nodes[at]!, id, weight }));
  });
  return { places, leaves, weights };
}

function write(node: NodeProto, { kind, trees }: Ensemble, { places, leaves, weights }: Left): void {
  for (const attribute of node.attribute) {
    const name = attribute.name ?? '';
    if (name.startsWith('nodes_')) {
      const list = { ints: attribute.ints, floats: attribute.floats, strings: attribute.strings };
      if (list.ints.length === trees.length) attribute.ints = places.map((at) => (LINKS.has(name) && leaves.has(at) ? 0 : list.ints[at]!)); // prettier-ignore
      if (list.floats.length === trees.length) attribute.floats = places.map((at) => (leaves.has(at) ? 0 : list.floats[at]!)); // prettier-ignore
      if (list.strings.length === trees.length) attribute.strings = places.map((at) => (leaves.has(at) ? LEAF : list.strings[at]!)); // prettier-ignore
    }
    if (name === `${kind}_treeids`) attribute.ints = weights.map(({ tree }) => tree);
    if (name === `${kind}_nodeids`) attribute.ints = weights.map((leaf) => leaf.node);
    if (name === `${kind}_ids`) attribute.ints = weights.map(({ id }) => id);
    if (name === `${kind}_weights`) attribute.floats = weights.map(({ weight }) => weight);
  }
}

/** What a leaf has none of. */
const LINKS = new Set([
  'nodes_truenodeids',
  'nodes_falsenodeids',
  'nodes_featureids',
  'nodes_missing_value_tracks_true',
]);
const LEAF = new TextEncoder().encode('LEAF');
