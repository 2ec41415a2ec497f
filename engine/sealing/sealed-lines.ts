/** Lines of text that are written one by one and closed to whoever has not the key that opens a sealed file. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Key } from './key.js';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

export interface SealedLines {
  /** Base64: a random nonce, the text under AES-256-GCM, its tag. */
  seal(text: string): string;
  /** `undefined` where it is not whole, or of another key. */
  open(line: string): string | undefined;
}

/**
 * Each purpose has a key of its own (HKDF, RFC 5869). `undefined` of a passphrase: one that can be guessed is not to be
 * tried without the work that the file's own container takes.
 */
export function sealedLines(key: Key, purpose: string): SealedLines | undefined {
  if (key.kind === 'passphrase') return undefined;
  const secret = key.kind === 'secret' ? key.bytes : Buffer.from(key.identities[0]!);
  const own = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), `assay ${purpose}`, 32));
  return {
    seal(text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, own, nonce);
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final()];
      return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64');
    },
    open(line) {
      const bytes = Buffer.from(line, 'base64');
      if (bytes.length < NONCE + TAG) return undefined;
      const decipher = createDecipheriv(CIPHER, own, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(-TAG));
      try {
        const text = [decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()];
        return Buffer.concat(text).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
