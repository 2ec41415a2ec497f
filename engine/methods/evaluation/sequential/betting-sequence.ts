import type { Interval } from '../../../numerics/intervals.js';
import { checkBank, checkError, checkObservation } from './checks.js';
import type { Estimand } from './estimand.js';
import { createLowerBounds } from './lower-bounds.js';

/** A confidence sequence for the mean of observations in [0, 1]: an interval at every time, all true together. */
export interface BettingSequence extends Estimand {
  readonly count: number;
  /**
   * An observation, or what bounds one that is not known: the lower end of the interval is as if it were `low`, the upper
   * as if it were `high`, so that it holds whichever it is. Throws `RangeError` outside [0, 1] and past the end of the bank.
   */
  observe(low: number, high?: number): void;
  /**
   * The mean lies inside at all times together with probability 1 − error, error/2 a side. Rounded outwards to the grid
   * (`inner`: inwards, the narrowest that `exact` can give). Lower above upper: the two sides contradict each other, which
   * has at most probability `error` if observations are drawn as they should be.
   *
   * @param error in (0, 1); below some 1e-14 nothing is refuted any more, but what a bank's sums leave out
   */
  bounds(error: number): { readonly outer: Interval; readonly inner: Interval };
  /** The interval itself, to 1e-9 and rounded outwards. O(count). */
  exact(error: number): Interval;
}

const TOLERANCE = 1e-9;

/**
 * The hedged capital of Waudby-Smith & Ramdas (2024), theorem 3: one half of the error for betting that the mean is higher
 * than a candidate, the other for betting that it is lower, which is betting on 1 − x against 1 − m. Observations have one
 * conditional mean whatever came before (independent rows of one population: `bank` infinite), or are drawn from `bank`
 * questions uniformly without replacement: the interval is then about the mean of this bank, and a point at its end.
 *
 * @param candidates means, such as limits, that are decided without rounding to the grid
 */
export function createBettingSequence({
  bank = Infinity,
  candidates = [],
}: { readonly bank?: number; readonly candidates?: readonly number[] } = {}): BettingSequence {
  checkBank(bank);
  const inside = candidates.filter((candidate) => candidate >= 0 && candidate <= 1);
  const below = createLowerBounds(bank, inside);
  const above = createLowerBounds(
    bank,
    inside.map((candidate) => 1 - candidate),
  );
  let count = 0;
  let lowest = 0;
  let highest = 0;
  /** How much of the observations is known. */
  let known = 0;
  const wholeBank = (): Interval => [lowest / bank, highest / bank];
  return {
    get count() {
      return count;
    },
    get mean() {
      return known > 0 ? Math.min(1, lowest / known) : undefined;
    },
    get meanRange(): Interval {
      return count === 0 ? [0, 1] : [lowest / count, highest / count];
    },
    get isCertain() {
      return count >= bank && lowest === highest;
    },
    observe(low, high = low) {
      checkObservation(low, count, bank);
      checkObservation(high, count, bank);
      if (low > high) throw new RangeError(`an observation does not lie between ${low} and ${high}`);
      below.observe(low);
      above.observe(1 - high);
      count += 1;
      lowest += low;
      highest += high;
      known += 1 - (high - low);
    },
    bounds(error) {
      checkError(error);
      if (count >= bank) return { outer: wholeBank(), inner: wholeBank() };
      const lower = below.bracket(error / 2);
      const upper = above.bracket(error / 2);
      return { outer: [lower.refuted, 1 - upper.refuted], inner: [lower.open, 1 - upper.open] };
    },
    exact(error) {
      checkError(error);
      if (count >= bank) return wholeBank();
      return [below.exact(error / 2, TOLERANCE).refuted, 1 - above.exact(error / 2, TOLERANCE).refuted];
    },
  };
}
