import { betaQuantile } from '../../numerics/distributions/beta.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { decodeDraws } from '../../numerics/draws.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import type { Figure } from '../../plugins/figure.js';

/** One-sided bounds of a figure at error `tail` below and above. */
export function boundsOf({ estimate, uncertainty }: Figure, tail: number): readonly [number, number] {
  switch (uncertainty.kind) {
    case 'exact':
      return [estimate, estimate];
    case 'bounds':
    case 'range':
      return [uncertainty.lower, uncertainty.upper];
    case 'proportion': {
      const { k, n, transform } = uncertainty;
      const scale = (share: number): number => (transform === 'dice' ? (2 * share) / (1 + share) : share);
      return [scale(betaQuantile(tail, k, n - k + 1)), scale(betaQuantile(1 - tail, k + 1, n - k))];
    }
    case 'empirical': {
      const sorted = decodeDraws(uncertainty.draws).sort();
      return [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)];
    }
    case 'student-t': {
      const arm = -studentTQuantile(tail, uncertainty.df) * uncertainty.scale;
      if (uncertainty.transform === 'log') return [estimate * Math.exp(-arm), estimate * Math.exp(arm)];
      if (uncertainty.transform === undefined) return [estimate - arm, estimate + arm];
      const odds = Math.log(estimate / (1 - estimate));
      return [1 / (1 + Math.exp(arm - odds)), 1 / (1 + Math.exp(-arm - odds))];
    }
  }
}
