import { numbersAttribute, textAttribute, textsAttribute } from '../../energy/graph.js';
import type { GraphNode } from '../../energy/graph.js';
import { AT_MOST, BELOW, EQUALS } from './tree-ensemble.js';
import type { EnsembleTree, TreeEnsemble } from './tree-ensemble.js';

/** How a class's answer follows from the summed leaves: `sign · sum[output] + offset`, then the link. */
export interface ClassView {
  readonly output: number;
  readonly sign: 1 | -1;
  readonly offset: number;
}

export type Link = 'identity' | 'logistic' | 'softmax';

export interface EnsembleReading {
  readonly ensemble: TreeEnsemble;
  readonly link: Link;
  /** One a class in the node's order; one for a regression. */
  readonly views: readonly ClassView[];
}

/** A test, and whether its children change places: `>` is `<=` turned round. */
const MODES: Readonly<Record<string, readonly [test: number, swapped: boolean]>> = {
  BRANCH_LEQ: [AT_MOST, false],
  BRANCH_LT: [BELOW, false],
  BRANCH_EQ: [EQUALS, false],
  BRANCH_GT: [AT_MOST, true],
  BRANCH_GTE: [BELOW, true],
  BRANCH_NEQ: [EQUALS, true],
};

const LINKS: Readonly<Record<string, Link>> = { NONE: 'identity', LOGISTIC: 'logistic', SOFTMAX: 'softmax' };

/**
 * The trees of an `ai.onnx.ml` TreeEnsembleClassifier or -Regressor (operator sets 1 to 4) over `columns` encoded
 * columns, or why they cannot be read. Leaves are summed; another aggregate is none of a Shapley value's sums. A
 * classifier of two classes whose weights are all of one class answers the other by what is left, as ONNX Runtime does.
 * `nodes_hitrates` are covers where they say so: every branch the sum of its children, as far as float32 tells.
 */
export function readEnsemble(node: GraphNode, columns: number): EnsembleReading | { readonly unreadable: string } {
  const kind = node.opType === 'TreeEnsembleClassifier' ? 'class' : 'target';
  const of = (name: string): readonly number[] => numbersAttribute(node, name) ?? [];
  const either = (name: string): readonly number[] =>
    numbersAttribute(node, name) ?? numbersAttribute(node, `${name}_as_tensor`) ?? [];
  const link = LINKS[textAttribute(node, 'post_transform', 'NONE')];
  if (link === undefined) return { unreadable: `its trees end in ${textAttribute(node, 'post_transform', '')}` };
  const aggregate = textAttribute(node, 'aggregate_function', 'SUM');
  if (aggregate !== 'SUM') return { unreadable: `its trees are joined by ${aggregate}, not summed` };

  const ids = { tree: of('nodes_treeids'), node: of('nodes_nodeids') };
  const nodes = {
    modes: textsAttribute(node, 'nodes_modes'),
    columns: of('nodes_featureids'),
    thresholds: either('nodes_values'),
    yes: of('nodes_truenodeids'),
    no: of('nodes_falsenodeids'),
  };
  const count = ids.tree.length;
  if (count === 0 || [ids.node, ...Object.values(nodes)].some(({ length }) => length !== count)) {
    return { unreadable: 'its trees’ attributes differ in length' };
  }
  const missing = of('nodes_missing_value_tracks_true');
  const hits = either('nodes_hitrates');
  const weights = { tree: of(`${kind}_treeids`), node: of(`${kind}_nodeids`), id: of(`${kind}_ids`) };
  const values = either(`${kind}_weights`);
  if (Object.values(weights).some(({ length }) => length !== values.length)) {
    return { unreadable: 'its leaves’ attributes differ in length' };
  }
  const labels = textsAttribute(node, 'classlabels_strings').length || of('classlabels_int64s').length;
  const targets = node.attributes['n_targets']?.value;
  const answers = kind === 'class' ? labels : typeof targets === 'number' ? targets : 1;
  const oneSided = kind === 'class' && answers === 2 && new Set(weights.id).size === 1;
  const outputs = oneSided ? 1 : answers;
  if (outputs < 1 || (!oneSided && weights.id.some((id) => !(id >= 0 && id < outputs)))) {
    return { unreadable: 'its leaves vote for a class that it does not have' };
  }

  const placeOf = placesOf(ids.tree, ids.node);
  const leafValues = new Float64Array(count * outputs);
  for (let index = 0; index < values.length; index++) {
    const place = placeOf(weights.tree[index]!, weights.node[index]!);
    if (place === undefined) return { unreadable: 'a leaf that it names is not there' };
    leafValues[place * outputs + (oneSided ? 0 : weights.id[index]!)]! += values[index]!;
  }
  const isChild = new Uint8Array(count);
  const [yes, no] = [new Int32Array(count), new Int32Array(count)];
  for (let index = 0; index < count; index++) {
    if (nodes.modes[index] === 'LEAF') continue;
    for (const [way, id] of [[yes, nodes.yes[index]!] as const, [no, nodes.no[index]!] as const]) {
      const child = placeOf(ids.tree[index]!, id);
      if (child === undefined || isChild[child] === 1) return { unreadable: 'a branch leads to no node of its own' };
      isChild[child] = 1;
      way[index] = child;
    }
  }

  const trees: EnsembleTree[] = [];
  const position = new Int32Array(count);
  for (let root = 0; root < count; root++) {
    if (isChild[root] === 1) continue;
    const order = [root];
    position[root] = 0;
    for (const index of order) {
      if (nodes.modes[index] === 'LEAF') continue;
      for (const child of [yes[index]!, no[index]!]) {
        position[child] = order.length;
        order.push(child);
      }
    }
    const tree = {
      columns: new Int32Array(order.length).fill(-1),
      tests: new Uint8Array(order.length),
      thresholds: new Float64Array(order.length),
      missingLeft: new Uint8Array(order.length),
      left: new Int32Array(order.length),
      right: new Int32Array(order.length),
      values: new Float64Array(order.length * outputs),
    };
    for (const [at, index] of order.entries()) {
      if (nodes.modes[index] === 'LEAF') {
        for (let k = 0; k < outputs; k++) tree.values[at * outputs + k] = leafValues[index * outputs + k]!;
        continue;
      }
      const mode = MODES[String(nodes.modes[index])];
      if (mode === undefined) return { unreadable: `its trees test by ${String(nodes.modes[index])}` };
      const column = nodes.columns[index]!;
      if (!(column >= 0 && column < columns)) return { unreadable: `its trees test column ${column} of ${columns}` };
      const [test, swapped] = mode;
      const [ifTrue, ifFalse] = [position[yes[index]!]!, position[no[index]!]!];
      tree.columns[at] = column;
      tree.tests[at] = test;
      tree.thresholds[at] = nodes.thresholds[index]!;
      // A missing value fails every test but `!=`, unless the node says that it takes the way of the true.
      const missingTrue = (missing[index] ?? 0) === 1 || nodes.modes[index] === 'BRANCH_NEQ';
      tree.missingLeft[at] = missingTrue === swapped ? 0 : 1;
      tree.left[at] = swapped ? ifFalse : ifTrue;
      tree.right[at] = swapped ? ifTrue : ifFalse;
    }
    const covers = hits.length === count ? Float64Array.from(order, (index) => hits[index]!) : undefined;
    trees.push(covers !== undefined && areCovers(tree, covers) ? { ...tree, covers } : tree);
  }
  const bases = either('base_values');
  const base = Float64Array.from({ length: outputs }, (_, output) =>
    oneSided ? (bases[1] ?? bases[0] ?? 0) : (bases[output] ?? 0),
  );
  return {
    ensemble: { columns, outputs, trees, base },
    link,
    views: oneSided
      ? [
          { output: 0, sign: -1, offset: link === 'identity' && values.every((value) => value >= 0) ? 1 : 0 },
          { output: 0, sign: 1, offset: 0 },
        ]
      : Array.from({ length: outputs }, (_, output) => ({ output, sign: 1, offset: 0 })),
  };
}

/** The place of each node among all, by its tree and its number there. */
function placesOf(
  trees: readonly number[],
  numbers: readonly number[],
): (tree: number, node: number) => number | undefined {
  const places = new Map<number, Map<number, number>>();
  trees.forEach((tree, place) => {
    const own = places.get(tree) ?? new Map<number, number>();
    places.set(tree, own.set(numbers[place]!, place));
  });
  return (tree, node) => places.get(tree)?.get(node);
}

/** Hit rates are covers where each branch has what its children have together; exporters often write ones. */
function areCovers({ columns, left, right }: EnsembleTree, covers: Float64Array): boolean {
  return (
    covers[0]! > 0 &&
    columns.every((column, node) => {
      if (!(covers[node]! >= 0)) return false;
      if (column < 0) return true;
      const sum = covers[left[node]!]! + covers[right[node]!]!;
      return Math.abs(sum - covers[node]!) <= 1e-4 * covers[node]!;
    })
  );
}
