/** Rows as CSV (RFC 4180), for programs that read them: missing values are empty, numbers as ECMAScript writes them. */
import type { Column } from '../table.js';

export function writeCsv(columns: readonly Column[], rows: number, separator: string): string {
  const special = new RegExp(`["\\r\\n${separator.replace(/[\\\]^-]/g, '\\$&')}]|^\\s|\\s$`);
  const field = (text: string): string => (special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  // Of one column, an empty line would be no row to most readers.
  const empty = columns.length === 1 ? '""' : '';
  const lines = [columns.map(({ name }) => field(name)).join(separator)];
  for (let row = 0; row < rows; row += 1) {
    lines.push(columns.map((column) => field(cellText(column, row)) || empty).join(separator));
  }
  return `${lines.join('\n')}\n`;
}

function cellText(column: Column, row: number): string {
  if (column.type === 'numeric') {
    const value = column.values[row]!;
    return Number.isNaN(value) ? '' : String(value);
  }
  const code = column.codes[row]!;
  return code === -1 ? '' : column.levels[code]!;
}
