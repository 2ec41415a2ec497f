import type { Rng } from './random.js';

/** Shuffles in place (Fisher–Yates; Knuth, TAOCP 2, 3.4.2, algorithm P) and returns the same array. */
export function shuffle<T extends { [index: number]: number; readonly length: number }>(values: T, rng: Rng): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
  return values;
}

/** 0…n−1 in random order. */
export const permutation = (n: number, rng: Rng): Int32Array => shuffle(identity(n), rng);

/** 0…n−1 in order. */
export function identity(n: number): Int32Array {
  const numbers = new Int32Array(n);
  for (let i = 0; i < n; i++) numbers[i] = i;
  return numbers;
}

/** `count` different numbers of 0…n−1, in random order (all of them where count ≥ n). */
export function sampleWithoutReplacement(n: number, count: number, rng: Rng): Int32Array {
  const pool = identity(n);
  const size = Math.min(count, n);
  drawInPlace(pool, size, rng);
  return pool.slice(0, size);
}

/** Moves `count` of the values, drawn without replacement, to the front, in random order. */
export function drawInPlace(values: Int32Array, count: number, rng: Rng): void {
  for (let i = 0; i < count; i++) {
    const j = i + rng.integer(values.length - i);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
}
