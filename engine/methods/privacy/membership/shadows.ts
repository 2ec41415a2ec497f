/** What shadow models answered for the rows of a pool. */
export interface Shadows {
  readonly rows: number;
  readonly models: number;
  /** Models × rows: 1 where the model learnt of the row. */
  readonly member: Uint8Array;
  /** Models × rows, as `scaledConfidences` gives them. */
  readonly confidences: Float64Array;
}

/** Models first…last−1 are left out: with an attack on one of them, those of its round. */
export interface LeftOut {
  readonly first: number;
  readonly last: number;
}

export const NONE: LeftOut = { first: 0, last: 0 };

/** Count and sum of some value over the models that learnt of a row, and over those that did not; and of squares about a mean. */
export interface RowMoments {
  readonly count: Int32Array;
  readonly mean: Float64Array;
  /** Σ (value − mean)². */
  readonly squares: Float64Array;
}

/** Moments, row by row, of what the models of a kind (`learnt` 1: that learnt of the row) answered. */
export function momentsOf(
  { rows, models, member, confidences }: Shadows,
  learnt: 0 | 1,
  { first, last }: LeftOut,
  valueOf: (confidence: number) => number = (confidence) => confidence,
): RowMoments {
  const count = new Int32Array(rows);
  const mean = new Float64Array(rows);
  const squares = new Float64Array(rows);
  for (let model = 0; model < models; model++) {
    if (model >= first && model < last) continue;
    for (let row = 0; row < rows; row++) {
      if (member[model * rows + row] !== learnt) continue;
      // Welford, "Note on a method for calculating corrected sums of squares", Technometrics 4, 1962.
      const value = valueOf(confidences[model * rows + row]!);
      const distance = value - mean[row]!;
      count[row]!++;
      mean[row]! += distance / count[row]!;
      squares[row]! += distance * (value - mean[row]!);
    }
  }
  return { count, mean, squares };
}
