/**
 * Weights stored in fewer bits: the file holds them short, and the graph makes floats of them before they are used, so
 * every operator stays as it is.
 */
import { readFloats } from './onnx-float-tensor.js';
import type { FloatTensor } from './onnx-float-tensor.js';
import { toHalf } from './onnx-half.js';
import { decodeModel, encodeModel } from './onnx-proto.js';
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto } from './onnx-proto.js';
import { number } from './onnx-tensor.js';

export type StoredWeights = 'float16' | 'int8';

/** Fewer numbers than these are not worth an operator. */
const LEAST = 64;
const [FLOAT32, INT8, FLOAT16] = [1, 3, 10];
/** Since this operator set `DequantizeLinear` takes a scale a channel; float16 casts are older. */
const DEQUANTIZE_BY_CHANNEL = 13;

/**
 * `float16`: all float32 constants of some size. `int8`: those that `MatMul`, `Gemm` and `Conv` multiply by, symmetric with
 * one scale an output channel (Jacob et al., Quantization and Training of Neural Networks, CVPR 2018, weights alone).
 * `undefined` where the model has none.
 */
export function quantised(file: Uint8Array, to: StoredWeights): Uint8Array | undefined {
  const model = decodeModel(file);
  const { graph } = model;
  if (graph === undefined || (to === 'int8' && opsetOf(model) < DEQUANTIZE_BY_CHANNEL)) return undefined;
  const open = new Set(graph.input.map(({ name }) => name));
  const names = namesOf(graph);
  const made: NodeProto[] = [];
  graph.initializer = graph.initializer.flatMap((tensor): TensorProto[] => {
    const floats = tensor.dataType === FLOAT32 && !open.has(tensor.name) ? readFloats(tensor) : undefined;
    if (floats === undefined || floats.values.length < LEAST) return [tensor];
    const stored = to === 'float16' ? asHalf(tensor, floats) : asBytes(tensor, floats, graph);
    if (stored === undefined) return [tensor];
    const inputs = stored.tensors.map(({ name = '' }) => fresh(name, names));
    made.push({
      opType: stored.opType,
      name: fresh(`${tensor.name}_made`, names),
      input: inputs,
      output: [tensor.name ?? ''],
      attribute: [stored.attribute],
    });
    return stored.tensors.map((one, index) => ({ ...one, name: inputs[index]! }));
  });
  if (made.length === 0) return undefined;
  graph.node = [...made, ...graph.node];
  return encodeModel(model);
}

interface Stored {
  readonly opType: string;
  readonly attribute: AttributeProto;
  readonly tensors: readonly TensorProto[];
}

const opsetOf = ({ opsetImport }: ModelProto): number =>
  number(opsetImport.find(({ domain }) => !domain || domain === 'ai.onnx')?.version);

const namesOf = (graph: GraphProto): Set<string> =>
  new Set([
    ...graph.initializer.map(({ name }) => name ?? ''),
    ...graph.node.flatMap(({ name, input, output }) => [name ?? '', ...input, ...output]),
  ]);

function fresh(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let count = 1; names.has(name); count++) name = `${wanted}_${count}`;
  names.add(name);
  return name;
}

const intAttribute = (name: string, i: number): AttributeProto => ({
  name,
  type: 2,
  i,
  floats: [],
  ints: [],
  strings: [],
  tensors: [],
  graphs: [],
});

export const rawTensor = (
  name: string,
  dims: readonly number[],
  dataType: number,
  rawData: Uint8Array,
): TensorProto => ({
  name,
  dims: [...dims],
  dataType,
  rawData,
  floatData: [],
  int32Data: [],
  stringData: [],
  int64Data: [],
  doubleData: [],
  uint64Data: [],
  externalData: [],
});

/** `undefined` where a number is too large for it. */
function asHalf({ name = '' }: TensorProto, { dims, values }: FloatTensor): Stored | undefined {
  if (values.some((value) => Number.isFinite(value) && Math.abs(value) >= 65520)) return undefined;
  const bits = Uint16Array.from(values, toHalf);
  const tensors = [rawTensor(`${name}_float16`, dims, FLOAT16, new Uint8Array(bits.buffer))];
  return { opType: 'Cast', attribute: intAttribute('to', FLOAT32), tensors };
}

function asBytes({ name = '' }: TensorProto, { dims, values }: FloatTensor, graph: GraphProto): Stored | undefined {
  const axis = channelAxis(name, dims.length, graph);
  if (axis === undefined || !values.every(Number.isFinite)) return undefined;
  const channels = dims[axis]!;
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const channelOf = (index: number): number => Math.floor(index / inner) % channels;
  const greatest = new Float64Array(channels);
  values.forEach((value, index) => {
    const channel = channelOf(index);
    greatest[channel] = Math.max(greatest[channel]!, Math.abs(value));
  });
  const scales = Float32Array.from(greatest, (most) => (most > 0 ? most / 127 : 1));
  const bytes = Int8Array.from(values, (value, index) =>
    Math.max(-127, Math.min(127, Math.round(value / scales[channelOf(index)]!))),
  );
  const tensors = [
    rawTensor(`${name}_int8`, dims, INT8, new Uint8Array(bytes.buffer)),
    rawTensor(`${name}_scale`, [channels], FLOAT32, new Uint8Array(scales.buffer)),
  ];
  return { opType: 'DequantizeLinear', attribute: intAttribute('axis', axis), tensors };
}

/** Of the outputs of the one operator that multiplies by it. */
function channelAxis(name: string, rank: number, { node }: GraphProto): number | undefined {
  const readers = node.filter(({ input }) => input.includes(name));
  const [reader] = readers;
  if (readers.length !== 1 || reader === undefined || reader.input[1] !== name || rank < 2) return undefined;
  if (reader.domain !== undefined && reader.domain !== '' && reader.domain !== 'ai.onnx') return undefined;
  const transposed = number(reader.attribute.find((attribute) => attribute.name === 'transB')?.i) === 1;
  switch (reader.opType) {
    case 'MatMul':
      return rank - 1;
    case 'Gemm':
      return transposed ? 0 : 1;
    case 'Conv':
      return 0;
    default:
      return undefined;
  }
}
