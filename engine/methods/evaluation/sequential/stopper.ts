import type { Interval } from '../../../numerics/intervals.js';
import { createStratifiedSequence, type About, type Stratum } from './stratified-sequence.js';

/** A limit that a rule puts to the measured rate. */
export interface Limit {
  readonly operator: '>=' | '>' | '<=' | '<';
  readonly limit: number;
  /** The rule's: the interval that settles it is wrong at any time with probability 1 − confidence, half a side. */
  readonly confidence: number;
}

export interface Settled {
  readonly holds: boolean;
  /** Questions asked when it was settled. */
  readonly asked: number;
}

export interface Standing {
  readonly asked: number;
  /** In the order of the limits; `undefined` where the answers leave it open. */
  readonly limits: readonly (Settled | undefined)[];
  /** Why asking may stop: every limit is settled, the budget is spent, or there are no more questions. */
  readonly stop: 'settled' | 'budget' | 'exhausted' | undefined;
}

export interface Stopper {
  readonly standing: Standing;
  /**
   * The answers to one question, each scored in [0, 1]: several are one cluster, and their mean is the observation.
   * Throws `RangeError` for none, for scores outside [0, 1] and for questions beyond the last.
   */
  observe(stratum: number, scores: readonly number[]): Standing;
  /** Σ weight · mean of the strata. */
  readonly mean: number | undefined;
  /** Contains the rate at all times together with probability `confidence`. */
  interval(confidence: number): Interval;
}

/**
 * Says after each question which limits are settled. A limit holds or does not as soon as the interval at the limit's own
 * confidence lies on one side; it stays settled, since the interval only narrows. So each limit's verdict is wrong with
 * probability at most 1 − confidence, however many looks and whatever ends the asking.
 *
 * @param budget most questions to ask
 */
export function createStopper({
  strata,
  about,
  limits,
  budget = Infinity,
}: {
  readonly strata: readonly Stratum[];
  readonly about: About;
  readonly limits: readonly Limit[];
  readonly budget?: number;
}): Stopper {
  const sequence = createStratifiedSequence(
    strata,
    about,
    limits.map(({ limit }) => limit),
  );
  const questions = strata.reduce((sum, stratum) => sum + stratum.questions, 0);
  const settled: (Settled | undefined)[] = limits.map(() => undefined);

  function standing(): Standing {
    for (const [at, limit] of limits.entries()) {
      const holds = settled[at] === undefined ? decide(limit) : undefined;
      if (holds !== undefined) settled[at] = { holds, asked: sequence.asked };
    }
    return { asked: sequence.asked, limits: [...settled], stop: whyStop() };
  }

  /** The exact interval, which takes time, is looked at only where it could decide what the rounded one does not. */
  function decide(limit: Limit): boolean | undefined {
    const error = 1 - limit.confidence;
    const { outer, inner } = sequence.bounds(error);
    const surely = sideThroughout(limit, outer);
    if (surely !== undefined) return surely;
    const possibly = inner[0] > limit.limit || inner[1] < limit.limit;
    return possibly ? sideThroughout(limit, sequence.exact(error)) : undefined;
  }

  function whyStop(): Standing['stop'] {
    if (settled.every((one) => one !== undefined)) return 'settled';
    if (sequence.asked >= questions) return 'exhausted';
    return sequence.asked >= budget ? 'budget' : undefined;
  }

  return {
    get standing() {
      return standing();
    },
    observe(stratum, scores) {
      sequence.observe(stratum, clusterMean(scores));
      return standing();
    },
    get mean() {
      return sequence.mean;
    },
    interval: (confidence) => sequence.exact(1 - confidence),
  };
}

function clusterMean(scores: readonly number[]): number {
  const wrong = scores.find((score) => !(score >= 0 && score <= 1));
  if (scores.length === 0 || wrong !== undefined)
    throw new RangeError(`a question needs scores in [0, 1], not ${wrong ?? 'none'}`);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Whether every rate of the interval meets the limit, or none does; `undefined` where neither or it is empty. */
function sideThroughout(limit: Limit, [lower, upper]: Interval): boolean | undefined {
  const side = meets(limit, lower);
  return lower <= upper && side === meets(limit, upper) ? side : undefined;
}

function meets({ operator, limit }: Limit, value: number): boolean {
  switch (operator) {
    case '>=':
      return value >= limit;
    case '>':
      return value > limit;
    case '<=':
      return value <= limit;
    case '<':
      return value < limit;
  }
}
