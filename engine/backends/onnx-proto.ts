/**
 * The part of ONNX's protobuf schema that Assay reads or writes: field names and numbers of `onnx-ml.proto`
 * (https://github.com/onnx/onnx, IR version 8, SPDX-License-Identifier: Apache-2.0). Fields left out here (newer
 * ones too) are kept byte for byte through reading and writing, so an edited graph loses nothing.
 */
import protobuf from 'protobufjs/light.js';

/** int64 on the wire. */
export interface Int64 {
  toNumber(): number;
  toString(): string;
}

export interface TensorProto {
  dims: (Int64 | number)[];
  dataType?: number;
  floatData: number[];
  int32Data: number[];
  stringData: Uint8Array[];
  int64Data: (Int64 | number)[];
  name?: string;
  rawData?: Uint8Array;
  doubleData: number[];
  uint64Data: (Int64 | number)[];
  externalData: { key: string; value: string }[];
  dataLocation?: number;
}

export interface AttributeProto {
  name?: string;
  type?: number;
  f?: number;
  i?: Int64 | number;
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  floats: number[];
  ints: (Int64 | number)[];
  strings: Uint8Array[];
  tensors: TensorProto[];
  graphs: GraphProto[];
}

export interface NodeProto {
  input: string[];
  output: string[];
  name?: string;
  opType?: string;
  domain?: string;
  attribute: AttributeProto[];
}

export interface TypeProto {
  tensorType?: { elemType?: number; shape?: { dim: { dimValue?: Int64 | number; dimParam?: string }[] } };
  sequenceType?: { elemType?: TypeProto };
  mapType?: { keyType?: number; valueType?: TypeProto };
  optionalType?: { elemType?: TypeProto };
  sparseTensorType?: TypeProto['tensorType'];
}

export interface ValueInfoProto {
  name?: string;
  type?: TypeProto;
}

export interface GraphProto {
  node: NodeProto[];
  name?: string;
  initializer: TensorProto[];
  sparseInitializer: { values?: TensorProto; indices?: TensorProto; dims: (Int64 | number)[] }[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  /** Shapes of values inside, as a remark. */
  valueInfo?: ValueInfoProto[];
}

export interface ModelProto {
  irVersion?: Int64 | number;
  opsetImport: { domain?: string; version?: Int64 | number }[];
  producerName?: string;
  producerVersion?: string;
  graph?: GraphProto;
  functions: { name?: string; domain?: string; node: NodeProto[] }[];
}

type FieldSpec = readonly [type: string, id: number, rule?: 'repeated' | 'packed'];
/** `edition: proto2`: a field that is present with its default value stays present. */
const fields = (spec: Record<string, FieldSpec>): protobuf.IType & { edition: string } => ({
  edition: 'proto2',
  fields: Object.fromEntries(
    Object.entries(spec).map(([name, [type, id, rule]]) => [
      name,
      rule === undefined ? { type, id } : { rule: 'repeated', type, id, options: { packed: rule === 'packed' } },
    ]),
  ),
});

const SCHEMA: Record<string, protobuf.IType> = {
  Entry: fields({ key: ['string', 1], value: ['string', 2] }),
  Opset: fields({ domain: ['string', 1], version: ['int64', 2] }),
  Tensor: fields({
    dims: ['int64', 1, 'repeated'],
    dataType: ['int32', 2],
    floatData: ['float', 4, 'packed'],
    int32Data: ['int32', 5, 'packed'],
    stringData: ['bytes', 6, 'repeated'],
    int64Data: ['int64', 7, 'packed'],
    name: ['string', 8],
    rawData: ['bytes', 9],
    doubleData: ['double', 10, 'packed'],
    uint64Data: ['uint64', 11, 'packed'],
    externalData: ['Entry', 13, 'repeated'],
    dataLocation: ['int32', 14],
  }),
  SparseTensor: fields({ values: ['Tensor', 1], indices: ['Tensor', 2], dims: ['int64', 3, 'repeated'] }),
  Attribute: fields({
    name: ['string', 1],
    f: ['float', 2],
    i: ['int64', 3],
    s: ['bytes', 4],
    t: ['Tensor', 5],
    g: ['Graph', 6],
    floats: ['float', 7, 'repeated'],
    ints: ['int64', 8, 'repeated'],
    strings: ['bytes', 9, 'repeated'],
    tensors: ['Tensor', 10, 'repeated'],
    graphs: ['Graph', 11, 'repeated'],
    type: ['int32', 20],
  }),
  Node: fields({
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['Attribute', 5, 'repeated'],
    domain: ['string', 7],
  }),
  Dimension: fields({ dimValue: ['int64', 1], dimParam: ['string', 2] }),
  Shape: fields({ dim: ['Dimension', 1, 'repeated'] }),
  TensorType: fields({ elemType: ['int32', 1], shape: ['Shape', 2] }),
  Wrapped: fields({ elemType: ['Type', 1] }),
  MapType: fields({ keyType: ['int32', 1], valueType: ['Type', 2] }),
  Type: fields({
    tensorType: ['TensorType', 1],
    sequenceType: ['Wrapped', 4],
    mapType: ['MapType', 5],
    sparseTensorType: ['TensorType', 8],
    optionalType: ['Wrapped', 9],
  }),
  ValueInfo: fields({ name: ['string', 1], type: ['Type', 2] }),
  Graph: fields({
    node: ['Node', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['Tensor', 5, 'repeated'],
    input: ['ValueInfo', 11, 'repeated'],
    output: ['ValueInfo', 12, 'repeated'],
    valueInfo: ['ValueInfo', 13, 'repeated'],
    sparseInitializer: ['SparseTensor', 15, 'repeated'],
  }),
  Function: fields({ name: ['string', 1], node: ['Node', 7, 'repeated'], domain: ['string', 10] }),
  Model: fields({
    irVersion: ['int64', 1],
    producerName: ['string', 2],
    producerVersion: ['string', 3],
    graph: ['Graph', 7],
    opsetImport: ['Opset', 8, 'repeated'],
    functions: ['Function', 25, 'repeated'],
  }),
};

const Model = protobuf.Root.fromJSON({ nested: SCHEMA }).lookupType('Model');

/** Throws (protobufjs's errors) where the bytes are not a protobuf message of this shape. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  return Model.decode(reader) as unknown as ModelProto;
}

/** A model's bytes; objects may be those of `decodeModel` edited, or plain ones. */
export function encodeModel(model: ModelProto): Uint8Array {
  return Model.encode(model as unknown as protobuf.Message).finish();
}
