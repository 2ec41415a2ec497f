import type { Column } from '../subject/table.js';

/** A column's values in a form that can be compared across tables: numbers, or levels with '' for missing. */
export const comparable = (column: Column): readonly string[] | Float64Array =>
  column.type === 'numeric'
    ? column.values
    : Array.from(column.codes, (code) => (code < 0 ? '' : `=${column.levels[code]!}`));

/** Codes of two columns over one list of levels; −1 is missing. */
export function commonCodes(
  first: readonly string[],
  second: readonly string[],
): { first: Int32Array; second: Int32Array; levels: readonly string[] } {
  const levels = [...new Set([...first, ...second])].filter((text) => text !== '');
  const index = new Map(levels.map((level, code) => [level, code]));
  const codes = (texts: readonly string[]): Int32Array => Int32Array.from(texts, (text) => index.get(text) ?? -1);
  return { first: codes(first), second: codes(second), levels: levels.map((level) => level.slice(1)) };
}
