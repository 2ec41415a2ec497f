/** Formats that encrypt nothing. */
import { isUtf8 } from 'node:buffer';
import { latin1, startsWith } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

/** First bytes that nothing but the format has. */
const MAGIC: readonly (readonly [text: string, name: string])[] = [
  ['SQLite format 3\u0000', 'SQLite'],
  ['\u001f\u008b\u0008', 'gzip'],
  ['\u0028\u00b5\u002f\u00fd', 'Zstandard'],
  ['BZh', 'bzip2'],
  ['\u00fd7zXZ\u0000', 'xz'],
  ['\u0089HDF\r\n', 'HDF5'],
  ['ARROW1', 'Arrow'],
  ['Obj\u0001', 'Avro'],
  ['ORC', 'ORC'],
  ['\u0093NUMPY', 'NumPy'],
  ['FEA1', 'Feather'],
  ['%PDF-', 'PDF'],
  ['\u0089PNG\r\n', 'PNG'],
  ['\u00ff\u00d8\u00ff', 'JPEG'],
];
const TAR = 257;

export function plain({ head }: Glimpse): Container | undefined {
  const name =
    MAGIC.find(([magic]) => startsWith(head, magic))?.[1] ??
    (latin1(head.subarray(TAR, TAR + 5)) === 'ustar' ? 'tar' : textFormat(head));
  return name === undefined ? undefined : { name, encrypts: false, authenticated: false, nonces: [] };
}

/** Of text in UTF-8 without control characters; base64 and hexadecimal digits alone are no such text. */
function textFormat(head: Uint8Array): string | undefined {
  // The last character may be cut.
  const whole = [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));
  if (!whole || head.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return undefined;
  const text = latin1(head);
  if (isEncoded(text)) return undefined;
  if (/^\s*[[{]/.test(text.slice(0, 256))) return 'JSON';
  const [first = ''] = text.split(/\r?\n/, 1);
  return /[,;\t|]/.test(first) ? 'CSV' : 'text';
}

/** Digits of base64 or base 16, and line ends, nothing else; a word or a number is too short to be any. */
export const isEncoded = (text: string): boolean =>
  text.length >= 64 && /^[A-Za-z0-9+/_\r\n-]+={0,2}\s*$/.test(text) && /[0-9]/.test(text) && /[A-Za-z]/.test(text);
