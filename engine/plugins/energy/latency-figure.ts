import { quantileBounds, sampleForQuantile } from '../../numerics/quantile-bounds.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

const LEVEL = 0.95;

/**
 * A percentile of ascending times, in s. Calls are taken for independent: one that waits for the one before it makes the
 * bounds too narrow.
 */
export function latencyFigure(sorted: Float64Array, share: number): Figure | Unmeasured {
  const found = quantileBounds(sorted, share, LEVEL);
  if (found === undefined) {
    const needed = sampleForQuantile(share, LEVEL);
    return unmeasured('out-of-domain', `${sorted.length} calls do not bound this percentile; ${needed} do`);
  }
  const { estimate, lower, upper } = found;
  return {
    estimate,
    unit: 's',
    n: sorted.length,
    uncertainty: { kind: 'bounds', lower, upper, level: LEVEL, anytime: false },
    basis: 'observed',
  };
}
