/**
 * Split-conformal prediction (Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World, 2005; Angelopoulos &
 * Bates, "A gentle introduction to conformal prediction", 2023): scores of calibration rows say how strange an answer
 * may be; a new row's set holds every answer that is no stranger than `level` of them.
 */
import type { Rng } from '../../numerics/random.js';
import { ascendingOrder } from '../../numerics/sorting.js';
import type { BoxDraws } from './bayesian-bootstrap.js';
import { bayesianBootstrap, boxDraws } from './bayesian-bootstrap.js';
import type { Units } from './units.js';
import { unseen } from './unseen.js';

/** How strange class `c` is as the answer for a row, from the row's probabilities. */
export type ClassScore = (probabilities: Float64Array, classes: number, row: number, c: number) => number;

/** 1 − p: the least sets on average (Sadinle, Lei & Wasserman, JASA 114, 2019). */
const lac: ClassScore = (probabilities, classes, row, c) => 1 - probabilities[row * classes + c]!;

/**
 * The probability of the class and of all that are likelier: sets that adapt to the row (Romano, Sesia & Candès,
 * "Classification with valid and adaptive coverage", 2020), without their randomisation, so that coverage is never
 * below theirs and sets are larger.
 */
const aps: ClassScore = (probabilities, classes, row, c) => {
  const own = probabilities[row * classes + c]!;
  let sum = own;
  for (let other = 0; other < classes; other++) {
    const p = probabilities[row * classes + other]!;
    if (p > own || (p === own && other < c)) sum += p;
  }
  return sum;
};

export const CLASS_SCORES = { lac, aps } as const;

/** ⌈(n + 1)·level⌉: the rank of the score that calibrates, among n + 1 rows. */
export const conformalRank = (rows: number, level: number): number => Math.ceil((rows + 1) * level - 1e-9 * rows);

/**
 * The score up to which answers are in the sets: of n equal rows the `conformalRank`-th smallest; of weighted or
 * clustered ones the first that carries `level` of all weight and of one unit more. Infinite where there are too few
 * rows for the level.
 */
export function conformalThreshold(scores: Float64Array, units: Units, level: number): number {
  const total = units.weights.reduce((sum, weight) => sum + weight, 0);
  const needed = level * (total + units.unitWeight) - 1e-9 * total;
  let reached = 0;
  for (const row of ascendingOrder(scores)) {
    reached += units.weights[row]!;
    if (reached >= needed) return scores[row]!;
  }
  return Infinity;
}

/**
 * Box of the `level` quantile of the scores in the population: a pseudo-row below all scores, or above them. For
 * independent rows of equal weight its bounds are those of order statistics (David & Nagaraja, Order Statistics, §7.1).
 */
export function quantileBox(
  scores: Float64Array,
  units: Units,
  level: number,
  options: { readonly rng: Rng; readonly draws: number },
): BoxDraws {
  const order = ascendingOrder(scores);
  const box = boxDraws(options.draws);
  const beyond = unseen(scores).highest;
  bayesianBootstrap(units, 1, options.draws, options.rng, (weights, extras, draw) => {
    const extra = extras[0]!;
    let total = 0;
    for (const row of order) total += weights[row]!;
    const scoreAt = (before: number, needed: number): number => {
      let reached = before;
      if (reached >= needed) return 0;
      for (const row of order) {
        reached += weights[row]!;
        if (reached >= needed) return scores[row]!;
      }
      return beyond;
    };
    box.plain[draw] = scoreAt(0, level * total);
    box.lower[draw] = scoreAt(extra, level * (total + extra));
    box.upper[draw] = scoreAt(0, level * (total + extra));
  });
  return box;
}
