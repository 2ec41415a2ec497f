import type { Encoder } from '../design-matrix.js';

/**
 * Rows as a network takes them, rows × (inputs + 1): the encoder's columns, 0 up to `inputs`, and a last column of 1, so
 * that the product with a layer's weights and intercepts, which lie below one another, is the layer's scores.
 */
export function networkRows(
  encoder: Encoder,
  rows: Int32Array,
  inputs: number,
  into = new Float32Array(rows.length * (inputs + 1)),
): Float32Array {
  encoder.encodeInto(rows, into, inputs + 1);
  for (let at = inputs; at < into.length; at += inputs + 1) into[at] = 1;
  return into;
}
