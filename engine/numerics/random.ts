/** Seeded randomness, handed in. Implementations are deterministic on every machine. */
export interface Rng {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform integer in [0, n), unbiased. */
  integer(n: number): number;
  /** Standard normal. */
  normal(): number;
}
