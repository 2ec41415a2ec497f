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

/** Shows the weights of each row, draw by draw; they are the visitor's until it returns. */
export type WeightDraws = (visit: (weights: Float64Array, draw: number) => void) => void;

/** So many numbers of weights are kept: 64 MiB. */
const MOST_KEPT = 1 << 23;

/**
 * The same draws as often as they are asked for, so that scores are paired: kept where they are few numbers, else drawn
 * again from the stream, of which `stream` gives a fresh one.
 */
export function repeatedDraws({ units, extras, draws }: Resampling, stream: () => Rng): WeightDraws {
  const rows = units.of.length;
  let kept: Float64Array | undefined;
  return (visit) => {
    if (kept !== undefined) {
      for (let draw = 0; draw < draws; draw++) visit(kept.subarray(draw * rows, (draw + 1) * rows), draw);
      return;
    }
    const all = rows * draws <= MOST_KEPT ? new Float64Array(rows * draws) : undefined;
    bayesianBootstrap(units, extras, draws, stream(), (weights, _, draw) => {
      all?.set(weights, draw * rows);
      visit(weights, draw);
    });
    kept = all;
  };
}

/** The score of the answers as they are, draw by draw. */
export function baseDraws(score: WeightedScore, { draws }: Resampling, weightDraws: WeightDraws): Float64Array {
  const scores = new Float64Array(draws);
  weightDraws((weights, draw) => {
    scores[draw] = score(weights);
  });
  return scores;
}

/**
 * The mean score of a column's permutations, draw by draw. A row's loss under a permutation hangs on the row and on the
 * row whose value it was given, so each counts with the product of both units' weights (the weighted bootstrap of a
 * U-statistic: Janssen, "Weighted bootstrapping of U-statistics", 1994). What the permutations add by chance is in that
 * too, and more than once, as a row has another partner in each: they are not drawn again. With the weights that
 * `baseDraws` had draws are paired.
 */
export function permutedDraws(
  permutations: readonly PermutedScore[],
  { units, draws }: Resampling,
  weightDraws: WeightDraws,
): Float64Array {
  const means = permutations.flatMap(({ score: { rowValues }, partner }) =>
    rowValues ? [{ rowValues, partner }] : [],
  );
  const scores =
    units.plain && means.length === permutations.length
      ? summedMeans(means, units.of.length, draws, weightDraws)
      : summedScores(permutations, units, draws, weightDraws);
  return scores.map((sum) => sum / permutations.length);
}

function summedScores(
  permutations: readonly PermutedScore[],
  units: Units,
  draws: number,
  weightDraws: WeightDraws,
): Float64Array {
  const sums = new Float64Array(draws);
  const both = new Float64Array(units.of.length);
  weightDraws((weights, draw) => {
    for (const { score, partner } of permutations) {
      pairWeights(weights, partner, units, both);
      sums[draw]! += score(both);
    }
  });
  return sums;
}

function pairWeights(weights: Float64Array, partner: Int32Array, units: Units, both: Float64Array): void {
  for (let row = 0; row < both.length; row++) {
    const other = partner[row]!;
    const same = units.of[row] === units.of[other];
    both[row] = weights[row]! * (same ? 1 : weights[other]! / units.weights[other]!);
  }
}

/** Draws that are worked out side by side: no sum waits for the one before, and a partner's weights lie together. */
const LANES = 4;

/** Sums of weighted means of the rows' values by both weights, where every row is a unit of weight 1. */
function summedMeans(
  permutations: readonly { readonly rowValues: Float64Array; readonly partner: Int32Array }[],
  rows: number,
  draws: number,
  weightDraws: WeightDraws,
): Float64Array {
  const sums = new Float64Array(draws);
  // After the rows' weights ones, the partner of who has none.
  const lanes = new Float64Array(LANES * (rows + 1)).fill(1);
  const means = new Float64Array(LANES);
  weightDraws((weights, draw) => {
    const lane = draw % LANES;
    for (let row = 0; row < rows; row++) lanes[row * LANES + lane] = weights[row]!;
    if (lane < LANES - 1 && draw < draws - 1) return;
    for (const { rowValues, partner } of permutations) {
      pairedMeans(lanes, partner, rowValues, means);
      for (let at = 0; at <= lane; at++) sums[draw - lane + at]! += means[at]!;
    }
  });
  return sums;
}

function pairedMeans(lanes: Float64Array, partner: Int32Array, values: Float64Array, means: Float64Array): void {
  const rows = values.length;
  let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
  let [totalA, totalB, totalC, totalD] = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) {
    const other = partner[row]!;
    const value = values[row]!;
    const own = row * LANES;
    const its = (other === row ? rows : other) * LANES;
    const a = lanes[own]! * lanes[its]!;
    const b = lanes[own + 1]! * lanes[its + 1]!;
    const c = lanes[own + 2]! * lanes[its + 2]!;
    const d = lanes[own + 3]! * lanes[its + 3]!;
    sumA += a * value;
    sumB += b * value;
    sumC += c * value;
    sumD += d * value;
    totalA += a;
    totalB += b;
    totalC += c;
    totalD += d;
  }
  means.set([sumA / totalA, sumB / totalB, sumC / totalC, sumD / totalD]);
}
