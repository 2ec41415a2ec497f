/** What checking a subject must know of its tables, kept by content: with a memo, a known file is not parsed again. */
import type { Diagnostic } from '../document/diagnostic.js';
import { digestValue } from '../trust/digest.js';
import { inspectCsv } from './inspect-csv.js';
import type { CsvLook } from './inspect-csv.js';
import type { Memo } from './loaded.js';
import { readTable } from './read-table.js';
import type { TableSource } from './read-table.js';
import type { ColumnSpec } from './spec.js';
import type { Column } from './table.js';

export interface ColumnFacts {
  readonly missing: number;
  /** Of numeric columns with a value. */
  readonly min?: number;
  /** Of numeric columns: whether all values are integers. */
  readonly integers?: boolean;
  /** Of categorical columns, in order of appearance; of more than MAX_LEVELS only the first. */
  readonly levels?: readonly string[];
  readonly levelCount?: number;
}

export interface TableFacts {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnFacts>>;
}

export const MAX_LEVELS = 4096;

/** Raised when reading or facts change, so that older entries are not taken. */
const VERSION = 1;

type Outcome<T> = { readonly found?: T; readonly diagnostics: readonly Diagnostic[] };

export function lookAtTable(
  source: TableSource,
  digest: string,
  infer: boolean,
  memo: Memo | undefined,
): Outcome<CsvLook> {
  const key = `csv-look ${VERSION} ${digest} ${digestValue({ format: source.format, infer })}`;
  return remembered(memo, key, () => {
    const { look, diagnostics } = inspectCsv(source, infer);
    return { ...(look === undefined ? {} : { found: look }), diagnostics };
  });
}

export function tableFacts(
  source: TableSource,
  digest: string,
  columns: readonly ColumnSpec[],
  memo: Memo | undefined,
): Outcome<TableFacts> {
  const types = columns.map(({ name, type }) => [name, type]);
  const key = `csv-table ${VERSION} ${digest} ${digestValue({ format: source.format, types })}`;
  return remembered(memo, key, () => {
    const { table, diagnostics } = readTable(source, columns, digest);
    if (table === undefined) return { diagnostics };
    const facts = Object.fromEntries(table.columns.map((column) => [column.name, columnFacts(column)]));
    return { found: { rows: table.rowCount, columns: facts }, diagnostics };
  });
}

function remembered<T>(memo: Memo | undefined, key: string, find: () => Outcome<T>): Outcome<T> {
  const known = memo?.get(key);
  if (known !== undefined) return { found: known as T, diagnostics: [] };
  const outcome = find();
  if (outcome.found !== undefined) memo?.set(key, outcome.found);
  return outcome;
}

function columnFacts(column: Column): ColumnFacts {
  if (column.type === 'categorical') {
    const missing = column.codes.reduce((sum, code) => sum + (code === -1 ? 1 : 0), 0);
    return { missing, levels: column.levels.slice(0, MAX_LEVELS), levelCount: column.levels.length };
  }
  let missing = 0;
  let min = Infinity;
  let integers = true;
  for (const value of column.values) {
    if (Number.isNaN(value)) missing += 1;
    else {
      if (value < min) min = value;
      if (!Number.isInteger(value)) integers = false;
    }
  }
  return { missing, integers, ...(min === Infinity ? {} : { min }) };
}
