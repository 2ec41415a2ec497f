/** What `openssl enc` writes, and CryptoJS with a passphrase: a salt, then CBC or CTR; neither cipher nor mode is told. */
import { hex, startsWith } from '../glimpse.js';
import type { Container, Glimpse } from '../glimpse.js';

const MAGIC = 'Salted__';

export function openssl({ head }: Glimpse): Container | undefined {
  if (!startsWith(head, MAGIC) || head.length < 16) return undefined;
  const nonces = [`OpenSSL ${hex(head.subarray(8, 16))}`];
  return { name: 'OpenSSL enc', encrypts: true, authenticated: false, nonces, payload: 16, content: head.subarray(16) };
}
