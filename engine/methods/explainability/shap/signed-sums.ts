/**
 * Sums of `count` vectors of `width` numbers with a sign each, for many choices of the signs. Eight vectors at a time are
 * summed beforehand for each of their 256 choices (the method of four Russians), so that a sum costs count / 8 vectors.
 *
 * The function that is given writes into `out` the sum of the vectors, each with + where its bit is 1 and − where it is 0;
 * bits lie in `bits` from `at` on, eight vectors a byte, the first in the lowest bit.
 */
export function signedSums(
  count: number,
  width: number,
  vector: (index: number, out: Float64Array) => void,
): (bits: Uint8Array, at: number, out: Float64Array) => void {
  const tables: Float64Array[] = [];
  const one = new Float64Array(width);
  for (let first = 0; first < count; first += 8) {
    const size = Math.min(8, count - first);
    const table = new Float64Array(width << size);
    for (let index = 0; index < size; index++) {
      one.fill(0);
      vector(first + index, one);
      // The choices of the vectors before, with this one subtracted; then the same with it added.
      const known = width << index;
      for (let entry = 0; entry < known; entry += width) {
        for (let place = 0; place < width; place++) {
          const before = table[entry + place]!;
          table[entry + place] = before - one[place]!;
          table[known + entry + place] = before + one[place]!;
        }
      }
    }
    tables.push(table);
  }
  return (bits, at, out) => {
    out.fill(0);
    for (let chunk = 0; chunk < tables.length; chunk++) {
      const table = tables[chunk]!;
      const from = bits[at + chunk]! * width;
      for (let place = 0; place < width; place++) out[place]! += table[from + place]!;
    }
  };
}
