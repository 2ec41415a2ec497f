/** What a cell is: missing, a number, or a text. */
import { decimalOf, parseDecimal } from './csv-number.js';
import type { CsvRecord } from './csv-scan.js';
import { textOf } from './csv-header.js';

/** Texts by which programs write what is no finite number. They are faults in a numeric column, never levels. */
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

export type NumberCell = number | 'missing' | 'not-finite' | 'text';

export class CellReader {
  private readonly missing: ReadonlySet<string>;
  /** A number may stand for a missing value (`-999`): then its text decides, not its value. */
  private readonly numberMayBeMissing: boolean;

  constructor(
    private readonly bytes: Buffer,
    missing: readonly string[],
  ) {
    this.missing = new Set(missing.map((text) => text.trim()));
    this.numberMayBeMissing = [...this.missing].some((text) => !Number.isNaN(decimalOf(text)));
  }

  number(record: CsvRecord, field: number): NumberCell {
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (!this.numberMayBeMissing) {
      const quick = parseDecimal(this.bytes, start, end);
      if (Number.isFinite(quick)) return quick;
    }
    const text = textOf(this.bytes, record, field);
    if (this.missing.has(text)) return 'missing';
    const value = decimalOf(text);
    if (Number.isFinite(value)) return value;
    return Number.isNaN(value) && !NOT_FINITE.test(text) ? 'text' : 'not-finite';
  }

  /** The trimmed text, or `undefined` where it is missing. */
  level(record: CsvRecord, field: number): string | undefined {
    const text = textOf(this.bytes, record, field);
    return this.missing.has(text) ? undefined : text;
  }
}
