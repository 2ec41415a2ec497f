/** Permutation importance over all n! orders of a column. */
export interface ExactImportance {
  readonly expectation: number;
  /** Standard deviation over the orders, uniform. */
  readonly deviation: number;
}

/**
 * `permuted` is n × n, row-major: the loss of row i where the column's value is row j's; `base` the loss of each row as
 * it is. The mean loss under a random order π has expectation Σᵢⱼ permuted/n² and variance Σᵢⱼ dᵢⱼ²/((n − 1)·n²), d
 * being the doubly centred losses (Hoeffding, "A combinatorial central limit theorem", 1951, theorem 2). Cost O(n²)
 * and n² answers of the model: for small data.
 */
export function exactImportance(permuted: Float64Array, base: Float64Array): ExactImportance {
  const n = base.length;
  if (n < 2 || permuted.length !== n * n) throw new RangeError(`n × n losses for ${n} rows, at least 2`);
  const byRow = new Float64Array(n);
  const byColumn = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const loss = permuted[i * n + j]!;
      byRow[i]! += loss / n;
      byColumn[j]! += loss / n;
      total += loss / (n * n);
    }
  }
  let squares = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) squares += (permuted[i * n + j]! - byRow[i]! - byColumn[j]! + total) ** 2;
  }
  const mean = base.reduce((sum, loss) => sum + loss, 0) / n;
  return { expectation: total - mean, deviation: Math.sqrt(squares / ((n - 1) * n * n)) };
}
