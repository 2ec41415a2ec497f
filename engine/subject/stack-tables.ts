import type { Column, Table } from './table.js';

/**
 * The rows of the first table, and below them those of the second, in the columns of the first. Levels that only the
 * second has come after the first's; a column that it lacks is missing there.
 */
export function stackTables(first: Table, second: Table): Table {
  const rowCount = first.rowCount + second.rowCount;
  return {
    ...first,
    rowCount,
    columns: first.columns.map((column): Column => {
      const other = second.columns.find(({ name }) => name === column.name);
      if (column.type === 'numeric') {
        const values = new Float64Array(rowCount).fill(Number.NaN);
        values.set(column.values);
        if (other?.type === 'numeric') values.set(other.values, first.rowCount);
        return { ...column, values };
      }
      const codes = new Int32Array(rowCount).fill(-1);
      codes.set(column.codes);
      if (other?.type !== 'categorical') return { ...column, codes };
      const levels = [...column.levels, ...other.levels.filter((level) => !column.levels.includes(level))];
      const codeOf = other.levels.map((level) => levels.indexOf(level));
      codes.set(
        other.codes.map((code) => (code < 0 ? -1 : codeOf[code]!)),
        first.rowCount,
      );
      return { ...column, levels, codes };
    }),
  };
}
