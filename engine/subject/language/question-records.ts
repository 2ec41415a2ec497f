/** What a file of questions holds, before any of it is understood: one object a question, each with its place. */
import type { Diagnostic } from '../../document/diagnostic.js';
import { CsvFaults, MAX_LISTED } from '../csv-position.js';
import { readRecords } from '../csv-records.js';
import { textOf } from '../csv-header.js';
import { textStart } from '../csv-text.js';
import { bufferOf } from '../read-table.js';
import type { QuestionFormat } from '../spec.js';
import type { PlacedFaults, QuestionRecord } from './question-record.js';

export interface QuestionFile {
  readonly bytes: Uint8Array;
  /** As diagnostics name it. */
  readonly file: string;
  readonly format: QuestionFormat;
  /** Of CSV. */
  readonly separator: string;
}

export const MAX_QUESTIONS = 1_000_000;
const MAX_LINE_BYTES = 4 * 2 ** 20;

export interface ReadRecords {
  readonly records: readonly QuestionRecord[];
  readonly faults: PlacedFaults;
}

/** Faults of form are told; a faulty record is left out. */
export async function readQuestionRecords(from: QuestionFile): Promise<ReadRecords> {
  const { records, faults } = await recordsOf(from);
  if (records.length > MAX_QUESTIONS) {
    faults.add('ASSAY1579', 0, 1, `more than ${MAX_QUESTIONS} questions`, 'Give a random sample of them.');
  } else if (records.length === 0 && !faults.some) faults.add('ASSAY1578', 0, 1, 'there is no question in the file');
  return { records, faults };
}

async function recordsOf({ bytes, file, format, separator }: QuestionFile): Promise<ReadRecords> {
  if (format === 'parquet') {
    const faults = new RowFaults(file);
    return {
      records: await (await import('./parquet-records.js')).parquetRecords(bytes, MAX_QUESTIONS, faults),
      faults,
    };
  }
  const faults = new CsvFaults(bytes, file);
  const buffer = bufferOf(bytes);
  return { records: format === 'jsonl' ? linesOf(buffer, faults) : rowsOf(buffer, separator, faults), faults };
}

/** JSON Lines: one object a line; empty lines are skipped. */
function linesOf(bytes: Buffer, faults: CsvFaults): readonly QuestionRecord[] {
  const records: QuestionRecord[] = [];
  let start = textStart(bytes, faults) ?? bytes.length;
  while (start < bytes.length && records.length <= MAX_QUESTIONS) {
    const at = bytes.indexOf(0x0a, start);
    const end = at === -1 ? bytes.length : at;
    const value = end - start > MAX_LINE_BYTES ? tooLong(start, faults) : lineValue(bytes, start, end, faults);
    if (value !== undefined) records.push({ value, start, end });
    start = end + 1;
  }
  return records;
}

function tooLong(start: number, faults: CsvFaults): undefined {
  faults.add(
    'ASSAY1579',
    start,
    start + 1,
    `a line of more than ${MAX_LINE_BYTES} bytes`,
    'One question stands on a line.',
  );
}

function lineValue(bytes: Buffer, start: number, end: number, faults: CsvFaults): QuestionRecord['value'] | undefined {
  const text = bytes.toString('utf8', start, end).trim();
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const hint =
      start === 0 && text.startsWith('[') ? 'A JSON list is no JSON Lines: write one object a line.' : undefined;
    faults.add('ASSAY1571', start, end, 'this line is no JSON', hint);
    return undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  faults.add('ASSAY1571', start, end, 'this line is JSON, but no object', 'Write {"text": "…"} a line.');
  return undefined;
}

/** The cells of a row by the names of the header; an empty cell is absent. */
function rowsOf(bytes: Buffer, separator: string, faults: CsvFaults): readonly QuestionRecord[] {
  const records: QuestionRecord[] = [];
  let names: readonly string[] = [];
  readRecords(bytes, separator, faults, {
    header: (found) => {
      names = found;
      return true;
    },
    record: (record) => {
      const cells = names.map((name, field) => [name, textOf(bytes, record, field)] as const);
      const value = Object.fromEntries(cells.filter(([, cell]) => cell !== ''));
      records.push({ value, start: record.offset, end: record.ends[record.count - 1]! });
    },
  });
  return records;
}

/** Of files without lines: a row is named by its number. */
class RowFaults implements PlacedFaults {
  private readonly list: Diagnostic[] = [];

  constructor(private readonly file: string) {}

  get some(): boolean {
    return this.list.length > 0;
  }

  add(code: string, row: number, _end: number, message: string, hint?: string): void {
    if (this.list.length === MAX_LISTED) return;
    const said = `row ${row + 1}: ${message}`;
    this.list.push({ code, severity: 'error', message: said, file: this.file, ...(hint !== undefined && { hint }) });
  }

  diagnostics(): readonly Diagnostic[] {
    return this.list;
  }
}
