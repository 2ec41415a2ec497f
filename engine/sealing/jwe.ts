/**
 * JWE (RFC 7516, compact) with AES: content under A256GCM with a key of its own, which A256KW or, from a passphrase,
 * PBES2-HS512+A256KW (RFC 7518) wraps. One authentication tag over the whole: it is held in memory.
 */
import { compactDecrypt, CompactEncrypt, errors } from 'jose';
import type { Key } from './key.js';
import { SealingFault } from './sealing-fault.js';

export const MAX_JWE_BYTES = 64 * 2 ** 20;
/** Base64 takes four characters for three bytes; what is left is the header's. */
export const MAX_SEALED_JWE_BYTES = Math.ceil((MAX_JWE_BYTES * 4) / 3) + (1 << 16);

const ENC = 'A256GCM';
/** OWASP, Password Storage Cheat Sheet (2023): at least 210,000 for PBKDF2 with HMAC-SHA-512. */
const PASSPHRASE_ROUNDS = 600_000;
/** More in a file that is to be opened is an attack on the reader's time. */
const MOST_ROUNDS = 2_000_000;

export async function sealJwe(plain: Uint8Array, key: Key): Promise<Uint8Array> {
  if (plain.length > MAX_JWE_BYTES) {
    const message = `JWE takes at most ${MAX_JWE_BYTES / 2 ** 20} MiB, and this has ${plain.length} bytes`;
    throw new SealingFault('too-large', message, 'Seal it in the container age, which has no such limit.');
  }
  const secret = secretOf(key);
  const sealing = new CompactEncrypt(plain);
  if (key.kind === 'passphrase') {
    sealing.setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: ENC });
    sealing.setKeyManagementParameters({ p2c: PASSPHRASE_ROUNDS });
  } else sealing.setProtectedHeader({ alg: 'A256KW', enc: ENC });
  return new TextEncoder().encode(await sealing.encrypt(secret));
}

export async function openJwe(sealed: Uint8Array, key: Key): Promise<Uint8Array> {
  const text = Buffer.from(sealed).toString('latin1');
  const damaged = (): SealingFault => new SealingFault('damaged', 'it is no sound JWE: it is cut off or was altered');
  // Decoders pass over bits and characters that stand for nothing: two texts would be one file.
  const parts = text.split('.');
  const canonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
  if (parts.length !== 5 || !parts.every(canonical)) throw damaged();
  try {
    const { plaintext } = await compactDecrypt(text, secretOf(key), {
      keyManagementAlgorithms: [key.kind === 'passphrase' ? 'PBES2-HS512+A256KW' : 'A256KW'],
      contentEncryptionAlgorithms: [ENC],
      maxPBES2Count: MOST_ROUNDS,
    });
    return plaintext;
  } catch (error) {
    if (error instanceof SealingFault) throw error;
    if (error instanceof errors.JWEDecryptionFailed) {
      throw new SealingFault('wrong-key', 'the key does not open it, or it was altered');
    }
    if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
      const message = `it is a JWE of another kind: A256KW or PBES2-HS512+A256KW with ${ENC} are opened`;
      throw new SealingFault('unsupported', message);
    }
    throw damaged();
  }
}

function secretOf(key: Key): Uint8Array {
  if (key.kind === 'secret') return key.bytes;
  if (key.kind === 'passphrase') return new TextEncoder().encode(key.text);
  throw new SealingFault(
    'wrong-key',
    'a JWE takes a key of 256 bits, and the key is an age identity',
    'Make one with: assay seal --new-key FILE --container jwe',
  );
}
