import { normalCdf, logNormalCdf } from '../../../numerics/distributions/normal.js';
import { leastWith } from './bisection.js';

/**
 * The exact delta of the Gaussian mechanism at `epsilon` ≥ 0, μ = sensitivity / deviation: Balle & Wang, "Improving the
 * Gaussian mechanism for differential privacy", ICML 2018, theorem 8. Also of μ-Gaussian differential privacy (Dong,
 * Roth & Su 2022, corollary 2.13). Relative error below 1e-10 for deltas above 1e-200.
 */
export function gaussianDelta(mu: number, epsilon: number): number {
  const shift = epsilon / mu;
  const subtracted = Math.exp(epsilon + logNormalCdf(-shift - mu / 2));
  return Math.max(0, normalCdf(mu / 2 - shift) - subtracted);
}

/** The least epsilon ≥ 0 whose delta is at most `delta`; within 1e-12 relative. */
export const gaussianEpsilon = (mu: number, delta: number): number =>
  gaussianDelta(mu, 0) <= delta ? 0 : leastWith((epsilon) => gaussianDelta(mu, epsilon) <= delta, mu);

/** The least deviation, over the sensitivity, with (epsilon, delta)-differential privacy; epsilon ≥ 0. */
export const gaussianDeviation = (epsilon: number, delta: number): number =>
  leastWith((deviation) => gaussianDelta(1 / deviation, epsilon) <= delta, 1);
