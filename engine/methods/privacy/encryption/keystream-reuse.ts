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

/** Sizes of chunks in use, and what stands between them: nothing, a tag, a vector and a tag. */
const CHUNKS = Array.from({ length: 9 }, (_, power) => 4096 << power);
const BETWEEN = [0, 16, 28, 32];

/** The offset of a chunk of a file under the keystream of its first one; `undefined` where none is found. */
export function repeatedKeystream(bytes: Uint8Array): number | undefined {
  for (const chunk of CHUNKS) {
    for (const between of BETWEEN) {
      const at = chunk + between;
      if (at >= bytes.length) continue;
      // A vector of its own before the content is at the same place in both.
      if ([0, 12, 16].some((from) => shareKeystream(bytes.subarray(from, at), bytes.subarray(at + from)))) return at;
    }
  }
  return undefined;
}
