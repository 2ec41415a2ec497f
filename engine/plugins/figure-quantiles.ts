import { betaQuantile } from '../numerics/distributions/beta.js';
import { studentTQuantile } from '../numerics/distributions/student-t.js';
import { decodeDraws } from './figure.js';
import type { Figure } from './figure.js';

/**
 * `count` values of a measured figure's distribution, ascending: below the median the quantiles by which the judge
 * supports `>=`, above it those of `<=` (of a proportion Clopper–Pearson's lower and upper ones). `undefined` for bounds
 * of one level, bands and exact figures, which have no such distribution.
 */
export function quantilesOf({ estimate, uncertainty }: Figure, count: number): Float64Array | undefined {
  const levels = Float64Array.from({ length: count }, (_, i) => (i + 0.5) / count);
  switch (uncertainty.kind) {
    case 'proportion': {
      const { k, n, transform } = uncertainty;
      const scale = (p: number): number => (transform === 'dice' ? (2 * p) / (1 + p) : p);
      return levels.map((level) => {
        if (level < 0.5) return scale(k === 0 ? 0 : betaQuantile(level, k, n - k + 1));
        return scale(k === n ? 1 : betaQuantile(level, k + 1, n - k));
      });
    }
    case 'student-t': {
      const { scale, df, transform } = uncertainty;
      const steps = levels.map((level) => scale * studentTQuantile(level, df));
      if (transform === 'log') return steps.map((step) => estimate * Math.exp(step));
      if (transform === undefined) return steps.map((step) => estimate + step);
      const logit = Math.log(estimate / (1 - estimate));
      return steps.map((step) => 1 / (1 + Math.exp(-logit - step)));
    }
    case 'empirical':
      return Float64Array.from(decodeDraws(uncertainty.draws)).sort();
    case 'exact':
    case 'bounds':
    case 'range':
      return undefined;
  }
}
