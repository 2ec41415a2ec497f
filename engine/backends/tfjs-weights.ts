/** `weightsManifest` of a TensorFlow.js model: which numbers lie in which files beside it. */
import { at, inWords, isObject, JsonFault, listOf, objectOf, textOf } from './json-value.js';
import type { Json, JsonObject } from './json-value.js';

export interface TfjsWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Numbers that it has. */
  readonly count: number;
  /** The type of its numbers in the file, which may be a shorter one. */
  readonly stored: string;
  /** In the file; `undefined` for texts. */
  readonly bytes: number | undefined;
  /** As TensorFlow.js takes it. */
  readonly spec: JsonObject;
}

/** The files of a group, one after another, hold its weights, one after another. */
export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly TfjsWeight[];
  /** That its files must have together; `undefined` where texts make it unknown. */
  readonly bytes: number | undefined;
}

/** Bytes of one number, by type, as TensorFlow.js writes them. */
const BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

/** Throws JsonFault with the place. */
export function readWeights(manifest: Json | undefined): readonly WeightGroup[] {
  if (manifest === undefined) return [];
  return listOf(manifest, 'weightsManifest').map((value, index) => {
    const where = `weightsManifest[${index}]`;
    const group = objectOf(value, where);
    const paths = listOf(group['paths'], at(where, 'paths')).map((path, place) =>
      textOf(path, `${at(where, 'paths')}[${place}]`),
    );
    const weights = listOf(group['weights'], at(where, 'weights')).map((weight, place) =>
      weightOf(weight, `${at(where, 'weights')}[${place}]`),
    );
    const bytes = weights.reduce((sum, weight) => sum + (weight.bytes ?? NaN), 0);
    return { paths, weights, bytes: Number.isNaN(bytes) ? undefined : bytes };
  });
}

function weightOf(value: Json, where: string): TfjsWeight {
  const spec = objectOf(value, where);
  const dtype = textOf(spec['dtype'], at(where, 'dtype'));
  if (dtype !== 'string' && BYTES[dtype] === undefined) {
    throw new JsonFault(at(where, 'dtype'), `${inWords(dtype)} is no type of numbers`);
  }
  const shape = listOf(spec['shape'], at(where, 'shape')).map((dim) => {
    if (typeof dim === 'number' && Number.isSafeInteger(dim) && dim >= 0) return dim;
    throw new JsonFault(at(where, 'shape'), `whole numbers are expected, not ${inWords(dim)}`);
  });
  const { quantization } = spec;
  const stored = isObject(quantization) ? textOf(quantization['dtype'], at(where, 'quantization.dtype')) : dtype;
  if (stored !== dtype && BYTES[stored] === undefined) {
    throw new JsonFault(at(where, 'quantization.dtype'), `${inWords(stored)} is no type of numbers`);
  }
  const count = shape.reduce((product, dim) => product * dim, 1);
  const each = BYTES[stored];
  const bytes = each === undefined ? undefined : count * each;
  return { name: textOf(spec['name'], at(where, 'name')), shape, dtype, count, stored, bytes, spec };
}

/** The numbers of each weight, `undefined` where the file has no plain 32-bit floats of it. `data` is all files, one after another. */
export function* storedFloats(
  groups: readonly WeightGroup[],
  data: Uint8Array,
): Generator<{ readonly weight: TfjsWeight; readonly values: Float32Array | undefined }> {
  for (const { weight, buffer } of stored(groups, data, 'float32'))
    yield { weight, values: buffer && new Float32Array(buffer) };
}

/** The whole numbers of each weight that has at most `most` plain 32-bit ones. */
export function storedIntegers(
  groups: readonly WeightGroup[],
  data: Uint8Array,
  most: number,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  for (const { weight, buffer } of stored(groups, data, 'int32'))
    if (buffer !== undefined && weight.count <= most) found.set(weight.name, [...new Int32Array(buffer)]);
  return found;
}

/** Bytes of the weights that are stored as `type`; a copy, because numbers must be aligned. */
function* stored(
  groups: readonly WeightGroup[],
  data: Uint8Array,
  type: string,
): Generator<{ readonly weight: TfjsWeight; readonly buffer: ArrayBuffer | undefined }> {
  let start: number | undefined = 0;
  for (const weight of groups.flatMap(({ weights }) => weights)) {
    const end: number | undefined =
      start === undefined || weight.bytes === undefined ? undefined : start + weight.bytes;
    const isWhole = end !== undefined && end <= data.length;
    yield {
      weight,
      buffer: weight.stored === type && isWhole ? Uint8Array.from(data.subarray(start, end)).buffer : undefined,
    };
    start = end;
  }
}
