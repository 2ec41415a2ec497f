/** Hidden layers of a graph whose units can be taken out: found by their weights, which nothing else reads. */
import { readFloats } from './onnx-float-tensor.js';
import type { FloatTensor } from './onnx-float-tensor.js';
import type { GraphProto, NodeProto, TensorProto } from './onnx-proto.js';
import { number } from './onnx-tensor.js';

/** A tensor with one slice a unit along an axis. */
export interface UnitTensor {
  readonly proto: TensorProto;
  readonly floats: FloatTensor;
  readonly axis: number;
}

export interface HiddenLayer {
  readonly units: number;
  /** Weights into the units, and out of them. */
  readonly into: UnitTensor;
  readonly outOf: UnitTensor;
  /** Offsets, scales and the like, one number a unit. */
  readonly between: readonly UnitTensor[];
}

/** Functions of one number: what happens to a unit does not hang on the others. */
const UNARY = new Set(
  'Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign Gelu Mish Erf Identity Dropout'.split(
    ' ',
  ),
);
const BINARY = new Set(['Add', 'Sub', 'Mul', 'Div', 'PRelu']);

/**
 * Layers of `Gemm` or `MatMul` whose answer goes through functions of single numbers, offsets, scales and batch
 * normalisations to the next `Gemm` or `MatMul`, and nowhere else.
 */
export function hiddenLayers(graph: GraphProto): readonly HiddenLayer[] {
  // Inner graphs may read outer values by name.
  if (graph.node.some(({ attribute }) => attribute.some(({ g, graphs }) => g || graphs.length > 0))) return [];
  const links = linksOf(graph);
  return graph.node.flatMap((node) => layerAt(node, links) ?? []);
}

interface Links {
  /** Nodes that read a value, each as often as it does. */
  readonly readers: ReadonlyMap<string, readonly NodeProto[]>;
  /** Values that the model answers, or that its caller may replace. */
  readonly open: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, TensorProto>;
}

function linksOf(graph: GraphProto): Links {
  const readers = new Map<string, NodeProto[]>();
  for (const node of graph.node) {
    for (const name of node.input) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const open = new Set([...graph.output, ...graph.input].map(({ name }) => name ?? ''));
  return { readers, open, constants };
}

/** A constant that one node reads alone. */
function ownConstant(name: string | undefined, { readers, open, constants }: Links): UnitTensor | undefined {
  const proto = constants.get(name ?? '');
  if (proto === undefined || open.has(name!) || readers.get(name!)?.length !== 1) return undefined;
  const floats = readFloats(proto);
  return floats && { proto, floats, axis: floats.dims.length - 1 };
}

const attributeOf = (node: NodeProto, name: string): number =>
  number(node.attribute.find((attribute) => attribute.name === name)?.i);

/** The weights of a dense layer, with the axis of its inputs or of its outputs. */
function weightsOf(node: NodeProto, side: 'inputs' | 'outputs', links: Links): UnitTensor | undefined {
  if (!isStandard(node) || (node.opType !== 'MatMul' && node.opType !== 'Gemm')) return undefined;
  const tensor = ownConstant(node.input[1], links);
  if (tensor?.floats.dims.length !== 2 || links.constants.has(node.input[0] ?? '')) return undefined;
  if (node.opType === 'Gemm' && attributeOf(node, 'transA') === 1) return undefined;
  const transposed = node.opType === 'Gemm' && attributeOf(node, 'transB') === 1;
  return { ...tensor, axis: (side === 'outputs') === transposed ? 0 : 1 };
}

const isStandard = ({ domain }: NodeProto): boolean => domain === undefined || domain === '' || domain === 'ai.onnx';

function layerAt(first: NodeProto, links: Links): HiddenLayer | undefined {
  const into = weightsOf(first, 'outputs', links);
  if (into === undefined) return undefined;
  const units = into.floats.dims[into.axis]!;
  const between: UnitTensor[] = [];
  /** Whether a constant leaves the units apart: one number for all, or one a unit. */
  const takes = (name: string | undefined): boolean => {
    const shared = links.constants.get(name ?? '');
    if (shared !== undefined && shared.dims.every((dim) => number(dim) === 1)) return true;
    const tensor = ownConstant(name, links);
    if (tensor === undefined || tensor.floats.values.length !== units || tensor.floats.dims.at(-1) !== units)
      return false;
    between.push(tensor);
    return true;
  };
  if (first.opType === 'Gemm' && first.input[2] && !takes(first.input[2])) return undefined;
  for (let node = first; ;) {
    const value = node.output[0]!;
    const [next, ...others] = links.readers.get(value) ?? [];
    if (next === undefined || others.length > 0 || links.open.has(value)) return undefined;
    const outOf = next.input[0] === value ? weightsOf(next, 'inputs', links) : undefined;
    if (outOf !== undefined)
      return outOf.floats.dims[outOf.axis] === units ? { units, into, outOf, between } : undefined;
    if (!isStandard(next) || !passes(next, value, takes)) return undefined;
    node = next;
  }
}

function passes(node: NodeProto, value: string, takes: (name: string | undefined) => boolean): boolean {
  const opType = node.opType ?? '';
  const others = node.input.filter((name) => name !== value && name !== '');
  if (UNARY.has(opType)) return node.output.length === 1;
  if (opType === 'Clip') return others.every(takes);
  if (BINARY.has(opType)) return others.length === 1 && takes(others[0]);
  return opType === 'BatchNormalization' && node.output.length === 1 && others.length === 4 && others.every(takes);
}
