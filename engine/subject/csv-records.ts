/** A CSV file's header and data records: faults of form are told here, once, for whatever reads the records. */
import { textStart } from './csv-text.js';
import { MAX_FIELDS, MAX_FIELD_BYTES, scanCsv } from './csv-scan.js';
import type { CsvFaultKind, CsvRecord } from './csv-scan.js';
import { otherSeparator, readHeader } from './csv-header.js';
import type { CsvFaults } from './csv-position.js';

const FORM: Readonly<Record<CsvFaultKind, readonly [code: string, message: string, hint?: string]>> = {
  'unclosed-quote': [
    'ASSAY1411',
    'a quote opens here and is never closed',
    'Close it, or double it where it belongs to the text.',
  ],
  'bare-quote': [
    'ASSAY1412',
    'a quote inside a field that does not begin with one',
    'Put the field in quotes and double this one.',
  ],
  'after-quote': ['ASSAY1412', 'text after the closing quote of a field', 'Double quotes inside a quoted field.'],
  'field-too-large': [
    'ASSAY1413',
    `a field of more than ${MAX_FIELD_BYTES} bytes`,
    'Look for a quote that is not closed.',
  ],
  'too-many-fields': ['ASSAY1413', `a line of more than ${MAX_FIELDS} fields`],
};

export interface RecordReader {
  /** Gets the header; `false` ends the reading (its faults are told). */
  header(names: readonly string[], record: CsvRecord): boolean;
  /** Gets each record of data that has as many fields as the header. */
  record(record: CsvRecord): void;
}

/** Empty lines at the end are no records; elsewhere they are, of one empty field. */
export function readRecords(bytes: Buffer, separator: string, faults: CsvFaults, reader: RecordReader): void {
  const begin = textStart(bytes, faults);
  if (begin === undefined) return;
  let width = -1;
  let go = true;
  let blanks: number[] = [];
  const take = (record: CsvRecord): void => {
    if (record.count === width) return reader.record(record);
    const extra = Math.min(record.count, width);
    const start = record.count > width ? record.starts[extra]! : record.offset;
    const end = record.ends[record.count - 1]!;
    const fields = record.count === 1 ? '1 field' : `${record.count} fields`;
    const found = record.count === 1 && start === end ? 'an empty line' : `a row of ${fields}`;
    faults.add(
      'ASSAY1410',
      start,
      end,
      `${found} where the header has ${width}`,
      'Give every row the fields of the header.',
    );
  };
  scanCsv(
    bytes,
    separator.charCodeAt(0),
    begin,
    (record) => {
      if (width === -1) {
        width = record.count;
        const names = readHeader(bytes, record, faults);
        const meant = names.length === 1 && record.quoted[0] === 0 ? otherSeparator(names[0]!, separator) : undefined;
        if (meant !== undefined) {
          faults.add(
            'ASSAY1423',
            record.starts[0]!,
            record.ends[0]!,
            `the header is one column with the separator ${JSON.stringify(separator)}, but has ${JSON.stringify(meant)} in it`,
            `Set the separator to ${JSON.stringify(meant)}.`,
          );
        }
        go = !faults.some && reader.header(names, record);
        return go;
      }
      if (record.count === 1 && record.starts[0] === record.ends[0] && record.quoted[0] === 0) {
        blanks.push(record.offset);
        return true;
      }
      for (const offset of blanks) take(blank(offset));
      blanks = [];
      take(record);
      return true;
    },
    (kind, offset) => {
      const [code, message, hint] = FORM[kind];
      faults.add(code, offset, offset + 1, message, hint);
    },
  );
  if (width === -1 && !faults.some) {
    faults.add('ASSAY1406', 0, 1, 'the file is empty; a header and rows are expected');
  }
}

const blank = (offset: number): CsvRecord => ({
  offset,
  count: 1,
  starts: Uint32Array.of(offset),
  ends: Uint32Array.of(offset),
  quoted: Uint8Array.of(0),
});
