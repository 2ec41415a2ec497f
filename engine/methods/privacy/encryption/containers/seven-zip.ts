/** 7z archives: the coder of AES-256 stands in the header at the end, which is encrypted itself or not. */
import { startsWith } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const MAGIC = '7z\u00bc\u00af\u0027\u001c';
/** The method 7zAES (7-Zip, DOC/Methods.txt). */
const AES = Buffer.from([0x06, 0xf1, 0x07, 0x01]);

export function sevenZip({ head, tail }: Glimpse): Container | undefined {
  if (!startsWith(head, MAGIC)) return undefined;
  const encrypts = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).includes(AES);
  // A CRC of the content is no authentication.
  const cipher = encrypts ? { cipher: 'AES-256-CBC', keyBits: 256 } : {};
  return { name: '7z', encrypts, ...cipher, authenticated: false, nonces: [] };
}
