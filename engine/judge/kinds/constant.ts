/** Values without chance: exact ones, and systematic bands in which the truth lies, nobody knows where. */
import { CERTAIN, EXCLUDED, OPEN, type Spread } from './spread.js';

export const rangeSpread = (lower: number, upper: number): Spread => ({
  chance: false,
  domain: [lower, upper],
  lower: () => lower,
  upper: () => upper,
  atLeast: (limit, strict) => {
    const passes = (value: number): boolean => (strict ? value > limit : value >= limit);
    return passes(lower) ? CERTAIN : passes(upper) ? OPEN : EXCLUDED;
  },
});

export const exactSpread = (value: number): Spread => rangeSpread(value, value);
