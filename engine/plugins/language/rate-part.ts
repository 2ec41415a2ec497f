/** A part of the questions whose rate is measured, with what was answered so far. */
import { createBettingSequence } from '../../methods/evaluation/sequential/betting-sequence.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { proportionRate } from '../../methods/evaluation/sequential/proportion-rate.js';
import type { About } from '../../methods/evaluation/sequential/stratified-sequence.js';

export interface RatePart {
  /** Observations that there are. */
  readonly size: number;
  readonly asked: number;
  /** One observation, or what bounds it. */
  observe(low: number, high: number): void;
  /** However long was asked. */
  readonly anytime: Estimand;
  /**
   * After a sample whose size was fixed beforehand: k of n where every answer was right or wrong, unless the interval is
   * the bank's own mean.
   */
  fixed(): Estimand;
}

/** @param candidates limits that it decides without rounding */
export function ratePart(size: number, about: About, candidates: readonly number[]): RatePart {
  const sequence = createBettingSequence({ bank: about === 'bank' ? size : Infinity, candidates });
  const sums = { low: 0, high: 0 };
  let isCount = true;
  return {
    size,
    get asked() {
      return sequence.count;
    },
    observe(low, high) {
      sequence.observe(low, high);
      isCount &&= Number.isInteger(low) && Number.isInteger(high);
      sums.low += low;
      sums.high += high;
    },
    anytime: sequence,
    fixed() {
      const isWhole = about === 'bank' && sequence.count >= size;
      return isCount && !isWhole && sequence.count > 0 ? proportionRate(sums.low, sums.high, sequence.count) : sequence;
    },
  };
}
