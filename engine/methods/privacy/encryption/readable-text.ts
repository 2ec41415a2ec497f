/** Text that can be read in bytes that should be ciphertext. */

/** Of random bytes so many in a row are printable once in 10^27. */
const LEAST_RUN = 64;
/** Shorter names are found in random bytes too. */
const LEAST_NAME = 5;

/** Whether a run of printable characters, or one of the names, stands in the bytes. */
export function readableText(bytes: Uint8Array, names: readonly string[]): boolean {
  let run = 0;
  for (const byte of bytes) {
    run = (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09 ? run + 1 : 0;
    if (run >= LEAST_RUN) return true;
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return names.some((name) => Buffer.byteLength(name) >= LEAST_NAME && buffer.includes(name));
}
