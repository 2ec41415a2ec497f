import type { Classes } from '../equivalence-classes.js';
import type { Requirement } from './requirement.js';

/** A quasi-identifier, its values in an order. */
export interface OrderedColumn {
  /** Rank of each row's value, 0 the least. */
  readonly ranks: Int32Array;
  /** Where a rank lies in [0, 1], ascending: how wide a cut is follows from it. */
  readonly positions: Float64Array;
}

/**
 * Strict multidimensional partitioning: LeFevre, DeWitt & Ramakrishnan, "Mondrian multidimensional k-anonymity", ICDE
 * 2006. A class is cut at the median of the column in which it is widest, where both halves may be classes; else in the
 * next one; equal values stay together. Missing values have a rank of their own. Expected cost
 * O(rows × columns × log rows), and what the requirement costs.
 *
 * `pause` is awaited now and then. The rows together must meet the requirement.
 */
export async function mondrian(
  columns: readonly OrderedColumn[],
  rows: number,
  requirement: Requirement,
  pause: () => Promise<void>,
): Promise<Classes> {
  const classOf = new Int32Array(rows);
  const open: Int32Array[] = [Int32Array.from({ length: rows }, (_, row) => row)];
  let count = 0;
  for (let step = 0; open.length > 0; step++) {
    if (step % 256 === 0) await pause();
    const part = open.pop()!;
    const halves = cut(part, columns, requirement);
    if (halves !== undefined) open.push(...halves);
    else {
      for (const row of part) classOf[row] = count;
      count += 1;
    }
  }
  return { count, classOf };
}

function cut(
  part: Int32Array,
  columns: readonly OrderedColumn[],
  requirement: Requirement,
): readonly [Int32Array, Int32Array] | undefined {
  const widths = columns.map((column) => widthOf(part, column));
  const order = columns.map((_, index) => index).sort((a, b) => widths[b]! - widths[a]! || a - b);
  for (const index of order) {
    if (widths[index] === 0) return undefined;
    const { ranks } = columns[index]!;
    const sorted = Int32Array.from(part, (row) => ranks[row]!).sort();
    const median = sorted[sorted.length >> 1]!;
    // The value of the median goes to either side; the more even cut is tried first.
    const below = sorted.indexOf(median);
    const through = sorted.lastIndexOf(median) + 1;
    const even = (left: number): number => Math.abs(part.length - 2 * left);
    const tries = [below, through].filter((left) => left > 0 && left < part.length).sort((a, b) => even(a) - even(b));
    for (const left of tries) {
      const most = left === below ? median - 1 : median;
      const low = part.filter((row) => ranks[row]! <= most);
      if (!requirement(low)) continue;
      const high = part.filter((row) => ranks[row]! > most);
      if (requirement(high)) return [low, high];
    }
  }
  return undefined;
}

function widthOf(part: Int32Array, { ranks, positions }: OrderedColumn): number {
  let [least, greatest] = [Infinity, -Infinity];
  for (const row of part) {
    const rank = ranks[row]!;
    if (rank < least) least = rank;
    if (rank > greatest) greatest = rank;
  }
  return greatest === least ? 0 : Math.max(Number.MIN_VALUE, positions[greatest]! - positions[least]!);
}
