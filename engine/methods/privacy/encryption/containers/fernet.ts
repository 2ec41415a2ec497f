/** Fernet tokens (github.com/fernet/spec): version, time, vector, AES-128-CBC, HMAC-SHA-256; a file of one token. */
import { fromBase64, hex, latin1 } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const VERSION = 0x80;
/** Before the content: version, 8 bytes of time, 16 of vector. */
const HEAD = 25;
const HMAC = 32;

export function fernet({ head, size }: Glimpse): Container | undefined {
  const text = latin1(head).trimEnd();
  if (!text.startsWith('gAAAA')) return undefined;
  const bytes = fromBase64(head.length < size ? text.slice(0, 4096) : text);
  if (bytes === undefined || bytes[0] !== VERSION || bytes.length < HEAD + HMAC) return undefined;
  if (head.length === size && (bytes.length - HEAD - HMAC) % 16 !== 0) return undefined;
  return {
    name: 'Fernet',
    encrypts: true,
    cipher: 'AES-128-CBC, HMAC-SHA-256',
    keyBits: 128,
    authenticated: true,
    nonces: [`Fernet ${hex(bytes.subarray(9, HEAD))}`],
    content: bytes.subarray(HEAD),
  };
}
