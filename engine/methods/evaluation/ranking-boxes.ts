/**
 * Weighted areas under the ROC curve and average precisions of drawn rows, each with one pseudo-row. Had no pair been
 * out of order among m rows of the rarer class, a share q of rows that put all their pairs out of order would have
 * gone unseen with probability (1 − q)ᵐ at most, whichever class they are of: one row's weight in the rarer class
 * bounds the area. For average precision the worst unseen row is a negative above everything, the best a positive.
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

/** `extra` is the pseudo-row's weight. Writes to `into`. */
export function areaBox({ order, positive, last }: Ranking, weights: Float64Array, extra: number, into: Triple): void {
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
  const area = ordered / (positives * negatives);
  const rarer = Math.min(positives, negatives);
  into.plain = area;
  into.lower = (area * rarer) / (rarer + extra);
  into.upper = 1 - ((1 - area) * rarer) / (rarer + extra);
}

export function averagePrecisionBox(
  { order, positive, last }: Ranking,
  weights: Float64Array,
  extra: number,
  into: Triple,
): void {
  let positives = 0;
  let all = 0;
  let step = 0;
  let plain = 0;
  let lower = 0;
  let upper = extra;
  for (let place = 0; place < order.length; place++) {
    const weight = weights[order[place]!]!;
    all += weight;
    if (positive[place]) step += weight;
    if (!last[place] || step === 0) continue;
    positives += step;
    plain += (step * positives) / all;
    lower += (step * positives) / (all + extra);
    upper += (step * (positives + extra)) / (all + extra);
    step = 0;
  }
  into.plain = plain / positives;
  into.lower = lower / positives;
  into.upper = upper / (positives + extra);
}
