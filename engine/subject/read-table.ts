/** CSV bytes to a typed table, or to the faults that forbid it. */
import type { Diagnostic } from '../document/diagnostic.js';
import { CellReader } from './cell.js';
import { CategoricalBuilder, NumericBuilder } from './column-builder.js';
import { CsvFaults, shapeOf } from './csv-position.js';
import { readRecords } from './csv-records.js';
import type { CsvRecord } from './csv-scan.js';
import { textOf } from './csv-header.js';
import type { ColumnSpec, CsvFormat } from './spec.js';
import type { Table } from './table.js';

export interface TableSource {
  readonly bytes: Uint8Array;
  /** As diagnostics name it. */
  readonly file: string;
  readonly format: CsvFormat;
}

/** As a Buffer over the same memory. */
export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The table of `columns`, in their order, whatever other columns the file has. A text, `NaN`, an infinity or an
 * overflow in a numeric column is a fault with its place, unless the text is one of `format.missing`. All of
 * `columns` must be in the header: the caller checks that by `inspectCsv`, for it knows where they are named.
 */
export function readTable(
  { bytes, file, format }: TableSource,
  columns: readonly ColumnSpec[],
  digest: string,
): { readonly table?: Table; readonly diagnostics: readonly Diagnostic[] } {
  const buffer = bufferOf(bytes);
  const faults = new CsvFaults(bytes, file);
  const cells = new CellReader(buffer, format.missing);
  const numeric: { field: number; builder: NumericBuilder }[] = [];
  const categorical: { field: number; builder: CategoricalBuilder }[] = [];
  let rowCount = 0;
  readRecords(buffer, format.separator, faults, {
    header: (names) => {
      for (const spec of columns) {
        const field = names.indexOf(spec.name);
        if (field === -1) throw new Error(`readTable: ${file} has no column "${spec.name}"`);
        if (spec.type === 'numeric') numeric.push({ field, builder: new NumericBuilder(spec) });
        else categorical.push({ field, builder: new CategoricalBuilder(spec) });
      }
      return true;
    },
    record: (record) => {
      rowCount += 1;
      for (const { field, builder } of numeric) {
        const cell = cells.number(record, field);
        if (typeof cell === 'number') builder.push(cell);
        else {
          builder.skip();
          if (cell !== 'missing') numberFault(faults, buffer, record, field, builder.spec.name, cell);
        }
      }
      for (const { field, builder } of categorical) {
        const level = cells.level(record, field);
        if (level === undefined) builder.skip();
        else builder.push(level);
      }
    },
  });
  if (!faults.some && rowCount === 0) {
    faults.add('ASSAY1407', 0, 1, 'the file has a header and no rows');
  }
  if (faults.some) return { diagnostics: faults.diagnostics() };
  const built = new Map([...numeric, ...categorical].map(({ builder }) => [builder.spec.name, builder.finish()]));
  return { table: { rowCount, columns: columns.map(({ name }) => built.get(name)!), digest }, diagnostics: [] };
}

function numberFault(
  faults: CsvFaults,
  bytes: Buffer,
  record: CsvRecord,
  field: number,
  column: string,
  cell: 'not-finite' | 'text',
): void {
  const start = record.starts[field]!;
  const end = record.ends[field]!;
  const text = textOf(bytes, record, field);
  if (cell === 'not-finite') {
    const hint = `If it stands for a missing value, list it in data.missing.`;
    return faults.add(
      'ASSAY1415',
      start,
      end,
      `the numeric column "${column}" has ${text.slice(0, 24)}, which is no finite number`,
      hint,
    );
  }
  const hint = /^[+-]?\d+,\d+$/.test(text)
    ? 'Write decimals with a point.'
    : 'Declare the column categorical, or list the text in data.missing.';
  faults.add(
    'ASSAY1414',
    start,
    end,
    `the numeric column "${column}" has the text ${shapeOf(text)} (9 for digits, a for letters)`,
    hint,
  );
}
