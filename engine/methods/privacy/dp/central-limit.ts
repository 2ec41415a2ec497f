import { NotAccounted } from './phase.js';
import type { Phase } from './phase.js';

/**
 * The μ of Gaussian differential privacy that many steps tend to: of Poisson samples q√(T(e^(1/σ²) − 1)) (Bu, Dong, Long
 * & Su, "Deep learning with Gaussian differential privacy", 2020, corollary 4), of whole data √T/σ, exactly. An
 * approximation without a bound of its error, and often too small. Throws `NotAccounted`.
 */
export function centralLimitMu(phases: readonly Phase[]): number {
  const squares = phases.map(({ mechanism, steps }) => {
    if (mechanism.kind !== 'gaussian' || mechanism.sampling.kind === 'fixed-size') {
      throw new NotAccounted('the central limit is of Gaussian noise on whole data or on Poisson samples');
    }
    const { deviation, sampling } = mechanism;
    if (sampling.kind === 'all') return steps / deviation ** 2;
    return sampling.rate ** 2 * steps * Math.expm1(1 / deviation ** 2);
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
}
