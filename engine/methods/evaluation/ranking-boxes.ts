/**
 * Weighted areas under the ROC curve and average precisions of drawn rows, with pseudo-rows: for the lower bound a
 * positive below and a negative above everything, for the upper bound the other way round.
 */
import { scoreSteps } from '../../numerics/metrics/ranking.js';

export interface Ranking {
  /** Rows by falling score. */
  readonly order: Int32Array;
  /** In that order: 1 where the row is positive. */
  readonly positive: Uint8Array;
  /** In that order: 1 where the next row has a lower score. */
  readonly last: Uint8Array;
}

export function rankingOf(positive: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  const { order, steps } = scoreSteps(positive, scores);
  const last = new Uint8Array(order.length);
  for (const step of steps) last[step.end - 1] = 1;
  return { order, positive: Uint8Array.from(order, (row) => positive[row]!), last };
}

export interface Triple {
  plain: number;
  lower: number;
  upper: number;
}

/** `extra` are the weights of the pseudo-positive and the pseudo-negative. Writes to `into`. */
export function areaBox(
  { order, positive, last }: Ranking,
  weights: Float64Array,
  extra: readonly [number, number],
  into: Triple,
): void {
  let positives = 0;
  let negatives = 0;
  let stepPositives = 0;
  let stepNegatives = 0;
  let ordered = 0;
  for (let place = 0; place < order.length; place++) {
    const weight = weights[order[place]!]!;
    if (positive[place]) stepPositives += weight;
    else stepNegatives += weight;
    if (!last[place]) continue;
    ordered += stepNegatives * (positives + stepPositives / 2);
    positives += stepPositives;
    negatives += stepNegatives;
    stepPositives = 0;
    stepNegatives = 0;
  }
  const pairs = positives * negatives;
  const withExtras = (positives + extra[0]) * (negatives + extra[1]);
  into.plain = ordered / pairs;
  into.lower = ordered / withExtras;
  into.upper = 1 - (pairs - ordered) / withExtras;
}

export function averagePrecisionBox(
  { order, positive, last }: Ranking,
  weights: Float64Array,
  extra: readonly [number, number],
  into: Triple,
): void {
  let positives = 0;
  let all = 0;
  let step = 0;
  let plain = 0;
  let lower = 0;
  let upper = extra[0];
  for (let place = 0; place < order.length; place++) {
    const weight = weights[order[place]!]!;
    all += weight;
    if (positive[place]) step += weight;
    if (!last[place] || step === 0) continue;
    positives += step;
    plain += (step * positives) / all;
    lower += (step * positives) / (all + extra[1]);
    upper += (step * (positives + extra[0])) / (all + extra[0]);
    step = 0;
  }
  into.plain = plain / positives;
  // The pseudo-positive at the very bottom is found when everything has been taken.
  const everything = all + extra[0] + extra[1];
  into.lower = (lower + (extra[0] * (positives + extra[0])) / everything) / (positives + extra[0]);
  into.upper = upper / (positives + extra[0]);
}
