/** Whether bytes can be a CSV file at all: text, UTF-8, of bounded size. */
import { isUtf8 } from 'node:buffer';
import type { CsvFaults } from './csv-position.js';

/** Tables are held in memory; this bounds it (8 bytes a number, at least 2 a field in the file). */
export const MAX_CSV_BYTES = 256 * 2 ** 20;

const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** Where the text begins (after a byte order mark), or `undefined` where there is a fault. */
export function textStart(bytes: Uint8Array, faults: CsvFaults): number | undefined {
  if (bytes.length > MAX_CSV_BYTES) {
    faults.add(
      'ASSAY1403',
      0,
      1,
      `the file has ${bytes.length} bytes; at most ${MAX_CSV_BYTES} are read`,
      'Give a sample of the rows.',
    );
    return undefined;
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    faults.add('ASSAY1405', 0, 2, 'the file is in UTF-16; UTF-8 is expected', 'Save it as UTF-8.');
    return undefined;
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    faults.add('ASSAY1404', nul, nul + 1, `a NUL byte at offset ${nul}: this is not a text file`);
    return undefined;
  }
  if (!isUtf8(bytes)) {
    const offset = firstInvalid(bytes);
    const byte = bytes[offset]!.toString(16).padStart(2, '0');
    faults.add('ASSAY1405', offset, offset + 1, `the byte 0x${byte} is not UTF-8`, 'Save the file as UTF-8.');
    return undefined;
  }
  return UTF8_MARK.every((byte, index) => bytes[index] === byte) ? 3 : 0;
}

/** The offset of the first character that is not UTF-8 (Unicode 15, table 3-7). */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (width > 1 && !isUtf8(bytes.subarray(at, at + width))) return at;
    at += width;
  }
  return bytes.length - 1;
}
