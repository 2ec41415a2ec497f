/**
 * The likelihood ratio attack (Carlini, Chien, Nasr, Song, Terzis, Tramèr, "Membership inference attacks from first
 * principles", IEEE S&P 2022, algorithm 1): how much likelier what a model answers for a row is of models that learnt of
 * it than of models that did not, both taken for normal on the logit scale.
 */
import { type LeftOut, NONE, type RowMoments, type Shadows, momentsOf } from './shadows.js';

export interface LiraOptions {
  /**
   * With models that learnt of the row: the logarithm of the likelihood ratio. Without (offline, ibid. VI-B, one-sided):
   * by how many deviations the answer is above those of models that did not learn of it, whose Φ is the paper's score.
   */
  readonly online: boolean;
  /** `fixed` is one variance for all rows, pooled within rows (ibid. VI-C); sample variances in both cases. */
  readonly variance: 'fixed' | 'per-example';
}

/** As the authors' code has it: models that all answer alike have a deviation of (nearly) 0. */
const LEAST_DEVIATION = 1e-30;

/**
 * The score of each row, greater for what is likelier to be a member. `confidences` are those of the attacked model.
 * Cost models × rows. Throws `RangeError` where a row has fewer than two models of a kind that is needed.
 */
export function liraScores(
  confidences: Float64Array,
  shadows: Shadows,
  { online, variance }: LiraOptions,
  leftOut: LeftOut = NONE,
): Float64Array {
  const without = normalsOf(momentsOf(shadows, 0, leftOut), variance);
  if (!online) return confidences.map((value, row) => (value - without.mean[row]!) / without.deviation(row));
  const learnt = normalsOf(momentsOf(shadows, 1, leftOut), variance);
  return confidences.map((value, row) => logDensity(value, row, learnt) - logDensity(value, row, without));
}

interface Normals {
  readonly mean: Float64Array;
  readonly deviation: (row: number) => number;
}

function normalsOf({ count, mean, squares }: RowMoments, variance: LiraOptions['variance']): Normals {
  if (count.some((models) => models < 2)) throw new RangeError('a variance needs two models of a row at least');
  if (variance === 'per-example') {
    return { mean, deviation: (row) => Math.sqrt(squares[row]! / (count[row]! - 1)) + LEAST_DEVIATION };
  }
  let sum = 0;
  let free = 0;
  for (let row = 0; row < count.length; row++) {
    sum += squares[row]!;
    free += count[row]! - 1;
  }
  const pooled = Math.sqrt(sum / free) + LEAST_DEVIATION;
  return { mean, deviation: () => pooled };
}

/** Up to a constant. */
const logDensity = (value: number, row: number, { mean, deviation }: Normals): number => {
  const own = deviation(row);
  return -0.5 * ((value - mean[row]!) / own) ** 2 - Math.log(own);
};
