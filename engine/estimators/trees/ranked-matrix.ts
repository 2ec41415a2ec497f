import type { DesignMatrix } from '../design-matrix.js';

/**
 * A matrix as trees see it: each value is its rank among the distinct values of its column, so that a histogram over
 * ranks gives exact splits and no node sorts anything. Buffers can be shared with worker threads.
 */
export interface RankedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Column-major: the rank of (row, column) is `ranks[column * rows + row]`. */
  readonly ranks: Uint16Array | Uint32Array;
  /** Distinct values of all columns, ascending within each; those of column j start at `starts[j]`. */
  readonly values: Float64Array;
  readonly starts: Int32Array;
}

/** Cost n·log n a column with more than two values, n for others. */
export function rankMatrix({ rows, columns, values }: DesignMatrix): RankedMatrix {
  const distinct = Array.from({ length: columns }, (_, column) => distinctValues(values, rows, columns, column));
  const starts = new Int32Array(columns + 1);
  distinct.forEach((list, column) => (starts[column + 1] = starts[column]! + list.length));
  const widest = distinct.reduce((most, list) => Math.max(most, list.length), 0);
  const ranks =
    widest <= 65_536
      ? new Uint16Array(new SharedArrayBuffer(2 * rows * columns))
      : new Uint32Array(new SharedArrayBuffer(4 * rows * columns));
  const all = sharedFloats(starts[columns]!);
  distinct.forEach((list, column) => {
    all.set(list, starts[column]);
    const start = column * rows;
    if (list.length === 2) {
      const upper = list[1]!;
      for (let row = 0; row < rows; row++) ranks[start + row] = values[row * columns + column] === upper ? 1 : 0;
    } else if (list.length > 2) {
      for (let row = 0; row < rows; row++) ranks[start + row] = rankOf(list, values[row * columns + column]!);
    }
  });
  return { rows, columns, ranks, values: all, starts };
}

export const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

export function shareFloats(values: ArrayLike<number>): Float64Array {
  const shared = sharedFloats(values.length);
  shared.set(values);
  return shared;
}

function distinctValues(values: Float64Array, rows: number, columns: number, column: number): Float64Array {
  if (rows === 0) return new Float64Array(0);
  const first = values[column]!;
  let second = first;
  let more = false;
  for (let row = 1; row < rows && !more; row++) {
    const value = values[row * columns + column]!;
    if (value === first || value === second) continue;
    if (second === first) second = value;
    else more = true;
  }
  if (!more) return first === second ? Float64Array.of(first) : Float64Array.of(first, second).sort();
  const sorted = Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]!).sort();
  let count = 1;
  for (let row = 1; row < rows; row++) if (sorted[row] !== sorted[count - 1]) sorted[count++] = sorted[row]!;
  return sorted.slice(0, count);
}

/** Of ascending distinct values the place of the last one that is at most `value`. */
function rankOf(list: Float64Array, value: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The number of distinct values of the column that has most. */
export function widestColumn({ starts, columns }: RankedMatrix): number {
  let most = 1;
  for (let column = 0; column < columns; column++) most = Math.max(most, starts[column + 1]! - starts[column]!);
  return most;
}
