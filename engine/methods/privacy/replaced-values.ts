/**
 * What a column gives away whose values were replaced one by one, by hashes or pseudonyms. Values are given by code;
 * −1 is missing.
 */

/** Rows by code. */
export function countsOfCodes(codes: Int32Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/**
 * Rows whose replacement occurs as often as no other one, and as just one original value does: whoever knows how often
 * values occur knows which it stands for.
 */
export function revealedByFrequency(released: Int32Array, originals: Int32Array): number {
  const once = (counts: Int32Array): ReadonlyMap<number, boolean> => {
    const found = new Map<number, boolean>();
    for (const count of counts) if (count > 0) found.set(count, !found.has(count));
    return found;
  };
  const [inReleased, inOriginals] = [once(released), once(originals)];
  return released.reduce(
    (sum, count) => sum + (inReleased.get(count) === true && inOriginals.get(count) === true ? count : 0),
    0,
  );
}

/** Whether a text may be a hash or the front of one: hexadecimal or base64, 64 bits at least. */
export const looksHashed = (text: string): boolean =>
  /^[0-9a-f]{16,128}$/i.test(text) || /^[A-Za-z0-9+/_-]{20,88}={0,2}$/.test(text);
