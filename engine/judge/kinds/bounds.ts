/** [lower, upper] holds with probability `level`, both sides together: nothing is known beyond that level. */
import type { Spread } from './spread.js';

export const boundsSpread = (lower: number, upper: number, level: number): Spread => ({
  chance: true,
  domain: [-Infinity, Infinity],
  level,
  // `1 - (1 - error)`-like detours would lose the exact tie of level and confidence: compare as judging does.
  lower: (error) => (level >= 1 - error ? lower : -Infinity),
  upper: (error) => (level >= 1 - error ? upper : Infinity),
  atLeast: (limit, strict) => {
    const passes = (value: number): boolean => (strict ? value > limit : value >= limit);
    return passes(lower) ? [level, 1] : passes(upper) ? [0, 1] : [0, 1 - level];
  },
});
