/** Opening what is sealed, in whichever of the containers it is. */
import { chunksOf, concatenated, headOf } from './chunks.js';
import type { Chunks } from './chunks.js';
import { containerOf, HEAD_BYTES } from './container.js';
import type { Key } from './key.js';
import { SealingFault } from './sealing-fault.js';

/**
 * The plain content, chunk by chunk. It is whole and untouched only where the sequence ends without a throw. Throws
 * `SealingFault`, and what reading throws.
 */
export async function* openChunks(sealed: Chunks, key: Key): Chunks {
  const { head, all } = await headOf(sealed, HEAD_BYTES, (bytes) => bytes.length >= HEAD_BYTES);
  const container = containerOf(head);
  // Each library is loaded where its container is there.
  if (container === 'age') {
    const { openAge } = await import('./age.js');
    return yield* openAge(all, key);
  }
  if (container === 'jwe') {
    const { MAX_SEALED_JWE_BYTES, openJwe } = await import('./jwe.js');
    return yield await openJwe(await concatenated(all, MAX_SEALED_JWE_BYTES), key);
  }
  throw new SealingFault('unsupported', 'it is neither an age file nor a JWE');
}

/** All of it, in memory and nowhere else. */
export const openBytes = (sealed: Uint8Array, key: Key, most: number): Promise<Uint8Array> =>
  concatenated(openChunks(chunksOf(sealed), key), most);
