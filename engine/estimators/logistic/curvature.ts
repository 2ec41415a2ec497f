import { squareMatrix } from '../../numerics/linear-algebra.js';
import type { SquareMatrix } from '../../numerics/linear-algebra.js';
import type { Point, Problem } from './problem.js';

/**
 * Curvature of the log loss: of each pair of scores k ≥ l the lower triangle of a width × width matrix, pair after pair.
 * A sum over rows, so that a row can be taken out again.
 */
export type Curvature = Float64Array;

/** Cost O(Σ entries² · scores²) over the rows. */
export function curvatureAt(problem: Problem, { probabilities }: Point): Curvature {
  const { rows, scores } = problem;
  const curvature = new Float64Array(((scores * (scores + 1)) / 2) * rows.width ** 2);
  for (let row = 0; row < rows.count; row++) addRow(curvature, problem, probabilities, row, problem.weights[row]!);
  return curvature;
}

/** Adds what one row of this weight brings. */
export function addRow(
  curvature: Curvature,
  { rows, scores, C }: Problem,
  probabilities: Float64Array,
  row: number,
  weight: number,
): void {
  const { width, starts, columns, values } = rows;
  const from = starts[row]!;
  const to = starts[row + 1]!;
  for (let k = 0, block = 0; k < scores; k++) {
    for (let l = 0; l <= k; l++, block += width * width) {
      const p = probabilities[row * scores + k]!;
      const amount = C * weight * (k === l ? p * (1 - p) : -p * probabilities[row * scores + l]!);
      if (amount === 0) continue;
      for (let i = from; i < to; i++) {
        const scaled = amount * values[i]!;
        const base = block + columns[i]! * width;
        for (let j = from; j <= i; j++) curvature[base + columns[j]!]! += scaled * values[j]!;
      }
    }
  }
}

/**
 * The Hessian's lower triangle. More than two classes leave the common shift of all intercepts free, which has neither
 * slope nor curvature: it is given some, so that a step is 0 along it and what it was in all other directions.
 */
export function hessianOf({ rows, scores, C, penalty }: Problem, curvature: Curvature): SquareMatrix {
  const { width } = rows;
  const hessian = squareMatrix(scores * width);
  const { size, values } = hessian;
  for (let k = 0, block = 0; k < scores; k++) {
    for (let l = 0; l <= k; l++, block += width * width) {
      for (let i = 0; i < width; i++) {
        const to = (k * width + i) * size + l * width;
        for (let j = 0; j <= i; j++) values[to + j] = curvature[block + i * width + j]!;
        if (l < k) for (let j = i + 1; j < width; j++) values[to + j] = curvature[block + j * width + i]!;
      }
      if (scores > 1) values[(k * width + width - 1) * size + l * width + width - 1]! += (C * rows.count) / scores;
    }
  }
  for (let index = 0; index < size; index++) values[index * size + index]! += penalty[index % width]!;
  return hessian;
}
