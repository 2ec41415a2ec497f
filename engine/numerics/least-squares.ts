/** Least squares by orthogonal factors, for matrices that may lack full rank. */

export interface Orthogonalised {
  readonly rank: number;
  /** Sum of squares of each row of the thin Q: the leverages of the columns' space. */
  readonly leverages: Float64Array;
  /** The x of least length among those that minimise ‖A·x − b‖. */
  readonly solution: Float64Array;
}

/**
 * Minimises ‖A·x − b‖ for a row-major rows × columns A, which is left as it is, by Householder's QR with column
 * pivoting and a second factorisation of R's rows where the rank is short (complete orthogonal decomposition: Golub &
 * Van Loan, Matrix Computations, 4th ed., §5.4.2, §5.5.2). A column counts as dependent where what is left of it is
 * below max(rows, columns)·ε of the longest. Cost 2·rows·columns².
 */
export function leastSquares(a: Float64Array, rows: number, columns: number, b: ArrayLike<number>): Orthogonalised {
  // Column-major: every step works along columns.
  const work = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => a[i * columns + j]!),
  );
  const right = Float64Array.from(b);
  const pivots = Int32Array.from({ length: columns }, (_, j) => j);
  const reflectors: { readonly vector: Float64Array; readonly step: number }[] = [];
  const diagonal: number[] = [];
  let longest = 0;
  for (let k = 0; k < Math.min(rows, columns); k++) {
    let best = k;
    let most = -1;
    for (let j = k; j < columns; j++) {
      const length = lengthFrom(work[j]!, k);
      if (length > most) [best, most] = [j, length];
    }
    if (k === 0) longest = most;
    if (!(most > Math.max(rows, columns) * Number.EPSILON * longest)) break;
    [work[k], work[best]] = [work[best]!, work[k]!];
    [pivots[k], pivots[best]] = [pivots[best]!, pivots[k]!];
    const vector = work[k]!.slice();
    const head = vector[k]! > 0 ? -most : most;
    vector.fill(0, 0, k);
    vector[k]! -= head;
    reflectors.push({ vector, step: k });
    diagonal.push(head);
    for (let j = k + 1; j < columns; j++) reflect(work[j]!, vector, k);
    reflect(right, vector, k);
  }
  const rank = diagonal.length;
  // Row i of R over all columns in pivoted order.
  const r = (i: number, j: number): number => (i === j ? diagonal[i]! : work[j]![i]!);
  const solution = new Float64Array(columns);
  const permuted = rank === columns ? backward(r, rank, right) : shortest(r, rank, columns, right);
  permuted.forEach((value, j) => (solution[pivots[j]!] = value));
  return { rank, leverages: leveragesOf(reflectors, rows, rank), solution };
}

function lengthFrom(column: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += column[i]! * column[i]!;
  return Math.sqrt(sum);
}

/** x − 2·v·(v·x)/(v·v), for a v that is 0 before `from`. */
function reflect(x: Float64Array, v: Float64Array, from: number): void {
  let product = 0;
  let squares = 0;
  for (let i = from; i < x.length; i++) {
    product += v[i]! * x[i]!;
    squares += v[i]! * v[i]!;
  }
  if (squares === 0) return;
  const scale = (2 * product) / squares;
  for (let i = from; i < x.length; i++) x[i]! -= scale * v[i]!;
}

function backward(r: (i: number, j: number) => number, rank: number, right: Float64Array): Float64Array {
  const x = new Float64Array(rank);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = right[i]!;
    for (let j = i + 1; j < rank; j++) sum -= r(i, j) * x[j]!;
    x[i] = sum / r(i, i);
  }
  return x;
}

/** The shortest x of rank × columns equations R·x = right: R's rows made orthogonal (Rᵀ = Z·T), x = Z·T⁻ᵀ·right. */
function shortest(
  r: (i: number, j: number) => number,
  rank: number,
  columns: number,
  right: Float64Array,
): Float64Array {
  const rows = Array.from({ length: rank }, (_, i) =>
    Float64Array.from({ length: columns }, (_, j) => (j < i ? 0 : r(i, j))),
  );
  const reflectors: Float64Array[] = [];
  for (let k = 0; k < rank; k++) {
    const row = rows[k]!;
    const length = lengthFrom(row, k);
    const head = row[k]! > 0 ? -length : length;
    const vector = row.slice().fill(0, 0, k);
    vector[k]! -= head;
    row[k] = head;
    row.fill(0, k + 1);
    reflectors.push(vector);
    for (let i = k + 1; i < rank; i++) reflect(rows[i]!, vector, k);
  }
  const x = new Float64Array(columns);
  for (let i = 0; i < rank; i++) {
    let sum = right[i]!;
    for (let j = 0; j < i; j++) sum -= rows[i]![j]! * x[j]!;
    x[i] = sum / rows[i]![i]!;
  }
  for (let k = rank - 1; k >= 0; k--) reflect(x, reflectors[k]!, k);
  return x;
}

function leveragesOf(
  reflectors: readonly { readonly vector: Float64Array; readonly step: number }[],
  rows: number,
  rank: number,
): Float64Array {
  const leverages = new Float64Array(rows);
  for (let j = 0; j < rank; j++) {
    const column = new Float64Array(rows);
    column[j] = 1;
    for (let k = reflectors.length - 1; k >= 0; k--) reflect(column, reflectors[k]!.vector, reflectors[k]!.step);
    for (let i = 0; i < rows; i++) leverages[i]! += column[i]! * column[i]!;
  }
  return leverages;
}
