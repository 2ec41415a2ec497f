/** Which feature each column of a tensor in the graph comes from. */
import type { OnnxAttribute, OnnxGraph, OnnxNode } from '../../backends/onnx-graph.js';
import { numbersAttribute, textsAttribute } from '../../methods/energy/graph.js';
import type { InputBlock } from './onnx-inputs.js';

/** Feature of each column; of a tensor of one feature whose width is not known; of none; or not to be told apart. */
type Owned =
  | { readonly kind: 'columns'; readonly owners: readonly number[] }
  | { readonly kind: 'one'; readonly feature: number }
  | { readonly kind: 'constant' }
  | { readonly kind: 'mixed' };

const MIXED: Owned = { kind: 'mixed' };
const CONSTANT: Owned = { kind: 'constant' };

/** Rows and columns stay where they are, each number by itself. */
const ELEMENTWISE = new Set(
  (
    'Abs Add And Binarizer Cast Ceil Clip Div Dropout Elu Equal Erf Exp Flatten Floor Greater GreaterOrEqual Identity ' +
    'Imputer IsInf IsNaN LabelEncoder LeakyRelu Less LessOrEqual Log Max Min Mod Mul Neg Not Or Pow Reciprocal Relu Reshape ' +
    'Round Scaler Selu Sigmoid Sign Softplus Sqrt Squeeze Sub Sum Tanh Unsqueeze Where'
  ).split(' '),
);

/**
 * The feature (an index as in the blocks) of each of the `width` columns of tensor `name`, or `undefined` where a
 * column mixes features or the graph does what is not known to keep them apart.
 */
export function columnOwners(
  graph: OnnxGraph,
  blocks: readonly InputBlock[],
  name: string,
  width: number,
): readonly number[] | undefined {
  const known = new Map<string, Owned>(graph.initializers.map((tensor) => [tensor.name, CONSTANT]));
  for (const { input, features } of blocks) known.set(input, { kind: 'columns', owners: features });
  for (const node of graph.nodes) {
    if (known.has(name)) break;
    const owned = ownedBy(
      node,
      node.inputs.filter((input) => input !== '').map((input) => known.get(input) ?? MIXED),
      (index) => integers(graph, node.inputs[index]),
    );
    for (const output of node.outputs) known.set(output, owned);
  }
  const found = known.get(name) ?? MIXED;
  if (found.kind === 'one') return new Array<number>(width).fill(found.feature);
  return found.kind === 'columns' && found.owners.length === width ? found.owners : undefined;
}

function ownedBy(
  node: OnnxNode,
  inputs: readonly Owned[],
  constant: (index: number) => readonly number[] | undefined,
): Owned {
  if (node.opType === 'Constant') return CONSTANT;
  if (inputs.some(({ kind }) => kind === 'mixed')) return MIXED;
  if (inputs.length > 0 && inputs.every(({ kind }) => kind === 'constant')) return CONSTANT;
  switch (node.opType) {
    case 'Concat':
      return [1, -1].includes(integer(node.attributes['axis']) ?? 0) ? joined(inputs) : MIXED;
    case 'FeatureVectorizer':
      return joined(inputs);
    case 'OneHotEncoder': {
      const width = textsAttribute(node, 'cats_strings').length || (numbersAttribute(node, 'cats_int64s')?.length ?? 0);
      const [input] = inputs;
      return input?.kind === 'columns'
        ? { kind: 'columns', owners: input.owners.flatMap((owner) => new Array<number>(width).fill(owner)) }
        : MIXED;
    }
    case 'Gather':
      return integer(node.attributes['axis']) === 1 ? picked(inputs[0], constant(1)) : MIXED;
    case 'ArrayFeatureExtractor':
      return picked(inputs[0], constant(1));
    default:
      return ELEMENTWISE.has(node.opType) ? together(inputs) : MIXED;
  }
}

function joined(inputs: readonly Owned[]): Owned {
  const owners: number[] = [];
  for (const input of inputs) {
    if (input.kind !== 'columns') return MIXED;
    owners.push(...input.owners);
  }
  return { kind: 'columns', owners };
}

function picked(from: Owned | undefined, indices: readonly number[] | undefined): Owned {
  if (from?.kind !== 'columns' || indices === undefined) return MIXED;
  const owners = indices.map((index) => from.owners[index < 0 ? index + from.owners.length : index]);
  return owners.every((owner) => owner !== undefined) ? { kind: 'columns', owners } : MIXED;
}

/** Operands side by side: constants beside one feature's columns, or columns of the same features. */
function together(inputs: readonly Owned[]): Owned {
  const features = inputs.filter(({ kind }) => kind !== 'constant');
  const single = new Set(features.map(soleFeature));
  if (single.size === 1 && !single.has(undefined)) {
    const [first] = features;
    // Beside a constant a single column may be spread over many.
    return inputs.length === 1 ? first! : { kind: 'one', feature: soleFeature(first!)! };
  }
  const [first, ...others] = features;
  if (first?.kind !== 'columns') return MIXED;
  const same = others.every((other) => other.kind === 'columns' && other.owners.join() === first.owners.join());
  return same ? first : MIXED;
}

function soleFeature(owned: Owned): number | undefined {
  if (owned.kind === 'one') return owned.feature;
  if (owned.kind !== 'columns') return undefined;
  const [first] = owned.owners;
  return owned.owners.every((owner) => owner === first) ? first : undefined;
}

const integer = (attribute: OnnxAttribute | undefined): number | undefined =>
  attribute?.kind === 'int' ? attribute.value : undefined;

/** A constant tensor of integers, from an initialiser or a `Constant` node. */
function integers(graph: OnnxGraph, name: string | undefined): readonly number[] | undefined {
  const node = graph.nodes.find(({ outputs, opType }) => opType === 'Constant' && outputs[0] === name);
  const value = node?.attributes['value'];
  const tensor =
    value?.kind === 'tensor' ? value.value : graph.initializers.find((candidate) => candidate.name === name);
  const values = tensor?.values();
  return values instanceof Float64Array ? [...values] : undefined;
}
