import { clopperPearson } from '../../../numerics/intervals.js';
import type { Estimand } from './estimand.js';

/**
 * Right answers among `n` ≥ 1 independent ones (Clopper & Pearson 1934): at least `low` of them and at most `high`, where
 * some are not known. Of a sample without replacement from a bank it covers more often than said.
 */
export function proportionRate(low: number, high: number, n: number): Estimand {
  const exact = (error: number) => {
    const level = 1 - error;
    return [clopperPearson(low, n, level)[0], clopperPearson(high, n, level)[1]] as const;
  };
  const known = n - (high - low);
  return {
    mean: known === 0 ? undefined : low / known,
    meanRange: [low / n, high / n],
    isCertain: false,
    ...(low === high && { proportion: { k: low, n } }),
    bounds: (error) => ({ outer: exact(error), inner: exact(error) }),
    exact,
  };
}
