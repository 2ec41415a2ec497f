/**
 * Slices of a sample: the rows that share a level of one column, or of two. Which slices there are hangs on the columns
 * alone, never on the answers, so that bounds of the worst of them need no more than the correction for their number.
 */
import type { Attribute } from './group-fairness.js';
import { smallness, type Units, unitsWith } from './units.js';

export interface Slice {
  readonly columns: readonly string[];
  readonly levels: readonly string[];
  /** Ascending. */
  readonly rows: Int32Array;
}

export interface Slices {
  /** Those with enough independent units, and at least one row outside. */
  readonly large: readonly Slice[];
  readonly small: number;
}

/** The slices of each column and, with `pairs`, of every two. Cost: rows × (columns + pairs). */
export function slicesOf(attributes: readonly Attribute[], units: Units, minimum: number, pairs: boolean): Slices {
  const crossed = attributes.flatMap((first, index) =>
    pairs ? attributes.slice(index + 1).map((second) => [first, second] as const) : [],
  );
  const found = [...attributes.map((attribute) => [attribute] as const), ...crossed].map((of) =>
    slicesBy(of, units, minimum),
  );
  return { large: found.flatMap(({ large }) => large), small: found.reduce((sum, { small }) => sum + small, 0) };
}

function slicesBy(of: readonly Attribute[], units: Units, minimum: number): Slices {
  const width = of[1]?.groups.length ?? 1;
  const keyOf = (row: number): number => {
    const [first, second = 0] = [of[0]!.of[row]!, of[1]?.of[row]];
    return first < 0 || second < 0 ? -1 : first * width + second;
  };
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < units.of.length; row++) {
    const key = keyOf(row);
    if (key < 0) continue;
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [row]);
    else rows.push(row);
  }
  const large: Slice[] = [];
  let small = 0;
  for (const [key, list] of [...rowsOf].sort(([a], [b]) => a - b)) {
    if (list.length === units.of.length) continue;
    const rows = Int32Array.from(list);
    const number = units.plain || rows.length < minimum ? rows.length : unitsWith(units, (row) => keyOf(row) === key);
    if (smallness(units, rows, number, minimum) !== undefined) {
      small++;
      continue;
    }
    const codes = of.length === 1 ? [key] : [Math.floor(key / width), key % width];
    large.push({ columns: of.map(({ name }) => name), levels: of.map(({ groups }, i) => groups[codes[i]!]!), rows });
  }
  return { large, small };
}
