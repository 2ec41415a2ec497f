import { normalQuantile } from '../../numerics/distributions/normal.js';
import type { BoxDraws } from '../evaluation/bayesian-bootstrap.js';

/** Tails in which a Student's t must reach at least as far as the box that it stands for. */
const TAILS = [0.1, 0.05, 0.025, 0.01] as const;

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly skewness: number;
}

export function momentsOf(values: ArrayLike<number>): Moments {
  const count = values.length;
  let mean = 0;
  for (let index = 0; index < count; index++) mean += values[index]! / count;
  let squares = 0;
  let cubes = 0;
  for (let index = 0; index < count; index++) {
    const apart = values[index]! - mean;
    squares += apart * apart;
    cubes += apart ** 3;
  }
  const deviation = Math.sqrt(squares / Math.max(1, count - 1));
  return { mean, deviation, skewness: deviation > 0 ? cubes / count / deviation ** 3 : 0 };
}

/**
 * How far the draws of a Bayesian bootstrap should move for their percentiles to be bounds, to the second order: those
 * of BCa (Efron, "Better bootstrap confidence intervals", 1987) by Cornish and Fisher's expansion. The draws have twice
 * the skewness of a mean and their own bias: a quarter of their skewness and twice their bias are due.
 */
export function secondOrderShift(draws: ArrayLike<number>, estimate: number): number {
  const { mean, deviation, skewness } = momentsOf(draws);
  return (skewness / 4) * deviation - 2 * (mean - estimate);
}

/** Draws of a lower bound (`side` −1) or of an upper one (1), shifted where that leads outwards. */
export function outwards(draws: Float64Array, shift: number, side: -1 | 1): Float64Array {
  const move = side * Math.max(0, side * shift);
  return draws.map((value) => value + move);
}

/** A box with both sides corrected; `low` and `high` are the estimates of its sides. */
export const corrected = ({ plain, lower, upper }: BoxDraws, low: number, high: number): BoxDraws => ({
  plain,
  lower: outwards(lower, secondOrderShift(lower, low), -1),
  upper: outwards(upper, secondOrderShift(upper, high), 1),
});

/** The scale of a Student's t with n − 1 degrees of freedom about `estimate` that reaches as far as the box. */
export function scaleOf({ lower, upper }: BoxDraws, estimate: number, n: number): number {
  const count = lower.length;
  const low = lower.toSorted();
  const high = upper.toSorted();
  let scale = 0;
  for (const tail of TAILS) {
    const rank = Math.floor(tail * (count + 1));
    if (rank < 1) break;
    const reach = Math.max(estimate - low[rank - 1]!, high[count - rank]! - estimate);
    scale = Math.max(scale, reach / -normalQuantile(tail));
  }
  return scale * Math.sqrt(n / (n - 1));
}
