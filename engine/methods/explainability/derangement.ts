import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';

/**
 * 0…n−1 in a random order in which nothing keeps its place, each such order equally likely (n at least 2): a row with
 * its own value tells nothing of an importance, and n of n² pairs would make it too small by 1/n (Fisher, Rudin,
 * Dominici, "All models are wrong", 2019, §3: e_switch). By rejection, e tries on average.
 */
export function derangement(n: number, rng: Rng): Int32Array {
  for (;;) {
    const order = permutation(n, rng);
    if (order.every((from, to) => from !== to)) return order;
  }
}

/** The n − 1 rotations of 0…n−1: derangements that give every row each other row's value once. */
export const rotations = (n: number): readonly Int32Array[] =>
  Array.from({ length: n - 1 }, (_, step) => Int32Array.from({ length: n }, (_row, row) => (row + step + 1) % n));
