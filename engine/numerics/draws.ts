/** Draws of a distribution: little-endian float32, base64. Draw i of two figures with the same `rows` belongs together. */
export interface Draws {
  readonly encoding: 'base64-f32le';
  readonly count: number;
  readonly data: string;
}

export function encodeDraws(values: ArrayLike<number>): Draws {
  const floats = Float32Array.from(values);
  const view = new DataView(new ArrayBuffer(floats.length * 4));
  floats.forEach((value, index) => view.setFloat32(index * 4, value, true));
  return {
    encoding: 'base64-f32le',
    count: floats.length,
    data: Buffer.from(view.buffer).toString('base64'),
  };
}

export function decodeDraws(draws: Draws): Float32Array {
  const bytes = Buffer.from(draws.data, 'base64');
  if (bytes.length !== draws.count * 4) throw new RangeError(`draws: ${bytes.length} bytes for ${draws.count} values`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(draws.count);
  for (let index = 0; index < values.length; index += 1) values[index] = view.getFloat32(index * 4, true);
  return values;
}
