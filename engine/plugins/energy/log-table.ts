/** CSV logs of other programs: the wanted columns, row by row. */
import { scanCsv } from '../../subject/csv-scan.js';
import type { CsvRecord } from '../../subject/csv-scan.js';
import type { Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

export interface LogRow {
  /** The header is line 1. */
  readonly line: number;
  /** By name of the wanted columns; without the blanks around. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface LogReader {
  /** Under what name a column of this name (trimmed) is kept, if at all. */
  readonly keptAs: (column: string) => string | undefined;
  /** Gets the kept names; what it gives ends the reading. */
  readonly header: (columns: readonly string[]) => Unmeasured | undefined;
  /** Gets each row in turn; what it gives ends the reading. */
  readonly row: (row: LogRow) => Unmeasured | undefined;
}

/** The first thing that is wrong, or nothing. Rows are not kept: a log may have millions. */
export function readLog(bytes: Uint8Array, reader: LogReader): Unmeasured | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fieldOf = ({ starts, ends }: CsvRecord, at: number): string =>
    text.toString('utf8', starts[at], ends[at]).trim();
  let kept: readonly (readonly [index: number, name: string])[] | undefined;
  let [width, line, rows] = [0, 0, 0];
  let wrong: Unmeasured | undefined;
  const onHeader = (record: CsvRecord): void => {
    kept = Array.from({ length: record.count }, (_, index) => index).flatMap((index) => {
      const name = reader.keptAs(fieldOf(record, index).replace(/^\uFEFF/, ''));
      return name === undefined ? [] : [[index, name] as const];
    });
    width = record.count;
    wrong = reader.header(kept.map(([, name]) => name));
  };
  const onRow = (record: CsvRecord, columns: NonNullable<typeof kept>): void => {
    rows++;
    const fields: Record<string, string> = {};
    for (const [index, name] of columns) fields[name] = fieldOf(record, index);
    wrong = reader.row({ line, fields });
  };
  const onRecord = (record: CsvRecord): boolean => {
    line++;
    const blank = record.count === 1 && record.starts[0] === record.ends[0];
    if (blank) return true;
    if (kept === undefined) onHeader(record);
    else if (record.count === width) onRow(record, kept);
    else wrong = unmeasured('out-of-domain', `line ${line} of the log has ${record.count} fields, its header ${width}`);
    return wrong === undefined;
  };
  scanCsv(bytes, 0x2c, 0, onRecord, (kind) => {
    wrong ??= unmeasured('out-of-domain', `the log is no CSV file at its line ${line + 1} (${kind})`);
  });
  if (wrong !== undefined) return wrong;
  if (kept === undefined) return unmeasured('out-of-domain', 'the log is empty');
  return rows === 0 ? unmeasured('out-of-domain', 'the log has a header and no rows') : undefined;
}

/** `unsupported` where a column is not there. */
export function lacking(columns: readonly string[], wanted: readonly string[], what: string): Unmeasured | undefined {
  const missing = wanted.filter((column) => !columns.includes(column));
  if (missing.length === 0) return undefined;
  return unmeasured('unsupported', `the log is not ${what}: it has no column ${missing.join(', ')}`);
}

/** A finite number at least 0, or what is wrong with it and where. */
export function amountIn({ line, fields }: LogRow, column: string): number | Unmeasured {
  const text = fields[column]!;
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value))
    return unmeasured('out-of-domain', `line ${line} of the log: ${column} is "${text.slice(0, 40)}", no number`);
  return value < 0 ? unmeasured('out-of-domain', `line ${line} of the log: ${column} is ${value}, below 0`) : value;
}
