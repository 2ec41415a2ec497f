/** Tensors of an ONNX file: their element types and their values as JavaScript numbers. */
import type { Int64, TensorProto } from './onnx-proto.js';

/** `TensorProto.DataType` by number: name, and bits an element (0: not of fixed size). */
const TYPES: Readonly<Record<number, readonly [name: OnnxType, bits: number]>> = {
  1: ['float32', 32],
  2: ['uint8', 8],
  3: ['int8', 8],
  4: ['uint16', 16],
  5: ['int16', 16],
  6: ['int32', 32],
  7: ['int64', 64],
  8: ['string', 0],
  9: ['bool', 8],
  10: ['float16', 16],
  11: ['float64', 64],
  12: ['uint32', 32],
  13: ['uint64', 64],
  14: ['complex64', 64],
  15: ['complex128', 128],
  16: ['bfloat16', 16],
  17: ['float8e4m3fn', 8],
  18: ['float8e4m3fnuz', 8],
  19: ['float8e5m2', 8],
  20: ['float8e5m2fnuz', 8],
  21: ['uint4', 4],
  22: ['int4', 4],
  23: ['float4e2m1', 4],
};

export type OnnxType =
  | 'float32' | 'float64' | 'float16' | 'bfloat16'
  | 'float8e4m3fn' | 'float8e4m3fnuz' | 'float8e5m2' | 'float8e5m2fnuz' | 'float4e2m1'
  | 'int4' | 'int8' | 'int16' | 'int32' | 'int64'
  | 'uint4' | 'uint8' | 'uint16' | 'uint32' | 'uint64'
  | 'bool' | 'string' | 'complex64' | 'complex128'; // prettier-ignore

/** The bytes are not a sound ONNX model; the message says what is wrong, and where in the graph. */
export class OnnxFault extends Error {}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: OnnxType;
  /** The product of `dims`. */
  readonly elements: number;
  /** Bytes that the values take in a file (packed; UTF-8 for strings). */
  readonly byteLength: number;
  /** Where the values are kept in another file, relative to the model's folder. */
  readonly external?: { readonly location: string; readonly offset: number; readonly length?: number };
  /**
   * The values, row-major: strings for `string`, else numbers (int64 rounded beyond 2⁵³; false and true are 0 and
   * 1). `undefined` where they are in another file, or of a type without values here (complex, 8- and 4-bit floats).
   */
  values(): Float64Array | readonly string[] | undefined;
}

export const typeName = (dataType: number | undefined): OnnxType | undefined => TYPES[dataType ?? 0]?.[0];

export const number = (value: Int64 | number | undefined): number =>
  value === undefined ? 0 : typeof value === 'number' ? value : value.toNumber();

/** An absent field is protobufjs's default, a plain empty array that a TextDecoder refuses. */
export const text = (bytes: Uint8Array | undefined): string =>
  bytes === undefined || bytes.length === 0 ? '' : new TextDecoder().decode(bytes);

/** Checks sizes against `dims` before anything is allocated. Throws OnnxFault. */
export function readTensor(proto: TensorProto): OnnxTensor {
  const name = proto.name ?? '';
  const entry = TYPES[proto.dataType ?? 0];
  if (entry === undefined) throw new OnnxFault(`tensor "${name}" has the unknown element type ${proto.dataType ?? 0}`);
  const [type, bits] = entry;
  const dims = proto.dims.map(number);
  const elements = dims.reduce((product, dim) => product * dim, 1);
  if (dims.some((dim) => dim < 0) || !Number.isSafeInteger(elements)) {
    throw new OnnxFault(`tensor "${name}" has impossible dimensions [${dims.join(', ')}]`);
  }
  const external = proto.dataLocation === 1 ? externalOf(proto, name) : undefined;
  const byteLength =
    type === 'string'
      ? proto.stringData.reduce((sum, value) => sum + value.length, 0)
      : Math.ceil((elements * bits) / 8);
  if (external === undefined) checkLength(proto, name, type, elements, byteLength);
  return {
    name,
    dims,
    type,
    elements,
    byteLength,
    ...(external === undefined ? {} : { external }),
    values: () => (external === undefined ? valuesOf(proto, type, elements) : undefined),
  };
}

function externalOf(proto: TensorProto, name: string): NonNullable<OnnxTensor['external']> {
  const entry = (key: string): string | undefined => proto.externalData.find((item) => item.key === key)?.value;
  const location = entry('location');
  if (location === undefined || location === '')
    throw new OnnxFault(`tensor "${name}" has external data without a location`);
  const length = entry('length');
  return {
    location,
    offset: Number(entry('offset') ?? 0),
    ...(length === undefined ? {} : { length: Number(length) }),
  };
}

const COMPLEX = new Set<OnnxType>(['complex64', 'complex128']);

function checkLength(proto: TensorProto, name: string, type: OnnxType, elements: number, byteLength: number): void {
  const raw = proto.rawData?.length ?? 0;
  if (raw > 0) {
    if (raw === byteLength && type !== 'string') return;
    throw new OnnxFault(
      `tensor "${name}" has ${raw} bytes of data; [${proto.dims.map(number).join(', ')}] of ${type} needs ${byteLength}`,
    );
  }
  const found = typedField(proto, type).length;
  const four = type.endsWith('4') && (type === 'int4' || type === 'uint4');
  const expected = COMPLEX.has(type)
    ? 2 * elements
    : four || type === 'float4e2m1'
      ? Math.ceil(elements / 2)
      : elements;
  if (found !== expected)
    throw new OnnxFault(`tensor "${name}" holds ${found} values; its dimensions need ${expected}`);
}

/** The field that holds values of a type where there is no `raw_data` (onnx.proto, TensorProto). */
function typedField(proto: TensorProto, type: OnnxType): ArrayLike<unknown> {
  switch (type) {
    case 'float32':
    case 'complex64':
      return proto.floatData;
    case 'float64':
    case 'complex128':
      return proto.doubleData;
    case 'int64':
      return proto.int64Data;
    case 'uint32':
    case 'uint64':
      return proto.uint64Data;
    case 'string':
      return proto.stringData;
    default:
      return proto.int32Data;
  }
}

function valuesOf(proto: TensorProto, type: OnnxType, elements: number): Float64Array | readonly string[] | undefined {
  if (type === 'string') return proto.stringData.map(text);
  if (COMPLEX.has(type) || type.startsWith('float8') || type.startsWith('float4')) return undefined;
  const raw = proto.rawData;
  const result = new Float64Array(elements);
  if (raw !== undefined && raw.length > 0) {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    const read = READERS[type];
    if (read === undefined) return undefined;
    for (let i = 0; i < elements; i += 1) result[i] = read(view, i);
    return result;
  }
  const field = typedField(proto, type) as ArrayLike<Int64 | number>;
  const half = type === 'float16' ? fromHalf : type === 'bfloat16' ? fromBrain : undefined;
  for (let i = 0; i < elements; i += 1) {
    const value =
      type === 'int4' || type === 'uint4' ? nibble(number(field[i >> 1]), i, type === 'int4') : number(field[i]);
    result[i] = half === undefined ? value : half(value);
  }
  return result;
}

/** `raw_data` is little-endian; 4-bit elements lie two a byte, the first in the low half. */
const READERS: { readonly [type in OnnxType]?: (view: DataView, index: number) => number } = {
  float32: (view, i) => view.getFloat32(4 * i, true),
  float64: (view, i) => view.getFloat64(8 * i, true),
  float16: (view, i) => fromHalf(view.getUint16(2 * i, true)),
  bfloat16: (view, i) => fromBrain(view.getUint16(2 * i, true)),
  int8: (view, i) => view.getInt8(i),
  int16: (view, i) => view.getInt16(2 * i, true),
  int32: (view, i) => view.getInt32(4 * i, true),
  int64: (view, i) => Number(view.getBigInt64(8 * i, true)),
  uint8: (view, i) => view.getUint8(i),
  uint16: (view, i) => view.getUint16(2 * i, true),
  uint32: (view, i) => view.getUint32(4 * i, true),
  uint64: (view, i) => Number(view.getBigUint64(8 * i, true)),
  bool: (view, i) => (view.getUint8(i) === 0 ? 0 : 1),
  int4: (view, i) => nibble(view.getUint8(i >> 1), i, true),
  uint4: (view, i) => nibble(view.getUint8(i >> 1), i, false),
};

function nibble(byte: number, index: number, signed: boolean): number {
  const bits = (index % 2 === 0 ? byte : byte >> 4) & 15;
  return signed && bits > 7 ? bits - 16 : bits;
}

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const brain = new DataView(new ArrayBuffer(4));
/** bfloat16: the upper half of a binary32. */
function fromBrain(bits: number): number {
  brain.setUint32(0, (bits & 0xffff) << 16);
  return brain.getFloat32(0);
}
