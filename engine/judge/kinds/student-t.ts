/** estimate + scale·T(df), on the figure's own scale, or on the scale of its logit or logarithm. */
import { studentTCdf, studentTQuantile } from '../../numerics/distributions/student-t.js';
import { CERTAIN, EXCLUDED, type Spread } from './spread.js';

interface Transform {
  readonly to: (value: number) => number;
  readonly back: (value: number) => number;
  readonly domain: readonly [number, number];
}

const TRANSFORMS: Readonly<Record<'none' | 'logit' | 'log', Transform>> = {
  none: { to: (value) => value, back: (value) => value, domain: [-Infinity, Infinity] },
  logit: {
    to: (value) => Math.log(value) - Math.log1p(-value),
    back: (value) => 1 / (1 + Math.exp(-value)),
    domain: [0, 1],
  },
  log: { to: Math.log, back: Math.exp, domain: [0, Infinity] },
};

export function studentTSpread(estimate: number, scale: number, df: number, name: 'none' | 'logit' | 'log'): Spread {
  const { to, back, domain } = TRANSFORMS[name];
  const centre = to(estimate);
  const quantile = (u: number): number => back(centre + scale * studentTQuantile(u, df));
  return {
    chance: true,
    domain,
    quantile,
    lower: quantile,
    upper: (error) => back(centre - scale * studentTQuantile(error, df)),
    atLeast: (limit, strict) => {
      if (strict ? limit < domain[0] : limit <= domain[0]) return CERTAIN;
      if (strict ? limit >= domain[1] : limit > domain[1]) return EXCLUDED;
      const support = limit <= domain[0] ? 1 : studentTCdf((centre - to(limit)) / scale, df);
      return [support, support];
    },
  };
}
