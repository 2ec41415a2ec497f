/** Keys that seal and open, from their text. */
import { SealingFault } from './sealing-fault.js';

export type Key =
  /** `AGE-SECRET-KEY-1…` or `AGE-SECRET-KEY-PQ-1…`; any of them may open. */
  | { readonly kind: 'identities'; readonly identities: readonly string[] }
  /** 256 bits, for AES. */
  | { readonly kind: 'secret'; readonly bytes: Uint8Array }
  | { readonly kind: 'passphrase'; readonly text: string };

const SECRET_BYTES = 32;
/** age's own advice: at least 8 to 10 random characters. */
const LEAST_PASSPHRASE = 10;

/**
 * The key in the text of a file or a variable: identities as `age-keygen` writes them, one a line, `#` for comments;
 * or a JSON Web Key of 32 bytes (`{"kty": "oct", "k": "…"}`, RFC 7517). `named` says where it was, for messages.
 */
export function parseKey(text: string, named: string): Key {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.length > 0 && lines.every((line) => /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/.test(line))) {
    return { kind: 'identities', identities: lines };
  }
  const bytes = secretOf(text);
  if (bytes !== undefined) return { kind: 'secret', bytes };
  const hint = 'A key is made with: assay seal --new-key FILE';
  throw new SealingFault('unusable-key', `${named} holds neither an age identity nor a JSON Web Key of 32 bytes`, hint);
}

export function passphraseKey(text: string, named: string): Key {
  if (text.length < LEAST_PASSPHRASE) {
    const message = `the passphrase in ${named} has fewer than ${LEAST_PASSPHRASE} characters`;
    throw new SealingFault('unusable-key', message, 'Take four or five random words, or a key file.');
  }
  return { kind: 'passphrase', text };
}

export const secretText = (bytes: Uint8Array): string =>
  `${JSON.stringify({ kty: 'oct', alg: 'A256KW', k: Buffer.from(bytes).toString('base64url') })}\n`;

function secretOf(text: string): Uint8Array | undefined {
  try {
    const { kty, k } = JSON.parse(text) as { readonly kty?: unknown; readonly k?: unknown };
    if (kty !== 'oct' || typeof k !== 'string') return undefined;
    const bytes = new Uint8Array(Buffer.from(k, 'base64url'));
    return bytes.length === SECRET_BYTES ? bytes : undefined;
  } catch {
    return undefined;
  }
}
