/** Reads ONNX models as graphs, without any runtime: what is in the file, checked, in plain shapes. */
import { decodeModel } from './onnx-proto.js';
import type { AttributeProto, GraphProto, ModelProto, NodeProto, TypeProto, ValueInfoProto } from './onnx-proto.js';
import { OnnxFault, number, readTensor, text, typeName } from './onnx-tensor.js';
import type { OnnxTensor, OnnxType } from './onnx-tensor.js';

export { OnnxFault } from './onnx-tensor.js';
export type { OnnxTensor, OnnxType } from './onnx-tensor.js';

export type OnnxAttribute =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints' | 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'tensors'; readonly value: readonly OnnxTensor[] }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'graphs'; readonly value: readonly OnnxGraph[] }
  /** A sparse tensor, a type, a reference of a function. */
  | { readonly kind: 'other' };

export interface OnnxNode {
  readonly opType: string;
  /** `""` for ONNX's own operators, `ai.onnx.ml` for its classical ones. */
  readonly domain: string;
  readonly name: string;
  /** An absent optional input is `""`. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A free dimension is its name, an unstated one `undefined`. */
export type OnnxDimension = number | string | undefined;

export type OnnxValueType =
  | { readonly kind: 'tensor' | 'sparse-tensor'; readonly type: OnnxType; readonly shape?: readonly OnnxDimension[] }
  | { readonly kind: 'sequence' | 'map' | 'optional' | 'unknown' };

export interface OnnxValue {
  readonly name: string;
  readonly value: OnnxValueType;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** Constants; values of sparse ones are their non-zero values. */
  readonly initializers: readonly OnnxTensor[];
  readonly sparseInitializers: readonly { readonly values: OnnxTensor; readonly dims: readonly number[] }[];
  /** Without those that are initialisers (a form of IR version 3). */
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxModel extends OnnxGraph {
  readonly irVersion: number;
  readonly producer: string;
  /** Version by domain; ONNX's own is `""`. */
  readonly opsets: Readonly<Record<string, number>>;
  readonly functions: readonly {
    readonly name: string;
    readonly domain: string;
    readonly nodes: readonly OnnxNode[];
  }[];
}

/** Throws `OnnxFault` where the bytes are no sound ONNX model. Values are not copied until a tensor's are asked for. */
export function readOnnxGraph(bytes: Uint8Array): OnnxModel {
  let proto: ModelProto;
  try {
    proto = decodeModel(bytes);
  } catch (cause) {
    throw new OnnxFault(`not an ONNX model: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  return readModel(proto);
}

export function readModel(proto: ModelProto): OnnxModel {
  if (proto.graph === undefined || proto.graph === null) throw new OnnxFault('not an ONNX model: it has no graph');
  if (proto.opsetImport.length === 0) throw new OnnxFault('the model names no operator set');
  const opsets: Record<string, number> = Object.create(null) as Record<string, number>;
  for (const { domain, version } of proto.opsetImport)
    opsets[domain === 'ai.onnx' ? '' : (domain ?? '')] = number(version);
  const graph = readGraph(proto.graph);
  if (graph.outputs.length === 0) throw new OnnxFault('the model has no output');
  checkLinks(graph, new Set());
  const functions = proto.functions.map(({ name, domain, node }) => ({
    name: name ?? '',
    domain: domain ?? '',
    nodes: node.map(readNode),
  }));
  const domains = new Set([...Object.keys(opsets), ...functions.map(({ domain }) => domain)]);
  const foreign = graph.nodes.find(({ domain }) => !domains.has(domain));
  if (foreign !== undefined) {
    throw new OnnxFault(`the model names no operator set of domain "${foreign.domain}", which ${foreign.opType} needs`);
  }
  return {
    ...graph,
    irVersion: number(proto.irVersion),
    producer: [proto.producerName, proto.producerVersion].filter((part) => part !== undefined && part !== '').join(' '),
    opsets,
    functions,
  };
}

function readGraph(proto: GraphProto): OnnxGraph {
  const initializers = proto.initializer.map(readTensor);
  const constants = new Set(initializers.map(({ name }) => name));
  return {
    name: proto.name ?? '',
    nodes: proto.node.map(readNode),
    initializers,
    sparseInitializers: proto.sparseInitializer.map(({ values, dims }) => {
      if (values === undefined || values === null) throw new OnnxFault('a sparse initialiser has no values');
      return { values: readTensor(values), dims: dims.map(number) };
    }),
    inputs: proto.input.map(readValue).filter(({ name }) => !constants.has(name)),
    outputs: proto.output.map(readValue),
  };
}

const readValue = (proto: ValueInfoProto): OnnxValue => ({ name: proto.name ?? '', value: readType(proto.type) });

function readType(proto: TypeProto | undefined): OnnxValueType {
  const tensor = proto?.tensorType ?? proto?.sparseTensorType;
  if (tensor !== undefined && tensor !== null) {
    const type = typeName(tensor.elemType);
    if (type === undefined) return { kind: 'unknown' };
    const shape = tensor.shape?.dim.map((dim): OnnxDimension => {
      if (dim.dimParam !== undefined && dim.dimParam !== '') return dim.dimParam;
      return dim.dimValue === undefined || dim.dimValue === null ? undefined : number(dim.dimValue);
    });
    return { kind: proto?.tensorType ? 'tensor' : 'sparse-tensor', type, ...(shape === undefined ? {} : { shape }) };
  }
  if (proto?.sequenceType) return { kind: 'sequence' };
  if (proto?.mapType) return { kind: 'map' };
  return { kind: proto?.optionalType ? 'optional' : 'unknown' };
}

function readNode(proto: NodeProto): OnnxNode {
  if (proto.opType === undefined || proto.opType === '')
    throw new OnnxFault(`node "${proto.name ?? ''}" names no operator`);
  const attributes: Record<string, OnnxAttribute> = Object.create(null) as Record<string, OnnxAttribute>;
  for (const attribute of proto.attribute) attributes[attribute.name ?? ''] = readAttribute(attribute);
  return {
    opType: proto.opType,
    domain: proto.domain === 'ai.onnx' ? '' : (proto.domain ?? ''),
    name: proto.name ?? '',
    inputs: proto.input,
    outputs: proto.output,
    attributes,
  };
}

/** By `type`, which writers of IR version 1 leave out: then by the field that is there. */
function readAttribute(proto: AttributeProto): OnnxAttribute {
  const kind = proto.type ?? 0;
  const is = (type: number, present: boolean): boolean => kind === type || (kind === 0 && present);
  if (is(1, has(proto, 'f'))) return { kind: 'float', value: proto.f ?? 0 };
  if (is(2, has(proto, 'i'))) return { kind: 'int', value: number(proto.i) };
  if (is(3, has(proto, 's'))) return { kind: 'string', value: text(proto.s) };
  if (proto.t && is(4, true)) return { kind: 'tensor', value: readTensor(proto.t) };
  if (proto.g && is(5, true)) return { kind: 'graph', value: readGraph(proto.g) };
  if (is(6, proto.floats.length > 0)) return { kind: 'floats', value: proto.floats };
  if (is(7, proto.ints.length > 0)) return { kind: 'ints', value: proto.ints.map(number) };
  if (is(8, proto.strings.length > 0)) return { kind: 'strings', value: proto.strings.map(text) };
  if (is(9, proto.tensors.length > 0)) return { kind: 'tensors', value: proto.tensors.map(readTensor) };
  if (is(10, proto.graphs.length > 0)) return { kind: 'graphs', value: proto.graphs.map(readGraph) };
  return { kind: 'other' };
}

const has = (proto: AttributeProto, field: 'f' | 'i' | 's'): boolean => Object.hasOwn(proto, field);

/** Every value that a node reads must come from an input, a constant, an earlier node, or an outer graph. */
function checkLinks(graph: OnnxGraph, outer: ReadonlySet<string>): void {
  const known = new Set(outer);
  for (const { name } of graph.inputs) known.add(name);
  for (const { name } of graph.initializers) known.add(name);
  for (const { values } of graph.sparseInitializers) known.add(values.name);
  for (const node of graph.nodes) {
    const absent = node.inputs.find((name) => name !== '' && !known.has(name));
    if (absent !== undefined) {
      throw new OnnxFault(`node "${node.name}" (${node.opType}) reads "${absent}", which nothing before it gives`);
    }
    for (const attribute of Object.values(node.attributes)) {
      if (attribute.kind === 'graph') checkLinks(attribute.value, known);
      if (attribute.kind === 'graphs') for (const inner of attribute.value) checkLinks(inner, known);
    }
    for (const name of node.outputs) known.add(name);
  }
  const absent = graph.outputs.find(({ name }) => !known.has(name));
  if (absent !== undefined) throw new OnnxFault(`output "${absent.name}" is given by no node`);
}
