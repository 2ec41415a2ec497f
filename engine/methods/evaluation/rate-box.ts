import { betaQuantile } from '../../numerics/distributions/beta.js';
import type { BoxDraws } from './bayesian-bootstrap.js';

/** k of n independent trials. */
export interface Successes {
  readonly k: number;
  readonly n: number;
}

/** A rate's distributions: Clopper & Pearson's lower and upper one, and Jeffreys' between them; ascending quantiles. */
export function rateBox({ k, n }: Successes, draws: number, scale = 1): BoxDraws {
  const quantiles = (a: number, b: number): Float64Array =>
    Float64Array.from({ length: draws }, (_, index) =>
      Math.min(1, scale * (a <= 0 ? 0 : b <= 0 ? 1 : betaQuantile((index + 0.5) / draws, a, b))),
    );
  return { lower: quantiles(k, n - k + 1), plain: quantiles(k + 0.5, n - k + 0.5), upper: quantiles(k + 1, n - k) };
}
