/**
 * How far rows of one table are from those of another in columns of numbers and of categories: Gower, "A general
 * coefficient of similarity and some of its properties", Biometrics 27, 1971: the mean over columns of |x − y| over the
 * column's range, or of whether the values differ. A cell that says less than a value (`generalised-cell.ts`) is as far
 * away as the values that it stands for are on average, so that a narrow cell around a value is nearer than a wide one.
 */
import { covers, isMissing, parseCell } from './generalised-cell.js';
import type { Cell, Value } from './generalised-cell.js';

/** One column of a released table and of several tables of originals. NaN and −1 are missing. */
export type ComparedColumn =
  | {
      readonly kind: 'numbers';
      readonly name: string;
      /** Greatest less least value of the originals, above 0. */
      readonly range: number;
      readonly released: Float64Array;
      readonly originals: readonly Float64Array[];
    }
  | {
      readonly kind: 'levels';
      readonly name: string;
      readonly released: Int32Array;
      /** By the released code; the last one is of what is missing. */
      readonly cells: readonly Cell[];
      /** Of originals, by their code; the last one is missing. */
      readonly values: readonly Value[];
      readonly originals: readonly Int32Array[];
      /** In [0, 1]; values × cells, row-major. */
      readonly costs: (value: number) => Float64Array;
    };

/** Values as they stand: numbers, or codes into texts. */
export type RawColumn =
  { readonly values: Float64Array } | { readonly codes: Int32Array; readonly levels: readonly string[] };

/** Released and original values of one column; columns of originals are of one type. */
export function compareColumn(name: string, released: RawColumn, originals: readonly RawColumn[]): ComparedColumn {
  const numeric = originals.every((column) => 'values' in column);
  if (numeric && 'values' in released) {
    const columns = originals.map((column) => (column as { values: Float64Array }).values);
    const range = rangeOf(columns);
    if (range > 0 && Number.isFinite(range)) {
      return { kind: 'numbers', name, range, released: released.values, originals: columns };
    }
  }
  const own = coded(released, new Map());
  const known = new Map<Value, number>();
  const codes = originals.map((column) => coded(column, known).codes);
  const values: Value[] = [...known.keys(), null];
  const cells = [...own.known].map((value) => parseCell(typeof value === 'number' ? `${value}` : value, numeric));
  cells.push({ kind: 'missing' });
  const complete = (of: Int32Array, last: number): Int32Array => of.map((code) => (code < 0 ? last : code));
  const allCodes = codes.map((column) => complete(column, values.length - 1));
  const width = numeric ? rangeOf(originals.map((column) => (column as { values: Float64Array }).values)) : 0;
  return {
    kind: 'levels',
    name,
    released: complete(own.codes, cells.length - 1),
    cells,
    values,
    originals: allCodes,
    costs: costsOf(values, cells, frequencies(allCodes, values.length), width),
  };
}

function rangeOf(columns: readonly Float64Array[]): number {
  let [least, greatest] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return greatest - least;
}

/** Codes of distinct values, −1 for missing ones; `known` grows. */
function coded(column: RawColumn, known: Map<Value, number>): { codes: Int32Array; known: Iterable<Value> } {
  const codeOf = (value: Value): number => {
    if (isMissing(value)) return -1;
    const seen = known.get(value) ?? known.size;
    known.set(value, seen);
    return seen;
  };
  if ('values' in column) return { codes: Int32Array.from(column.values, codeOf), known: known.keys() };
  const levels = Int32Array.from(column.levels, codeOf);
  return { codes: column.codes.map((code) => (code < 0 ? -1 : levels[code]!)), known: known.keys() };
}

/** Shares of values in all originals together. */
function frequencies(columns: readonly Int32Array[], count: number): Float64Array {
  const shares = new Float64Array(count);
  let rows = 0;
  for (const column of columns) {
    rows += column.length;
    for (const code of column) shares[code]!++;
  }
  return shares.map((value) => value / Math.max(1, rows));
}

/** Costs of all cells from a value, worked out when they are first asked for. */
function costsOf(
  values: readonly Value[],
  cells: readonly Cell[],
  shares: Float64Array,
  width: number,
): (value: number) => Float64Array {
  const same = shares.reduce((sum, share) => sum + share * share, 0);
  const covered = cells.map((cell) =>
    Math.max(
      1,
      values.reduce<number>((sum, value) => sum + Number(covers(cell, value)), 0),
    ),
  );
  const known: (Float64Array | undefined)[] = [];
  const scale = width > 0 && Number.isFinite(width) ? width : undefined;
  const cost = (cell: Cell, index: number, value: Value): number => {
    // Nothing is said: as far as two rows are on average.
    if (cell.kind === 'any') return 1 - same;
    if (isMissing(value) || cell.kind === 'missing') return covers(cell, value) ? 0 : 1;
    if (cell.kind === 'range' && scale !== undefined && typeof value === 'number') {
      return Math.min(1, meanDistance(cell, value) / scale);
    }
    return covers(cell, value) ? 1 - 1 / covered[index]! : 1;
  };
  return (value) => (known[value] ??= Float64Array.from(cells, (cell, index) => cost(cell, index, values[value]!)));
}

/** E|x − u| for u uniform in the range; one that is open to a side counts by its bound. */
function meanDistance({ from, to }: { from: number; to: number }, x: number): number {
  if (from === -Infinity) return Math.max(0, x - to);
  if (to === Infinity) return Math.max(0, from - x);
  if (x <= from || x >= to || from === to) return Math.abs(x - (from + to) / 2);
  return ((x - from) ** 2 + (to - x) ** 2) / (2 * (to - from));
}

/** Distances of a row of the originals of index `of` from every released row, into `into`. Cost O(rows × columns). */
export function distancesTo(
  columns: readonly ComparedColumn[],
  of: number,
  row: number,
  into: Float64Array,
): Float64Array {
  into.fill(0);
  for (const column of columns) {
    if (column.kind === 'numbers') {
      const value = column.originals[of]![row]!;
      const { released, range } = column;
      if (Number.isNaN(value))
        for (let at = 0; at < into.length; at++) into[at]! += Number.isNaN(released[at]!) ? 0 : 1;
      else {
        for (let at = 0; at < into.length; at++) {
          const distance = Math.abs(value - released[at]!) / range;
          into[at]! += distance < 1 ? distance : 1;
        }
      }
    } else {
      const costs = column.costs(column.originals[of]![row]!);
      const { released } = column;
      for (let at = 0; at < into.length; at++) into[at]! += costs[released[at]!]!;
    }
  }
  return into;
}

/** Distances closer than this are equal: sums of the same costs in another order. */
const TIE = 1e-9;

/**
 * The `count` nearest rows, nearest first; rows as near as the last one are taken by chance (`next` in [0, 1)), so that
 * the order of the released table says nothing.
 */
export function nearest(distances: Float64Array, count: number, next: () => number): readonly number[] {
  if (count === 1) return [nearestOne(distances, next)];
  const kept: { row: number; distance: number; draw: number }[] = [];
  const further = (a: (typeof kept)[number], b: (typeof kept)[number]): boolean =>
    Math.abs(a.distance - b.distance) > TIE ? a.distance > b.distance : a.draw > b.draw;
  distances.forEach((distance, row) => {
    if (kept.length === count && distance > kept[count - 1]!.distance + TIE) return;
    const one = { row, distance, draw: next() };
    let at = kept.length;
    while (at > 0 && further(kept[at - 1]!, one)) at--;
    kept.splice(at, 0, one);
    if (kept.length > count) kept.pop();
  });
  return kept.map(({ row }) => row);
}

function nearestOne(distances: Float64Array, next: () => number): number {
  let best = 0;
  let ties = 1;
  for (let row = 1; row < distances.length; row++) {
    const less = distances[row]! - distances[best]!;
    if (less < -TIE) [best, ties] = [row, 1];
    else if (less <= TIE) {
      ties += 1;
      if (next() * ties < 1) best = row;
    }
  }
  return best;
}
