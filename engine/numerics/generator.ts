import { portableLog } from './portable-log.js';
import type { Rng } from './random.js';

/**
 * The generator behind every `Rng`: xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number
 * generators", 2021, and its public-domain C code), period 2¹²⁸ − 1, seeded from text by cyrb128-like mixing with
 * MurmurHash3's finaliser.
 *
 * Bit-identical on every machine: uniforms use 32-bit integer arithmetic only, and normals use the polar method
 * with `Math.sqrt` (exact by IEEE 754) and a logarithm of +, −, × and ÷.
 */
export function createRng(seed: string): Rng {
  let [a, b, c, d] = hashSeed(seed);
  let spare: number | undefined;

  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  const next = (): number => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992;

  return {
    next,
    integer(n) {
      if (!(Number.isSafeInteger(n) && n >= 1))
        throw new RangeError(`integer(n) needs a whole n of at least 1, not ${n}`);
      // Rejection of the incomplete last span keeps the result unbiased; 53 bits where 32 are too few.
      if (n < 4_294_967_296) {
        // The same in 32-bit integers with one division: this is the inside of every shuffle.
        const divisor = n >>> 0;
        for (;;) {
          const drawn = word();
          const rest = drawn % divisor;
          if (drawn - rest <= 4_294_967_296 - divisor) return rest;
        }
      }
      const wide = n > 4_294_967_296;
      const span = wide ? 9_007_199_254_740_992 : 4_294_967_296;
      const accepted = span - (span % n);
      for (;;) {
        const drawn = wide ? next() * span : word();
        if (drawn < accepted) return drawn % n;
      }
    },
    normal() {
      if (spare !== undefined) {
        const kept = spare;
        spare = undefined;
        return kept;
      }
      // Marsaglia & Bray's polar method; Knuth, TAOCP 2, 3.4.1, algorithm P.
      for (;;) {
        const x = 2 * next() - 1;
        const y = 2 * next() - 1;
        const square = x * x + y * y;
        if (square >= 1 || square === 0) continue;
        const factor = Math.sqrt((-2 * portableLog(square)) / square);
        spare = y * factor;
        return x * factor;
      }
    },
  };
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

function hashSeed(seed: string): [number, number, number, number] {
  const state: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  for (let i = 0; i < seed.length; i++) {
    const unit = seed.charCodeAt(i);
    for (let lane = 0; lane < 4; lane++) {
      const mixed = Math.imul(state[lane]! ^ (unit + lane * 0x10001), 0x85ebca6b + 2 * lane);
      state[lane] = (rotate(mixed, 13 + lane) + state[(lane + 3) & 3]!) | 0;
    }
  }
  for (let round = 0; round < 3; round++) {
    for (let lane = 0; lane < 4; lane++)
      state[lane] = finalise(state[lane]! ^ state[(lane + 1) & 3]! ^ (seed.length + lane));
  }
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

/** MurmurHash3's 32-bit finaliser (Appleby, public domain). */
function finalise(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
