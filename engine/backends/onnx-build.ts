/** Builds ONNX graphs from code: names are handed out, nodes are appended in the order in which they run. */
import { encodeModel } from './onnx-proto.js';
import type { AttributeProto, GraphProto, NodeProto, TensorProto, TypeProto, ValueInfoProto } from './onnx-proto.js';

export type ElementType = 'float32' | 'int32' | 'int64' | 'bool';

/** A value of the graph, by its name. */
export type Value = string & { readonly onnxValue: unique symbol };

/** A dimension of a name is not fixed. */
export type Shape = readonly (number | string)[];

/** Plain numbers are whole; `real` is not. */
export type Attributes = Readonly<Record<string, number | { readonly real: number } | readonly number[] | GraphProto>>;

export interface GraphBuilder {
  input(name: string, type: ElementType, shape: Shape): Value;
  /** Values that the graph holds; float32 from `Float32Array`, int32 from `Int32Array`, int64 from plain numbers. */
  constant(values: Float32Array | Int32Array | readonly number[], dims: readonly number[]): Value;
  /** One number, broadcast where it is used; equal numbers are one constant. */
  scalar(value: number): Value;
  node(opType: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** A node with several outputs, in order. */
  nodes(opType: string, inputs: readonly Value[], outputs: number, attributes?: Attributes): readonly Value[];
  output(name: string, value: Value, type: ElementType, shape: Shape): void;
  /** The next output of an inner graph, whose outputs go by their place: without a name, and without a copy for it. */
  result(value: Value, type: ElementType, shape: Shape): void;
  graph(): GraphProto;
}

/** TensorProto.DataType (onnx.proto). */
const ELEMENT: Readonly<Record<ElementType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** `prefix` keeps the names of an inner graph apart from the outer one's, which it may read. */
export function buildGraph(name: string, prefix = ''): GraphBuilder {
  const graph: GraphProto = { name, node: [], initializer: [], sparseInitializer: [], input: [], output: [] };
  const scalars = new Map<number, Value>();
  let named = 0;
  const fresh = (): Value => `${prefix}v${named++}` as Value;
  const builder: GraphBuilder = {
    input(given, type, shape) {
      graph.input.push(valueInfo(given, type, shape));
      return given as Value;
    },
    constant(values, dims) {
      const constant = fresh();
      graph.initializer.push(tensor(constant, values, dims));
      return constant;
    },
    scalar(value) {
      const known = scalars.get(value) ?? builder.constant(Float32Array.of(value), []);
      scalars.set(value, known);
      return known;
    },
    node: (opType, inputs, attributes = {}) => builder.nodes(opType, inputs, 1, attributes)[0]!,
    nodes(opType, inputs, outputs, attributes = {}) {
      const output = Array.from({ length: outputs }, fresh);
      const node: NodeProto = {
        opType,
        name: `${prefix}n${graph.node.length}`,
        input: [...inputs],
        output,
        attribute: [],
      };
      for (const [key, value] of Object.entries(attributes)) node.attribute.push(attributeOf(key, value));
      graph.node.push(node);
      return output;
    },
    output(given, value, type, shape) {
      graph.node.push({
        opType: 'Identity',
        name: `${prefix}${given}`,
        input: [value],
        output: [given],
        attribute: [],
      });
      graph.output.push(valueInfo(given, type, shape));
    },
    result(value, type, shape) {
      graph.output.push(valueInfo(value, type, shape));
    },
    graph: () => graph,
  };
  return builder;
}

/** The bytes of a model of one graph, in operator set 17 and IR version 8 (ONNX 1.12, ONNX Runtime 1.12 and later). */
export function modelBytes(graph: GraphProto): Uint8Array {
  return encodeModel({
    irVersion: 8,
    producerName: 'assay',
    opsetImport: [{ domain: '', version: 17 }],
    graph,
    functions: [],
  });
}

function valueInfo(name: string, type: ElementType, shape: Shape): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  const tensorType: TypeProto = { tensorType: { elemType: ELEMENT[type], shape: { dim } } };
  return { name, type: tensorType };
}

function tensor(
  name: string,
  values: Float32Array | Int32Array | readonly number[],
  dims: readonly number[],
): TensorProto {
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (values.length !== size) throw new RangeError(`${values.length} values for the dimensions [${dims.join(', ')}]`);
  const typed =
    values instanceof Float32Array || values instanceof Int32Array
      ? values
      : BigInt64Array.from(values, (value) => BigInt(value));
  const type = typed instanceof Float32Array ? 'float32' : typed instanceof Int32Array ? 'int32' : 'int64';
  return {
    name,
    dims: [...dims],
    dataType: ELEMENT[type],
    floatData: [],
    int32Data: [],
    stringData: [],
    int64Data: [],
    doubleData: [],
    uint64Data: [],
    externalData: [],
    // Little-endian, as every processor that Node runs ONNX Runtime on is.
    rawData: new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength),
  };
}

/** AttributeProto.AttributeType (onnx.proto): FLOAT 1, INT 2, GRAPH 5, INTS 7. */
function attributeOf(name: string, value: Attributes[string]): AttributeProto {
  const empty = { name, floats: [], ints: [], strings: [], tensors: [], graphs: [] };
  if (typeof value === 'number') return { ...empty, type: 2, i: value };
  if ('real' in value) return { ...empty, type: 1, f: value.real };
  if (isInts(value)) return { ...empty, type: 7, ints: [...value] };
  return { ...empty, type: 5, g: value };
}

const isInts = (value: readonly number[] | GraphProto): value is readonly number[] => Array.isArray(value);
