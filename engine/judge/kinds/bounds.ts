import type { Bounds } from '../../plugins/figure.js';
import type { Spread } from './spread.js';

/**
 * Each [lower, upper] holds with probability `level`, both sides together: nothing is known beyond the highest level.
 *
 * @param bounds from the highest level to the lowest, each within the one before; at least one
 */
export function boundsSpread(bounds: readonly Bounds[]): Spread {
  // `1 - (1 - error)`-like detours would lose the exact tie of level and confidence: compare as judging does.
  const narrowest = (error: number): Bounds | undefined => bounds.findLast(({ level }) => level >= 1 - error);
  return {
    chance: true,
    domain: [-Infinity, Infinity],
    level: bounds[0]!.level,
    lower: (error) => narrowest(error)?.lower ?? -Infinity,
    upper: (error) => narrowest(error)?.upper ?? Infinity,
    atLeast: (limit, strict) => {
      const passes = (value: number): boolean => (strict ? value > limit : value >= limit);
      const passing = bounds.find(({ lower }) => passes(lower));
      if (passing !== undefined) return [passing.level, 1];
      const failing = bounds.find(({ upper }) => !passes(upper));
      return failing === undefined ? [0, 1] : [0, 1 - failing.level];
    },
  };
}
