import type { Interval } from '../../../numerics/intervals.js';
import type { Estimand } from './estimand.js';

/** A limit that a rule puts to the measured rate. */
export interface Limit {
  readonly operator: '>=' | '>' | '<=' | '<';
  readonly limit: number;
  /** The rule's: the interval that settles it is wrong at any time with probability 1 − confidence, half a side. */
  readonly confidence: number;
  /** At which it is refuted, where that is another. */
  readonly refuted?: number;
}

export interface Settled {
  readonly holds: boolean;
  /** Questions asked when it was settled. */
  readonly asked: number;
}

export interface Settler {
  /**
   * What is settled by what is known now, in the order of the limits; `undefined` where the answers leave it open.
   *
   * @param asked questions so far
   */
  look(asked: number): readonly (Settled | undefined)[];
}

/**
 * Says which limits are settled. A limit holds or does not as soon as the interval at its own confidence lies on one
 * side; it stays settled, since intervals only narrow. So each verdict is wrong with probability at most 1 − confidence,
 * however many looks and whatever ends the asking.
 */
export function createSettler(estimand: Estimand, limits: readonly Limit[]): Settler {
  const settled: (Settled | undefined)[] = limits.map(() => undefined);

  /** The exact interval, which takes time, is looked at only where it could decide what the rounded one does not. */
  function sideAt(limit: Limit, confidence: number): boolean | undefined {
    const error = 1 - confidence;
    const { outer, inner } = estimand.bounds(error);
    const surely = sideThroughout(limit, outer);
    if (surely !== undefined) return surely;
    const possibly = inner[0] > limit.limit || inner[1] < limit.limit;
    return possibly ? sideThroughout(limit, estimand.exact(error)) : undefined;
  }

  function decide(limit: Limit): boolean | undefined {
    const { confidence, refuted = confidence } = limit;
    const side = sideAt(limit, confidence);
    if (side === true || refuted === confidence) return side;
    return sideAt(limit, refuted) === false ? false : undefined;
  }

  return {
    look(asked) {
      for (const [at, limit] of limits.entries()) {
        const holds = settled[at] === undefined ? decide(limit) : undefined;
        if (holds !== undefined) settled[at] = { holds, asked };
      }
      return [...settled];
    },
  };
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
