import type { Rng } from '../../numerics/random.js';
import type { Basis, Unmeasured, UnmeasuredCause } from '../../plugins/figure.js';

/** What a classifier answered for some rows, beside the truth. All arrays have one entry a row. */
export interface ClassificationEvidence {
  /** Class indices; a row whose truth is −1 (unknown) is left out. */
  readonly truth: ArrayLike<number>;
  /** Class indices. */
  readonly predicted: ArrayLike<number>;
  readonly classes: number;
  /** The positive class of a binary task. */
  readonly positive?: number;
  /** Row-major, rows × classes. */
  readonly probabilities?: Float64Array;
  /** Cluster of each row: rows of one cluster are dependent, clusters are not. */
  readonly groups?: ArrayLike<number>;
  /** Finite, at least 0. */
  readonly weights?: ArrayLike<number>;
}

export interface RegressionEvidence {
  /** A row whose truth is NaN (unknown) is left out. */
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly groups?: ArrayLike<number>;
  readonly weights?: ArrayLike<number>;
}

export interface FigureOptions {
  /**
   * Source of the resamples. Equal generators and equal row counts give equal resamples, so that figures of several
   * measurements on the same rows are paired: derive it from the rows' digest and the seed alone.
   */
  readonly rng: Rng;
  /** Digest of the sampled rows, for `Figure.rows`. */
  readonly rows?: string;
  readonly basis: Basis;
  /** Resamples; 2,000 unless told. */
  readonly draws?: number;
  /** Equal-width bins of the calibration error; 15 unless told. */
  readonly bins?: number;
}

export const absent = (unmeasured: UnmeasuredCause, detail: string): Unmeasured => ({ unmeasured, detail });

/** Rows that count: with a known truth and, where there are weights, a positive weight. */
export function knownRows(known: (row: number) => boolean, count: number, weights?: ArrayLike<number>): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (known(row) && (!weights || weights[row]! > 0)) rows.push(row);
  return Int32Array.from(rows);
}

/** The entries of some rows; the array itself where all rows are asked for. */
export function take(values: ArrayLike<number>, rows: Int32Array, width = 1): Float64Array {
  const taken = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    for (let c = 0; c < width; c++) taken[i * width + c] = values[rows[i]! * width + c]!;
  }
  return taken;
}

/** Clusters renumbered 0…count−1 in order of appearance. */
export function renumber(groups: ArrayLike<number>): { readonly of: Int32Array; readonly count: number } {
  const numbers = new Map<number, number>();
  const of = Int32Array.from(groups, (group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return { of, count: numbers.size };
}
