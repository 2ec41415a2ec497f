/**
 * The content of an age file (https://age-encryption.org/v1, "Payload"): a nonce of 16 bytes, from which and the file key
 * HKDF-SHA-256 derives the content's key; then STREAM, chunks of 64 KiB under ChaCha20-Poly1305 whose nonces are their
 * number and whether they are the last. Over OpenSSL, and held to the library in both directions by its tests: the
 * library's own content is JavaScript and takes five times as long.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Chunks } from './chunks.js';
import { SealingFault } from './sealing-fault.js';

const CIPHER = 'chacha20-poly1305';
const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;

export async function* sealPayload(plain: Chunks, fileKey: Uint8Array): Chunks {
  const nonce = randomBytes(NONCE);
  yield nonce;
  const key = contentKey(fileKey, nonce);
  let number = 0;
  for await (const { bytes, last } of blocks(plain, CHUNK)) {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(number++, last), { authTagLength: TAG });
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Gives a chunk once it is authenticated. Throws `SealingFault` (`damaged`), and what reading throws. */
export async function* openPayload(sealed: Chunks, fileKey: Uint8Array): Chunks {
  let key: Buffer | undefined;
  let number = 0;
  for await (const { bytes, last } of blocks(sealed, CHUNK + TAG, NONCE)) {
    if (key === undefined) {
      // An empty file has a chunk too.
      if (last) throw damaged(0);
      key = contentKey(fileKey, bytes);
      continue;
    }
    const plain = openChunk(bytes, key, chunkNonce(number, last));
    // An empty chunk is the whole of an empty file, and nothing else's end.
    if (plain === undefined || (plain.length === 0 && number > 0)) throw damaged(number);
    yield plain;
    number += 1;
  }
}

function openChunk(bytes: Uint8Array, key: Buffer, nonce: Uint8Array): Uint8Array | undefined {
  if (bytes.length < TAG) return undefined;
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const plain = decipher.update(bytes.subarray(0, bytes.length - TAG));
  try {
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
}

const damaged = (number: number): SealingFault =>
  new SealingFault('damaged', `chunk ${number + 1} fails its authentication: the file is cut off or was altered`);

const contentKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

/** Eleven bytes count, big-endian; the twelfth is 1 in the last chunk's. */
function chunkNonce(number: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

interface Block {
  /** Valid until the next one is asked for. */
  readonly bytes: Uint8Array;
  readonly last: boolean;
}

/** Blocks of `size` bytes, before them one of `before`; the last may be shorter, and there is a last one always. */
async function* blocks(chunks: Chunks, size: number, before = 0): AsyncGenerator<Block, void, undefined> {
  const held = new Uint8Array(size);
  let wanted = before > 0 ? before : size;
  let used = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length;) {
      if (used === wanted) {
        yield { bytes: held.subarray(0, used), last: false };
        used = 0;
        wanted = size;
      }
      const count = Math.min(wanted - used, chunk.length - from);
      held.set(chunk.subarray(from, from + count), used);
      used += count;
      from += count;
    }
  }
  yield { bytes: held.subarray(0, used), last: true };
}
