import { addOuterProduct, choleskyFactor, choleskySubstitute, squareMatrix } from '../../numerics/linear-algebra.js';
import { leastSquares } from '../../numerics/least-squares.js';
import type { DesignMatrix } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';

/** A factorisation costs rows × columns²: beyond this many it takes minutes. */
const MOST_COLUMNS = 2000;

export interface LinearModel {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Of each training row: how far its own truth moves its prediction (the diagonal of the hat matrix). */
  readonly leverages: Float64Array;
}

/**
 * Least squares with a free intercept, each row weighing its weight; of several solutions the shortest coefficients, as
 * scikit-learn's `LinearRegression`. With a `penalty` above 0, ridge regression: the sum of squares plus
 * penalty·‖coefficients‖². Throws `EstimatorFault` where the numbers overflow or there are too many columns.
 */
export function fitLinear(x: DesignMatrix, y: Float64Array, penalty: number, weights?: Float64Array): LinearModel {
  const { rows, columns } = x;
  if (columns > MOST_COLUMNS) {
    throw new EstimatorFault('unsupported', `${columns} columns: a linear model takes ${MOST_COLUMNS}`);
  }
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  let total = 0;
  let centre = 0;
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    total += weightOf(row);
    centre += weightOf(row) * y[row]!;
    for (let j = 0; j < columns; j++) means[j]! += weightOf(row) * x.values[row * columns + j]!;
  }
  if (!(total > 0)) throw new EstimatorFault('out-of-domain', 'the training rows of a fold weigh nothing');
  centre /= total;
  for (let j = 0; j < columns; j++) means[j]! /= total;
  const scaled = new Float64Array(rows * columns);
  const right = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const root = Math.sqrt(weightOf(row));
    right[row] = root * (y[row]! - centre);
    for (let j = 0; j < columns; j++) {
      scaled[row * columns + j] = root * (x.values[row * columns + j]! - means[j]!);
    }
  }
  const { solution, leverages } =
    penalty > 0 ? penalised(scaled, rows, columns, right, penalty) : leastSquares(scaled, rows, columns, right);
  let intercept = centre;
  for (let j = 0; j < columns; j++) intercept -= solution[j]! * means[j]!;
  if (!Number.isFinite(intercept) || !solution.every(Number.isFinite)) {
    throw new EstimatorFault('failed', 'the numbers are too large for a linear model');
  }
  for (let row = 0; row < rows; row++) leverages[row]! += weightOf(row) / total;
  return { coefficients: solution, intercept, leverages };
}

/** By the Gram matrix, which the penalty keeps definite. */
function penalised(
  a: Float64Array,
  rows: number,
  columns: number,
  b: Float64Array,
  penalty: number,
): { solution: Float64Array; leverages: Float64Array } {
  const gram = squareMatrix(columns);
  const moments = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    addOuterProduct(gram, a, row, 1);
    for (let j = 0; j < columns; j++) moments[j]! += a[row * columns + j]! * b[row]!;
  }
  for (let j = 0; j < columns; j++) gram.values[j * columns + j]! += penalty;
  const factor = choleskyFactor(gram);
  if (factor === undefined) throw new EstimatorFault('failed', 'ridge: the numbers are too large or too uneven');
  const leverages = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    // ‖L⁻¹·x‖² = xᵀ·(L·Lᵀ)⁻¹·x.
    const half = new Float64Array(columns);
    for (let i = 0; i < columns; i++) {
      let sum = a[row * columns + i]!;
      for (let k = 0; k < i; k++) sum -= factor.values[i * columns + k]! * half[k]!;
      half[i] = sum / factor.values[i * columns + i]!;
      leverages[row]! += half[i]! * half[i]!;
    }
  }
  return { solution: choleskySubstitute(factor, moments), leverages };
}

/** One number a row. */
export function predictLinear({ coefficients, intercept }: LinearModel, x: DesignMatrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, row) => {
    let sum = intercept;
    for (let j = 0; j < x.columns; j++) sum += coefficients[j]! * x.values[row * x.columns + j]!;
    return sum;
  });
}
