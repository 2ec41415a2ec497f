/** Weights that are stored short, as floats again: for edits that take some of them out. */
import type { StoredWeights } from './onnx-quantise.js';
import { rawTensor } from './onnx-quantise.js';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './onnx-proto.js';
import { number, readTensor } from './onnx-tensor.js';

const [FLOAT32, INT8, FLOAT16] = [1, 3, 10];

/**
 * Folds casts of float16 constants and symmetric scales of int8 ones into float32 constants. Gives the form that was there:
 * int8 where both were; `undefined` where none was.
 */
export function unquantise({ graph }: ModelProto): StoredWeights | undefined {
  if (graph === undefined) return undefined;
  const constants = new Map(graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const made = new Map<NodeProto, TensorProto>();
  let form: StoredWeights | undefined;
  for (const node of graph.node) {
    const stored = constants.get(node.input[0] ?? '');
    if (stored === undefined || !isReadOnce(graph, stored)) continue;
    const found = node.opType === 'Cast' ? castOf(node, stored) : scaledOf(node, stored, constants);
    if (found === undefined) continue;
    const [output = ''] = node.output;
    const dims = stored.dims.map(number);
    made.set(node, rawTensor(output, dims, FLOAT32, new Uint8Array(found.values.buffer)));
    form = form === 'int8' ? form : found.form;
  }
  if (made.size === 0) return undefined;
  graph.node = graph.node.filter((node) => !made.has(node));
  const read = new Set(graph.node.flatMap(({ input }) => input));
  const left = graph.initializer.filter(({ name }) => read.has(name ?? ''));
  graph.initializer = [...left, ...made.values()];
  return form;
}

const isReadOnce = ({ node, output }: GraphProto, { name }: TensorProto): boolean =>
  node.reduce((count, { input }) => count + input.filter((one) => one === name).length, 0) === 1 &&
  output.every((one) => one.name !== name);

interface Restored {
  readonly form: StoredWeights;
  readonly values: Float32Array;
}

function castOf(node: NodeProto, stored: TensorProto): Restored | undefined {
  const to = number(node.attribute.find(({ name }) => name === 'to')?.i);
  const values = stored.dataType === FLOAT16 && to === FLOAT32 ? readTensor(stored).values() : undefined;
  return values instanceof Float64Array ? { form: 'float16', values: Float32Array.from(values) } : undefined;
}

function scaledOf(
  node: NodeProto,
  stored: TensorProto,
  constants: ReadonlyMap<string, TensorProto>,
): Restored | undefined {
  const scale = constants.get(node.input[1] ?? '');
  if (node.opType !== 'DequantizeLinear' || stored.dataType !== INT8 || scale === undefined || node.input[2])
    return undefined;
  const [values, scales] = [readTensor(stored).values(), readTensor(scale).values()];
  if (!(values instanceof Float64Array) || !(scales instanceof Float64Array)) return undefined;
  const dims = stored.dims.map(number);
  const given = node.attribute.find(({ name }) => name === 'axis');
  const axis = (given === undefined ? 1 : number(given.i)) + (number(given?.i) < 0 ? dims.length : 0);
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  if (scales.length !== 1 && scales.length !== dims[axis]) return undefined;
  const of = (index: number): number => scales[scales.length === 1 ? 0 : Math.floor(index / inner) % scales.length]!;
  return { form: 'int8', values: Float32Array.from(values, (value, index) => value * of(index)) };
}
