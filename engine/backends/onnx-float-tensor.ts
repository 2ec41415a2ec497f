/** Float tensors of a model in memory as plain numbers, and back. */
import type { TensorProto } from './onnx-proto.js';
import { readTensor } from './onnx-tensor.js';

const FLOAT32 = 1;
const FLOAT64 = 11;

export interface FloatTensor {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly values: Float64Array;
}

/** `undefined` for other types than float32 and float64, and where the numbers are in another file. */
export function readFloats(proto: TensorProto): FloatTensor | undefined {
  if (proto.dataType !== FLOAT32 && proto.dataType !== FLOAT64) return undefined;
  const tensor = readTensor(proto);
  const values = tensor.values();
  return values instanceof Float64Array ? { dims: tensor.dims, values } : undefined;
}

/** Puts other numbers into a float tensor, of its own type. */
export function writeFloats(proto: TensorProto, { dims, values }: FloatTensor): void {
  const typed = proto.dataType === FLOAT64 ? values : Float32Array.from(values);
  proto.dims = [...dims];
  proto.floatData = [];
  proto.doubleData = [];
  proto.rawData = new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}

/** The slices of a tensor at these places of one axis. */
export function sliceOf({ dims, values }: FloatTensor, axis: number, places: readonly number[]): FloatTensor {
  const inner = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  const outer = dims.slice(0, axis).reduce((product, dim) => product * dim, 1);
  const size = dims[axis]!;
  const taken = new Float64Array(outer * places.length * inner);
  for (let block = 0; block < outer; block++) {
    places.forEach((place, index) => {
      const from = (block * size + place) * inner;
      taken.set(values.subarray(from, from + inner), (block * places.length + index) * inner);
    });
  }
  return { dims: dims.map((dim, at) => (at === axis ? places.length : dim)), values: taken };
}
