/** A ratio from pairs of readings, one of each kind of work: what drifts drifts in both. */
import { repeatedEnergy } from './repeated-energy.js';
import type { Repeat, Repeated } from './repeated-energy.js';

export interface ReadingPair {
  readonly above: Repeat;
  readonly below: Repeat;
}

/**
 * On the scale of logarithms: the mean of the pairs' log ratios with its noise, and a band where the readings have one. The
 * ends of a band are of one unknown, such as the power of one processor, and move together in both readings: what the
 * same unknown does to both cancels. `undefined` below two pairs, or where a reading is not above 0.
 */
export function repeatedRatio(pairs: readonly ReadingPair[]): Repeated | undefined {
  const repeats = pairs.map(({ above, below }): Repeat => {
    const value = Math.log(above.value / below.value);
    if (above.range === undefined && below.range === undefined) return { value };
    const ends = ([0, 1] as const)
      .map((end) => Math.log((above.range?.[end] ?? above.value) / (below.range?.[end] ?? below.value)))
      .filter(Number.isFinite);
    return { value, range: [Math.min(value, ...ends), Math.max(value, ...ends)] };
  });
  return repeats.every(({ value }) => Number.isFinite(value)) ? repeatedEnergy(repeats) : undefined;
}
