import type { Rng } from '../../numerics/random.js';
import { bayesianBootstrap } from '../evaluation/bayesian-bootstrap.js';
import type { Units } from '../evaluation/units.js';
import type { WeightedScore } from './weighted-score.js';

/** One permutation of a column: the score of its answers, and whose value each row was given. */
export interface PermutedScore {
  readonly score: WeightedScore;
  readonly partner: Int32Array;
}

/** How rows are resampled. */
export interface Resampling {
  readonly units: Units;
  /** More weights a draw that nothing here uses: as many as other measurements on these rows draw, to stay paired. */
  readonly extras: number;
  readonly draws: number;
}

/** The score of the answers as they are, draw by draw. */
export function baseDraws(score: WeightedScore, { units, extras, draws }: Resampling, rng: Rng): Float64Array {
  const scores = new Float64Array(draws);
  bayesianBootstrap(units, extras, draws, rng, (weights, _, draw) => {
    scores[draw] = score(weights);
  });
  return scores;
}

/**
 * The mean score of a column's permutations, draw by draw. A row's loss under a permutation hangs on the row and on the
 * row whose value it was given, so each counts with the product of both units' weights (the weighted bootstrap of a
 * U-statistic: Janssen, "Weighted bootstrapping of U-statistics", 1994). What the permutations add by chance is in that
 * too, and more than once, as a row has another partner in each: they are not drawn again. `rng` must give the stream
 * that `baseDraws` had: then draws are paired.
 */
export function permutedDraws(
  permutations: readonly PermutedScore[],
  { units, extras, draws }: Resampling,
  rng: Rng,
): Float64Array {
  const scores = new Float64Array(draws);
  const both = new Float64Array(units.of.length);
  bayesianBootstrap(units, extras, draws, rng, (weights, _, draw) => {
    let sum = 0;
    for (const { score, partner } of permutations) {
      for (let row = 0; row < both.length; row++) {
        const other = partner[row]!;
        const same = units.of[row] === units.of[other];
        both[row] = weights[row]! * (same ? 1 : weights[other]! / units.weights[other]!);
      }
      sum += score(both);
    }
    scores[draw] = sum / permutations.length;
  });
  return scores;
}
