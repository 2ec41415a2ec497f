import { createBettingSequence, type BettingSequence } from './betting-sequence.js';
import { weightedMean, type Estimand } from './estimand.js';

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
export interface StratifiedSequence extends Estimand {
  /** One a stratum. */
  readonly parts: readonly BettingSequence[];
  /** Questions asked, all strata together. */
  readonly asked: number;
  /** As of one sequence. Throws `RangeError` also for questions beyond the last. */
  observe(stratum: number, low: number, high?: number): void;
}

/** @param candidates limits that a part decides without rounding */
export function createStratifiedSequence(
  strata: readonly Stratum[],
  about: About,
  candidates: readonly number[],
): StratifiedSequence {
  const parts = strata.map(({ questions }) =>
    createBettingSequence({ bank: about === 'bank' ? questions : Infinity, candidates }),
  );
  const mean = weightedMean(
    parts,
    strata.map(({ weight }) => weight),
  );
  return {
    parts,
    get asked() {
      return parts.reduce((sum, { count }) => sum + count, 0);
    },
    observe(stratum, low, high) {
      const sequence = parts[stratum];
      if (sequence === undefined) throw new RangeError(`there is no stratum ${stratum}`);
      if (sequence.count >= strata[stratum]!.questions)
        throw new RangeError(`all questions of stratum ${stratum} are answered`);
      sequence.observe(low, high);
    },
    get mean() {
      return mean.mean;
    },
    get meanRange() {
      return mean.meanRange;
    },
    get isCertain() {
      return mean.isCertain;
    },
    bounds: mean.bounds,
    exact: mean.exact,
  };
}
