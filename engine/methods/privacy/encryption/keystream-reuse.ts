/**
 * One keystream used twice (a nonce that repeats under one key, in CTR, GCM or a stream cipher): the difference of two
 * ciphertexts is that of their plain texts, and of texts in ASCII it never has the highest bit of a byte. Of two
 * ciphertexts with streams of their own it has it in every other byte: all of 128 bytes lack it once in 2^128.
 */
const LEAST_BYTES = 128;
const MOST_BYTES = 4096;

export function shareKeystream(a: Uint8Array, b: Uint8Array): boolean {
  const length = Math.min(a.length, b.length, MOST_BYTES);
  if (length < LEAST_BYTES) return false;
  let differs = false;
  for (let at = 0; at < length; at += 1) {
    const difference = a[at]! ^ b[at]!;
    if (difference >= 0x80) {
      // What follows may be text no longer.
      return differs && at >= LEAST_BYTES;
    }
    if (difference !== 0) differs = true;
  }
  return differs;
}
