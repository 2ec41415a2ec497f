import type { DesignMatrix } from '../design-matrix.js';

/** Writes the rows of a matrix as rows of `inputs` columns, of which those beyond its own stay as they are (0). */
export function padColumns(x: DesignMatrix, inputs: number, into: Float32Array): void {
  for (let row = 0; row < x.rows; row++) {
    into.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), row * inputs);
  }
}
