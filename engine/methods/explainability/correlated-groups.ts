import { pearson, ranks, spearman } from './agreement.js';

/** A column as far as association goes: a missing number is NaN, a missing level −1. */
export type AssociatedColumn =
  | { readonly type: 'numeric'; readonly values: Float64Array }
  | { readonly type: 'categorical'; readonly codes: Int32Array };

/**
 * Columns whose association is at least `threshold`, joined: numbers by the absolute value of Spearman's rank
 * correlation, levels by Cramér's V, each over the rows that know both; a number and a level are never joined by it.
 * What hangs together through a third column is one group (single linkage). Indices of the groups of two or more, in
 * the order of the columns. `pause` is awaited between columns.
 */
export async function correlatedGroups(
  columns: readonly AssociatedColumn[],
  threshold: number,
  pause: () => Promise<void>,
): Promise<readonly (readonly number[])[]> {
  const first = columns.map((_, at) => at);
  const headOf = (at: number): number => (first[at] === at ? at : headOf(first[at]!));
  const ranked = columns.map((column) =>
    column.type === 'numeric' && !column.values.some(Number.isNaN) ? ranks(column.values) : undefined,
  );
  for (let a = 0; a < columns.length; a++) {
    await pause();
    for (let b = a + 1; b < columns.length; b++) {
      const both = ranked[a] !== undefined && ranked[b] !== undefined;
      const found = both ? Math.abs(pearson(ranked[a]!, ranked[b]!)) : associationOf(columns[a]!, columns[b]!);
      if (!(found >= threshold)) continue;
      const [low, high] = [headOf(a), headOf(b)].sort((x, y) => x - y) as [number, number];
      first[high] = low;
    }
  }
  const groups = new Map<number, number[]>();
  columns.forEach((_, at) => groups.set(headOf(at), [...(groups.get(headOf(at)) ?? []), at]));
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** NaN where there is none, as of a constant, or of a number and a level. */
function associationOf(a: AssociatedColumn, b: AssociatedColumn): number {
  if (a.type === 'numeric' && b.type === 'numeric') {
    const known = Int32Array.from(a.values.keys()).filter(
      (row) => !Number.isNaN(a.values[row]!) && !Number.isNaN(b.values[row]!),
    );
    const of = (values: Float64Array) => Float64Array.from(known, (row) => values[row]!);
    return Math.abs(spearman(of(a.values), of(b.values)));
  }
  return a.type === 'categorical' && b.type === 'categorical' ? cramersV(a.codes, b.codes) : Number.NaN;
}

/** √(χ²/(n·(least number of levels − 1))) (Cramér, "Mathematical Methods of Statistics", 1946, §21.9). */
function cramersV(a: Int32Array, b: Int32Array): number {
  const cells = new Map<string, { readonly a: number; readonly b: number; count: number }>();
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  a.forEach((code, row) => {
    const other = b[row]!;
    if (code < 0 || other < 0) return;
    const key = `${code} ${other}`;
    const cell = cells.get(key) ?? { a: code, b: other, count: 0 };
    cell.count++;
    cells.set(key, cell);
    rows.set(code, (rows.get(code) ?? 0) + 1);
    columns.set(other, (columns.get(other) ?? 0) + 1);
  });
  let sum = 0;
  for (const cell of cells.values()) sum += cell.count ** 2 / (rows.get(cell.a)! * columns.get(cell.b)!);
  // Empty cells add what makes χ²/n the sum less one.
  return Math.sqrt(Math.max(0, sum - 1) / (Math.min(rows.size, columns.size) - 1));
}
