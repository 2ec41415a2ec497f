/** Dense linear algebra on small systems (Newton steps): row-major `Float64Array`, no pivoting beyond what is said. */

/** Square, row-major: entry (i, j) is `values[i * size + j]`. */
export interface SquareMatrix {
  readonly size: number;
  readonly values: Float64Array;
}

export const squareMatrix = (size: number): SquareMatrix => ({ size, values: new Float64Array(size * size) });

/**
 * Lower Cholesky factor L of a symmetric positive definite A = L·Lᵀ (only A's lower triangle is read), or
 * `undefined` where a pivot is not positive: A is then indefinite or singular to working precision.
 * Golub & Van Loan, Matrix Computations, 4th ed., algorithm 4.2.1 (gaxpy form by rows). Cost n³/3.
 */
export function choleskyFactor(a: SquareMatrix): SquareMatrix | undefined {
  const n = a.size;
  const factor = squareMatrix(n);
  const l = factor.values;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a.values[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      if (i !== j) l[i * n + j] = sum / l[j * n + j]!;
      else if (sum > Number.EPSILON * Math.abs(a.values[i * n + i]!)) l[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return factor;
}

/** Solves L·Lᵀ·x = b for a factor of `choleskyFactor`; b has `size` entries and is left as it is. Cost 2n². */
export function choleskySubstitute(factor: SquareMatrix, b: ArrayLike<number>): Float64Array {
  const n = factor.size;
  const l = factor.values;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= l[k * n + i]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
  return x;
}

/** Solves A·x = b for a symmetric positive definite A; `undefined` where A is not (see `choleskyFactor`). */
export function choleskySolve(a: SquareMatrix, b: ArrayLike<number>): Float64Array | undefined {
  const factor = choleskyFactor(a);
  return factor && choleskySubstitute(factor, b);
}

/** x·y over the first `length` entries. */
export function dot(x: ArrayLike<number>, y: ArrayLike<number>, length: number = x.length): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/**
 * Adds w·r·rᵀ to the lower triangle of `a`, where r is row `row` of a row-major matrix with `a.size` columns: the
 * weighted Gram matrix of a Newton step, a row at a time.
 */
export function addOuterProduct(a: SquareMatrix, rows: Float64Array, row: number, weight: number): void {
  const n = a.size;
  const start = row * n;
  for (let i = 0; i < n; i++) {
    const scaled = weight * rows[start + i]!;
    if (scaled === 0) continue;
    for (let j = 0; j <= i; j++) a.values[i * n + j]! += scaled * rows[start + j]!;
  }
}
