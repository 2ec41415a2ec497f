import type { DesignMatrix } from '../design-matrix.js';

export type Ranks = Uint8Array | Uint16Array | Uint32Array;

/**
 * A matrix as trees see it: each value is its rank among the distinct values of its column, so that a histogram over
 * ranks gives exact splits and no node sorts anything. Buffers can be shared with worker threads.
 */
export interface RankedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Column-major: the rank of (row, column) is `ranks[column * rows + row]`. */
  readonly ranks: Ranks;
  /** The same row-major: rows that are far apart bring fewer lines into the cache. */
  readonly byRow: Ranks;
  /** Distinct values of all columns, ascending within each; those of column j start at `starts[j]`. */
  readonly values: Float64Array;
  readonly starts: Int32Array;
  /** Of columns of two values the rows of the rarer one, ascending; those of column j start at `rareStarts[j]`. */
  readonly rare: Int32Array;
  readonly rareStarts: Int32Array;
}

/** Cost n·log n a column with more than two values, n for others. */
export function rankMatrix(x: DesignMatrix): RankedMatrix {
  const { rows, columns } = x;
  const byColumn = columnsOf(x);
  const distinct = byColumn.map(distinctValues);
  const starts = new Int32Array(columns + 1);
  distinct.forEach((list, column) => (starts[column + 1] = starts[column]! + list.length));
  const widest = distinct.reduce((most, list) => Math.max(most, list.length), 0);
  const ranks = sharedRanks(rows * columns, widest);
  const byRow = sharedRanks(rows * columns, widest);
  const all = sharedFloats(starts[columns]!);
  const rare: Int32Array[] = [];
  distinct.forEach((list, column) => {
    all.set(list, starts[column]);
    const values = byColumn[column]!;
    const start = column * rows;
    for (let row = 0; row < rows; row++) ranks[start + row] = rankOf(list, values[row]!);
    for (let row = 0; row < rows; row++) byRow[row * columns + column] = ranks[start + row]!;
    rare.push(list.length === 2 ? rarerRows(ranks.subarray(start, start + rows)) : new Int32Array(0));
  });
  return { rows, columns, ranks, byRow, values: all, starts, ...together(rare) };
}

function sharedRanks(length: number, most: number): Ranks {
  if (most <= 2 ** 8) return new Uint8Array(new SharedArrayBuffer(length));
  if (most <= 2 ** 16) return new Uint16Array(new SharedArrayBuffer(2 * length));
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}

function columnsOf({ rows, columns, values }: DesignMatrix): readonly Float64Array[] {
  const byColumn = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) byColumn[column]![row] = values[at++]!;
  }
  return byColumn;
}

/** Of a column of ranks 0 and 1 the rows of the one that fewer have. */
function rarerRows(ranks: Ranks): Int32Array {
  let upper = 0;
  for (let row = 0; row < ranks.length; row++) upper += ranks[row]!;
  const rarer = 2 * upper <= ranks.length ? 1 : 0;
  const rows = new Int32Array(rarer === 1 ? upper : ranks.length - upper);
  for (let row = 0, at = 0; row < ranks.length; row++) if (ranks[row] === rarer) rows[at++] = row;
  return rows;
}

function together(lists: readonly Int32Array[]): Pick<RankedMatrix, 'rare' | 'rareStarts'> {
  const rareStarts = new Int32Array(lists.length + 1);
  lists.forEach((list, at) => (rareStarts[at + 1] = rareStarts[at]! + list.length));
  const rare = new Int32Array(new SharedArrayBuffer(4 * rareStarts[lists.length]!));
  lists.forEach((list, at) => rare.set(list, rareStarts[at]));
  return { rare, rareStarts };
}

export const sharedFloats = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

export function shareFloats(values: ArrayLike<number>): Float64Array {
  const shared = sharedFloats(values.length);
  shared.set(values);
  return shared;
}

function distinctValues(values: Float64Array): Float64Array {
  if (values.length === 0) return values;
  const first = values[0]!;
  let second = first;
  let more = false;
  for (let row = 1; row < values.length && !more; row++) {
    const value = values[row]!;
    if (value === first || value === second) continue;
    if (second === first) second = value;
    else more = true;
  }
  if (!more) return first === second ? Float64Array.of(first) : Float64Array.of(first, second).sort();
  const sorted = values.slice().sort();
  let count = 1;
  for (let row = 1; row < sorted.length; row++) if (sorted[row] !== sorted[count - 1]) sorted[count++] = sorted[row]!;
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
