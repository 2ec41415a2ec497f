/**
 * Which ranks of a histogram are in use: one bit each and one bit a word of these, so that a node of m rows finds its
 * values in ascending order at a cost of m, however many values the column has.
 */
export class OccupiedRanks {
  readonly words: Int32Array;
  readonly summary: Int32Array;
  /** What `take` found. */
  readonly inOrder: Int32Array;

  constructor(most: number) {
    this.words = new Int32Array((most >> 5) + 1);
    this.summary = new Int32Array((most >> 10) + 1);
    this.inOrder = new Int32Array(most);
  }

  /** Writes the ranks in use, all below `ranks`, into `inOrder`, ascending, gives their number, and clears them. */
  take(ranks: number): number {
    const { words, summary, inOrder } = this;
    let count = 0;
    for (let top = 0; top << 10 < ranks; top++) {
      let used = summary[top]!;
      if (used === 0) continue;
      summary[top] = 0;
      while (used !== 0) {
        const place = (top << 5) + 31 - Math.clz32(used & -used);
        used &= used - 1;
        let bits = words[place]!;
        words[place] = 0;
        while (bits !== 0) {
          inOrder[count++] = (place << 5) + 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
        }
      }
    }
    return count;
  }
}
