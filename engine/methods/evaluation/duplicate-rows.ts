/** Rows as text, column by column: equal keys are equal rows. Missing equals missing; −0 equals 0. */
export function rowKeys(columns: readonly (readonly string[] | Float64Array)[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, row) =>
    JSON.stringify(columns.map((column) => (typeof column[row] === 'number' ? String(column[row]) : column[row]!))),
  );
}

/** Rows that repeat an earlier one. */
export const repeatsOf = (keys: readonly string[]): number => keys.length - new Set(keys).size;

/** Indices of the rows of `keys` that are among `others`. */
export function sharedWith(keys: readonly string[], others: readonly string[]): readonly number[] {
  const known = new Set(others);
  return keys.flatMap((key, row) => (known.has(key) ? [row] : []));
}
