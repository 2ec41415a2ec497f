/**
 * The robust attack of Zarifzadeh, Liu and Shokri ("Low-cost high-power membership inference attacks", ICML 2024, eq. 2
 * and algorithm 1). With p(x|θ) the attacked model's probability of the true class of x and p(x) its mean over models,
 * a row's ratio is p(x|θ)/p(x), and its score the share of population rows z (that no model learnt of) whose ratio it
 * exceeds γ times.
 */
import { probabilityOf } from './confidence.js';
import { type LeftOut, NONE, type Shadows, momentsOf } from './shadows.js';

export interface RmiaOptions {
  /** p(x) from models that learnt of x and models that did not, in equal parts; else from the latter alone. */
  readonly online: boolean;
  /** At least 1. */
  readonly gamma: number;
  /** Offline p(x) = ½((1 + a)·p(x)out + 1 − a): the line on which models that learnt of x are taken to lie; in [0, 1]. */
  readonly offlineA: number;
}

export interface RmiaScores {
  /** p(x|θ)/p(x). */
  readonly ratios: Float64Array;
  /** The authors' score, a multiple of 1/(number of population rows). */
  readonly shares: Float64Array;
}

/**
 * `population` is of rows that no model learnt of: what the attacked model says of them, and what the shadows do.
 * Cost models × rows. Throws `RangeError` where a row has no model of a kind that is needed, or there is no population.
 */
export function rmiaScores(
  confidences: Float64Array,
  shadows: Shadows,
  population: { readonly confidences: Float64Array; readonly shadows: Shadows },
  { online, gamma, offlineA }: RmiaOptions,
  leftOut: LeftOut = NONE,
): RmiaScores {
  const meanOf = (of: Shadows, learnt: 0 | 1): Float64Array => {
    const { count, mean } = momentsOf(of, learnt, leftOut, probabilityOf);
    if (count.length === 0 || count.some((models) => models === 0)) {
      throw new RangeError('a mean needs a model of each row');
    }
    return mean;
  };
  const out = meanOf(shadows, 0);
  const learnt = online ? meanOf(shadows, 1) : undefined;
  const mean = out.map((value, row) => (learnt ? value + learnt[row]! : (1 + offlineA) * value + 1 - offlineA) / 2);
  const ratios = confidences.map((value, row) => probabilityOf(value) / mean[row]!);
  const meanOfPopulation = meanOf(population.shadows, 0);
  const others = population.confidences.map((value, row) => probabilityOf(value) / meanOfPopulation[row]!).sort();
  return { ratios, shares: ratios.map((ratio) => countBelow(others, ratio / gamma) / others.length) };
}

/** The shares, and within equal ones the order of the ratios: strictly rising with both, in [0, 1). */
export const refinedShares = ({ ratios, shares }: RmiaScores, population: number): Float64Array =>
  shares.map((share, row) => (share * population + ratios[row]! / (1 + ratios[row]!)) / (population + 1));

/** How many of ascending values are less than a limit. */
function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
