import type { Interval } from '../../../numerics/intervals.js';
import { correctedBounds, correctedEstimate } from '../corrected-rate.js';
import type { Accuracy } from '../corrected-rate.js';
import type { Estimand } from './estimand.js';

/**
 * The true rate behind one that a detector sees: half of the error is the seen rate's, half that of its accuracy. Where it
 * sees more, or fewer, than any true rate would let it see, its accuracy is not what it was: then all rates are left.
 */
export function correctedEstimand(seen: Estimand, accuracy: Accuracy): Estimand {
  const behind = (interval: Interval, error: number): Interval => {
    const [lower, upper] = correctedBounds(interval, accuracy, error / 2);
    return lower === upper ? [0, 1] : [lower, upper];
  };
  return {
    get mean() {
      return seen.mean === undefined ? undefined : correctedEstimate(seen.mean, accuracy);
    },
    get meanRange(): Interval {
      const [lower, upper] = seen.meanRange;
      return [correctedEstimate(lower, accuracy), correctedEstimate(upper, accuracy)];
    },
    isCertain: false,
    bounds(error) {
      const { outer, inner } = seen.bounds(error / 2);
      return { outer: behind(outer, error), inner: behind(inner, error) };
    },
    exact: (error) => behind(seen.exact(error / 2), error),
  };
}
