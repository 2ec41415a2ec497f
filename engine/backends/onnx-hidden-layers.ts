/**
 * Hidden layers of a graph whose units can be taken out, found by their weights, which nothing else reads: units of dense
 * layers, and channels of convolutions.
 */
import { readFloats } from './onnx-float-tensor.js';
import type { FloatTensor } from './onnx-float-tensor.js';
import type { GraphProto, NodeProto, TensorProto } from './onnx-proto.js';
import { number, readTensor } from './onnx-tensor.js';

/** A tensor with slices of a unit along an axis. */
export interface UnitTensor {
  readonly proto: TensorProto;
  readonly floats: FloatTensor;
  readonly axis: number;
  /** Slices of one unit, one after another: places of a channel that was laid flat. */
  readonly block: number;
}

export interface HiddenLayer {
  readonly units: number;
  /** Weights into the units, and out of them. */
  readonly into: UnitTensor;
  readonly outOf: UnitTensor;
  /** Offsets, scales and the like, and filters of single channels. */
  readonly between: readonly UnitTensor[];
  /** By how much a unit is rescaled on the way: of normalisations and of filters of single channels. */
  readonly gains: readonly Float64Array[];
  /** Convolutions of single channels, whose `group` is the number of units. */
  readonly byChannel: readonly NodeProto[];
  /** Shapes that name the width of a channel laid flat. */
  readonly shapes: readonly TensorProto[];
}

/** Functions of one number: what happens to a unit does not hang on the others. */
const UNARY = new Set(
  'Relu LeakyRelu Elu Selu Celu ThresholdedRelu HardSigmoid HardSwish Sigmoid Tanh Softplus Softsign Gelu Mish Erf Identity Dropout'.split(
    ' ',
  ),
);
const BINARY = new Set(['Add', 'Sub', 'Mul', 'Div', 'PRelu']);
/** Of the places of one channel. */
const POOLS = new Set(['MaxPool', 'AveragePool', 'LpPool', 'GlobalAveragePool', 'GlobalMaxPool', 'GlobalLpPool']);

/**
 * Layers of `Gemm`, `MatMul` or `Conv` whose answer goes through functions of single numbers, offsets, scales, batch
 * normalisations, poolings, convolutions of single channels and a flattening to the next such layer, and nowhere else.
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
function ownTensor(name: string | undefined, { readers, open, constants }: Links): TensorProto | undefined {
  const proto = constants.get(name ?? '');
  return proto === undefined || open.has(name!) || readers.get(name!)?.length !== 1 ? undefined : proto;
}

function ownFloats(name: string | undefined, links: Links): Pick<UnitTensor, 'proto' | 'floats'> | undefined {
  const proto = ownTensor(name, links);
  const floats = proto && readFloats(proto);
  return floats && { proto, floats };
}

const attributeOf = (node: NodeProto, name: string, otherwise = 0): number => {
  const found = node.attribute.find((attribute) => attribute.name === name);
  return found === undefined ? otherwise : number(found.i);
};

const isStandard = ({ domain }: NodeProto): boolean => domain === undefined || domain === '' || domain === 'ai.onnx';

/** The weights of a layer, with the axis of its inputs or of its outputs. */
function weightsOf(node: NodeProto, side: 'inputs' | 'outputs', links: Links): Omit<UnitTensor, 'block'> | undefined {
  if (!isStandard(node) || !['MatMul', 'Gemm', 'Conv'].includes(node.opType ?? '')) return undefined;
  const tensor = ownFloats(node.input[1], links);
  if (tensor === undefined || links.constants.has(node.input[0] ?? '')) return undefined;
  const rank = tensor.floats.dims.length;
  if (node.opType === 'Conv') {
    if (rank < 3 || attributeOf(node, 'group', 1) !== 1) return undefined;
    return { ...tensor, axis: side === 'outputs' ? 0 : 1 };
  }
  if (rank !== 2 || (node.opType === 'Gemm' && attributeOf(node, 'transA') === 1)) return undefined;
  const transposed = node.opType === 'Gemm' && attributeOf(node, 'transB') === 1;
  return { ...tensor, axis: (side === 'outputs') === transposed ? 0 : 1 };
}

function layerAt(first: NodeProto, links: Links): HiddenLayer | undefined {
  const into = weightsOf(first, 'outputs', links);
  if (into === undefined) return undefined;
  const units = into.floats.dims[into.axis]!;
  const way = new Way(units, first.opType === 'Conv' ? into.floats.dims.length - 2 : undefined, links);
  if (first.opType !== 'MatMul' && first.input[2] && !way.takesVector(first.input[2])) return undefined;
  for (let node = first; ;) {
    const value = node.output[0]!;
    const [next, ...others] = links.readers.get(value) ?? [];
    if (next === undefined || others.length > 0 || links.open.has(value)) return undefined;
    const outOf = next.input[0] === value ? weightsOf(next, 'inputs', links) : undefined;
    if (outOf !== undefined) {
      const block = way.endsIn(next, outOf);
      if (block === undefined) return undefined;
      const { between, gains, byChannel, shapes } = way;
      return { units, into: { ...into, block: 1 }, outOf: { ...outOf, block }, between, gains, byChannel, shapes };
    }
    if (!isStandard(next) || !way.passes(next, value)) return undefined;
    node = next;
  }
}

/** From a layer to the next: what lies between, and how the units are laid out there. */
class Way {
  readonly between: UnitTensor[] = [];
  readonly gains: Float64Array[] = [];
  readonly byChannel: NodeProto[] = [];
  readonly shapes: TensorProto[] = [];
  /** Places of a channel laid flat, once something tells how many. */
  #block: number | undefined;
  #flat = false;

  /** `places`: dimensions behind the channels; `undefined` where the units are the last dimension. */
  constructor(
    readonly units: number,
    readonly places: number | undefined,
    readonly links: Links,
  ) {}

  get #channels(): boolean {
    return this.places !== undefined && !this.#flat;
  }

  /** How many slices of the next layer's weights are a unit's; `undefined` where they do not fit. */
  endsIn({ opType }: NodeProto, { floats, axis }: Omit<UnitTensor, 'block'>): number | undefined {
    if ((opType === 'Conv') !== this.#channels) return undefined;
    return this.#blockOf(floats.dims[axis]!);
  }

  #blockOf(length: number): number | undefined {
    const block = length / this.units;
    if (!Number.isInteger(block) || (!this.#flat && block !== 1)) return undefined;
    if (this.#block !== undefined && block !== this.#block) return undefined;
    if (this.#flat) this.#block = block;
    return block;
  }

  /** One number a unit, whatever the layout: a bias, or what a normalisation holds. */
  takesVector(name: string): boolean {
    const tensor = ownFloats(name, this.links);
    const block = tensor && tensor.floats.dims.length === 1 ? this.#blockOf(tensor.floats.values.length) : undefined;
    if (tensor === undefined || block === undefined) return this.#channels ? false : this.#takesSpread(name);
    this.between.push({ ...tensor, axis: 0, block });
    return true;
  }

  /** Whether a constant that is broadcast leaves the units apart: one number for all, or one a unit. */
  #takesSpread(name: string | undefined): boolean {
    const shared = this.links.constants.get(name ?? '');
    if (shared !== undefined && shared.dims.every((dim) => number(dim) === 1)) return true;
    const tensor = ownFloats(name, this.links);
    if (tensor === undefined) return false;
    const { dims, values } = tensor.floats;
    const axis = dims.length - 1 - (this.#channels ? this.places! : 0);
    const block = dims[axis] === values.length ? this.#blockOf(values.length) : undefined;
    if (block === undefined) return false;
    this.between.push({ ...tensor, axis, block });
    return true;
  }

  passes(node: NodeProto, value: string): boolean {
    const opType = node.opType ?? '';
    const others = node.input.filter((name) => name !== value && name !== '');
    if (opType === 'BatchNormalization') return this.#normalises(node, others);
    if (UNARY.has(opType)) return node.output.length === 1;
    if (opType === 'Clip') return others.every((name) => this.#takesSpread(name));
    if (BINARY.has(opType)) return others.length === 1 && this.#takesSpread(others[0]);
    if (!this.#channels) return false;
    if (POOLS.has(opType)) return node.output.length === 1;
    if (opType === 'Conv') return this.#filters(node, value);
    this.#flat = opType === 'Flatten' ? attributeOf(node, 'axis', 1) === 1 : this.#reshapes(node);
    return this.#flat;
  }

  #normalises(node: NodeProto, others: readonly string[]): boolean {
    if (node.output.length !== 1 || others.length !== 4) return false;
    const first = this.between.length;
    if (!others.every((name) => this.takesVector(name)) || this.between.length !== first + 4) return false;
    const [scale, , , variance] = this.between.slice(first).map(({ floats }) => floats.values);
    const epsilon = node.attribute.find(({ name }) => name === 'epsilon')?.f ?? 1e-5;
    if (!this.#flat) this.gains.push(scale!.map((of, unit) => Math.abs(of) / Math.sqrt(variance![unit]! + epsilon)));
    return true;
  }

  /** A convolution of each channel by itself. */
  #filters(node: NodeProto, value: string): boolean {
    const tensor = ownFloats(node.input[1], this.links);
    if (tensor === undefined || node.input[0] !== value || attributeOf(node, 'group', 1) !== this.units) return false;
    const { dims } = tensor.floats;
    if (dims[0] !== this.units || dims[1] !== 1 || (node.input[2] && !this.takesVector(node.input[2]))) return false;
    const filters = { ...tensor, axis: 0, block: 1 };
    this.between.push(filters);
    this.gains.push(normsOf(filters, this.units));
    this.byChannel.push(node);
    return true;
  }

  /** To rows of all places of all channels. */
  #reshapes(node: NodeProto): boolean {
    if (node.opType !== 'Reshape' || attributeOf(node, 'allowzero') === 1) return false;
    const shape = this.links.constants.get(node.input[1] ?? '');
    const values = shape && readTensor(shape).values();
    if (shape === undefined || !(values instanceof Float64Array) || values.length !== 2) return false;
    if (values[1] === -1) return values[0] === 0 || values[0] === 1;
    if (values[0] !== -1 || ownTensor(node.input[1], this.links) === undefined) return false;
    this.shapes.push(shape);
    this.#flat = true;
    return this.#blockOf(values[1]!) !== undefined;
  }
}

/** Of the slices of each unit. */
export function normsOf({ floats: { dims, values }, axis, block }: UnitTensor, units: number): Float64Array {
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const size = dims[axis]!;
  const squares = new Float64Array(units);
  values.forEach((value, index) => {
    squares[Math.floor((Math.floor(index / inner) % size) / block)]! += value * value;
  });
  return squares.map(Math.sqrt);
}
