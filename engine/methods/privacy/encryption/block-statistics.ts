/** What the bytes of a file say against its being well encrypted. They can refute that, never support it. */
import { chiSquareSurvival } from '../../../numerics/distributions/chi-square.js';

export const BLOCK = 16;
/** Below, a byte value is expected fewer than 5 times and the statistic is no chi-square. */
const LEAST_BYTES = 5 * 256;
/** Ciphertext is refused so seldom: of a billion files, once. */
const REFUTED = 1e-9;

export interface BlockStatistics {
  /** Aligned blocks of 16 bytes that equal an earlier one. Of ciphertext no block does: 2^-88 for 16 MiB of it. */
  readonly repeated: number;
  readonly blocks: number;
  /** Bits a byte, of the different blocks; at most 8. */
  readonly entropy: number;
  /** Pearson's, of the byte values of the different blocks against equal shares; absent for too few of them. */
  readonly pValue?: number;
  /** No cipher gives such bytes. */
  readonly refuted: boolean;
}

/**
 * Repeated blocks, and whether the bytes of the different ones are as even as ciphertext's: in ECB equal blocks stay
 * equal, and the different ones are even none the less. Time grows with the bytes, memory is 1.5 times theirs.
 */
export function blockStatistics(bytes: Uint8Array): BlockStatistics {
  const blocks = Math.floor(bytes.length / BLOCK);
  const words = new Uint32Array(bytes.slice(0, blocks * BLOCK).buffer);
  const slots = 1 << Math.max(4, Math.ceil(Math.log2(2 * blocks + 1)));
  /** The block in each slot, counted from 1. */
  const table = new Int32Array(slots);
  const counts = new Float64Array(256);
  let repeated = 0;
  for (let block = 0; block < blocks; block += 1) {
    const at = block * 4;
    let slot = slotOf(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!) & (slots - 1);
    let known = table[slot]!;
    while (known !== 0 && !sameBlock(words, (known - 1) * 4, at)) {
      slot = (slot + 1) & (slots - 1);
      known = table[slot]!;
    }
    if (known !== 0) {
      repeated += 1;
      continue;
    }
    table[slot] = block + 1;
    for (let byte = block * BLOCK; byte < (block + 1) * BLOCK; byte += 1) counts[bytes[byte]!]! += 1;
  }
  const total = (blocks - repeated) * BLOCK;
  const pValue = total < LEAST_BYTES ? undefined : evenness(counts, total);
  return {
    repeated,
    blocks,
    entropy: entropyOf(counts, total),
    ...(pValue !== undefined && { pValue }),
    refuted: pValue !== undefined && pValue < REFUTED,
  };
}

const slotOf = (a: number, b: number, c: number, d: number): number => {
  let mixed = Math.imul(a ^ (b >>> 15), 0x9e3779b1) ^ Math.imul(b ^ (c >>> 13), 0x85ebca6b);
  mixed ^= Math.imul(c ^ (d >>> 16), 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

const sameBlock = (words: Uint32Array, a: number, b: number): boolean =>
  words[a] === words[b] &&
  words[a + 1] === words[b + 1] &&
  words[a + 2] === words[b + 2] &&
  words[a + 3] === words[b + 3];

/** P of a chi-square of 255 degrees of freedom beyond the one found. */
function evenness(counts: Float64Array, total: number): number {
  const expected = total / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareSurvival(statistic, counts.length - 1);
}

/** Shannon's, of the byte values. */
const entropyOf = (counts: Float64Array, total: number): number =>
  counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
