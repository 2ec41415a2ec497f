import type { Rng } from './random.js';

/**
 * A draw of the gamma distribution of a shape of at least 1 and scale 1: the sum of `shape` standard exponentials, where
 * it is whole (Marsaglia & Tsang, "A simple method for generating gamma variables", ACM Transactions on Mathematical
 * Software 26, 2000); 0 of shape 0. Some 1.05 normal draws each.
 */
export function gammaDraw(shape: number, rng: Rng): number {
  if (shape === 0) return 0;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
