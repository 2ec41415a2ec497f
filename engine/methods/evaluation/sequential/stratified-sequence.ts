import type { Interval } from '../../../numerics/intervals.js';
import { createBettingSequence } from './betting-sequence.js';

/** A part of the questions, and its declared share of the rate that is measured. */
export interface Stratum {
  /** Above 0. Weights are taken as shares of their sum. */
  readonly weight: number;
  /** How many different questions there are to ask; `Infinity` where they are made as needed. */
  readonly questions: number;
}

/** Of `bank`: the mean over these questions. Of `population`: the mean over the questions that these are a sample of. */
export type About = 'bank' | 'population';

/** A confidence sequence for Σ weight · (mean of the stratum). */
export interface StratifiedSequence {
  /** Questions asked, all strata together. */
  readonly asked: number;
  readonly askedIn: readonly number[];
  /** Σ weight · mean; `undefined` until every stratum has an observation. */
  readonly mean: number | undefined;
  /** Throws `RangeError` for values outside [0, 1] and questions beyond the last. */
  observe(stratum: number, x: number): void;
  /** As of one sequence, with `error` split equally over strata. */
  bounds(error: number): { readonly outer: Interval; readonly inner: Interval };
  exact(error: number): Interval;
}

/**
 * One betting sequence a stratum, each at error/strata: all hold at all times together with probability 1 − error
 * (Bonferroni), whatever order the strata are asked in and however that order follows from the answers. A stratum without
 * observations is [0, 1].
 *
 * @param candidates limits that a lone stratum decides without rounding
 */
export function createStratifiedSequence(
  strata: readonly Stratum[],
  about: About,
  candidates: readonly number[],
): StratifiedSequence {
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  if (strata.length === 0 || !strata.every(({ weight }) => weight > 0) || !Number.isFinite(total))
    throw new RangeError('strata need weights above 0');
  const weights = strata.map(({ weight }) => weight / total);
  const sequences = strata.map(({ questions }) =>
    createBettingSequence({
      bank: about === 'bank' ? questions : Infinity,
      candidates: strata.length === 1 ? candidates : [],
    }),
  );
  const combine = (intervals: readonly Interval[]): Interval => [
    clamp(intervals.reduce((sum, [lower], at) => sum + weights[at]! * lower, 0)),
    clamp(intervals.reduce((sum, [, upper], at) => sum + weights[at]! * upper, 0)),
  ];
  return {
    get asked() {
      return sequences.reduce((sum, { count }) => sum + count, 0);
    },
    get askedIn() {
      return sequences.map(({ count }) => count);
    },
    get mean() {
      if (sequences.some(({ count }) => count === 0)) return undefined;
      return clamp(sequences.reduce((sum, { mean }, at) => sum + weights[at]! * mean, 0));
    },
    observe(stratum, x) {
      const sequence = sequences[stratum];
      if (sequence === undefined) throw new RangeError(`there is no stratum ${stratum}`);
      if (sequence.count >= strata[stratum]!.questions)
        throw new RangeError(`all questions of stratum ${stratum} are answered`);
      sequence.observe(x);
    },
    bounds(error) {
      const each = sequences.map((sequence) => sequence.bounds(error / strata.length));
      return { outer: combine(each.map(({ outer }) => outer)), inner: combine(each.map(({ inner }) => inner)) };
    },
    exact: (error) => combine(sequences.map((sequence) => sequence.exact(error / strata.length))),
  };
}

/** Sums of rounded weights may end a last bit outside. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
