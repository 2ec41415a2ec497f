/** The header row: names, trimmed, each there and each once. */
import type { CsvFaults } from './csv-position.js';
import type { CsvRecord } from './csv-scan.js';

/** The text of a field, its doubled quotes undone, trimmed. */
export function textOf(bytes: Buffer, record: CsvRecord, field: number): string {
  const text = bytes.toString('utf8', record.starts[field], record.ends[field]);
  return (record.quoted[field] === 2 ? text.replaceAll('""', '"') : text).trim();
}

export function readHeader(bytes: Buffer, record: CsvRecord, faults: CsvFaults): readonly string[] {
  const names = Array.from({ length: record.count }, (_, field) => textOf(bytes, record, field));
  if (names.length === 1 && names[0] === '') {
    faults.add('ASSAY1406', record.offset, record.offset + 1, 'the first line is empty; it must name the columns');
    return names;
  }
  const seen = new Map<string, number>();
  names.forEach((name, field) => {
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (name === '')
      faults.add(
        'ASSAY1408',
        start,
        end,
        `column ${field + 1} of the header has no name`,
        'Name every column in the first line.',
      );
    const first = seen.get(name);
    if (first !== undefined && name !== '') {
      faults.add('ASSAY1409', start, end, `the header names "${name}" twice: columns ${first + 1} and ${field + 1}`);
    }
    seen.set(name, first ?? field);
  });
  return names;
}

/** The separator that a header of one column was probably meant to have. */
export function otherSeparator(name: string, separator: string): string | undefined {
  return [',', ';', '\t', '|'].find((candidate) => candidate !== separator && name.includes(candidate));
}
