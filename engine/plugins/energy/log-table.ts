/** CSV logs of other programs: the wanted columns of every row, or the first thing that is wrong. */
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

const MAX_ROWS = 5_000_000;

/** `wanted` gets the name of a column, trimmed, and says under what name it is to be kept, if at all. */
export function readLog(
  bytes: Uint8Array,
  wanted: (column: string) => string | undefined,
): readonly LogRow[] | Unmeasured {
  const decoder = new TextDecoder();
  const textsOf = ({ count, starts, ends }: CsvRecord): string[] =>
    Array.from({ length: count }, (_, at) => decoder.decode(bytes.subarray(starts[at]!, ends[at]!)).trim());
  let kept: readonly (readonly [index: number, name: string])[] | undefined;
  let width = 0;
  let line = 0;
  let wrong: Unmeasured | undefined;
  const rows: LogRow[] = [];
  const onRecord = (record: CsvRecord): boolean => {
    line++;
    const blank = record.count === 1 && record.starts[0] === record.ends[0];
    if (blank) return true;
    if (kept === undefined) {
      kept = textsOf(record).flatMap((column, index) => {
        const name = wanted(column.replace(/^\uFEFF/, ''));
        return name === undefined ? [] : [[index, name] as const];
      });
      width = record.count;
      return true;
    }
    if (record.count !== width)
      wrong = unmeasured('out-of-domain', `line ${line} of the log has ${record.count} fields, its header ${width}`);
    else if (rows.length === MAX_ROWS)
      wrong = unmeasured('out-of-domain', `the log has more than ${MAX_ROWS} rows; give it at a longer interval`);
    if (wrong !== undefined) return false;
    const texts = textsOf(record);
    rows.push({ line, fields: Object.fromEntries(kept.map(([index, name]) => [name, texts[index]!])) });
    return true;
  };
  scanCsv(bytes, 0x2c, 0, onRecord, (kind) => {
    wrong ??= unmeasured('out-of-domain', `the log is no CSV file at its line ${line + 1} (${kind})`);
  });
  if (wrong !== undefined) return wrong;
  if (kept === undefined) return unmeasured('out-of-domain', 'the log is empty');
  return rows.length === 0 ? unmeasured('out-of-domain', 'the log has a header and no rows') : rows;
}

/** `unsupported` where a column is not there. */
export function lacksColumn(rows: readonly LogRow[], columns: readonly string[], what: string): Unmeasured | undefined {
  const missing = columns.filter((column) => !(column in rows[0]!.fields));
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
