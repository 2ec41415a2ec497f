import { CsvFaults } from './csv-position.js';
import { readRecords } from './csv-records.js';
import { bufferOf } from './read-table.js';
import type { TableSource } from './read-table.js';

/** The bytes of a cell of a file that was read without a fault: found again, for tables keep no places. Row 0 is the first after the header. */
export function placeOfCell(
  { bytes, file, format }: TableSource,
  row: number,
  column: string,
): readonly [number, number] {
  const buffer = bufferOf(bytes);
  let field = 0;
  let at = -1;
  let place: readonly [number, number] = [0, 1];
  readRecords(buffer, format.separator, new CsvFaults(bytes, file), {
    header: (names) => {
      field = names.indexOf(column);
      return field !== -1;
    },
    record: (record) => {
      at += 1;
      if (at === row) place = [record.starts[field]!, record.ends[field]!];
    },
  });
  return place;
}
