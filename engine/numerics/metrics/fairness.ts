import { weightedMean } from './regression.js';

/** Share of rows whose prediction is 1 (given the favourable outcome); `predicted` is 1 or 0. */
export const selectionRate = (predicted: ArrayLike<number>, weights?: ArrayLike<number>): number =>
  weightedMean(predicted.length, (row) => predicted[row]!, weights);

/** Lowest over highest; 1 where all are 0, since nobody is favoured. */
export function lowestOverHighest(rates: readonly number[]): number {
  const highest = Math.max(...rates);
  return highest === 0 ? 1 : Math.min(...rates) / highest;
}

/**
 * The generalised entropy index of benefits b = predicted − truth + 1, Σ ((b/μ)^α − 1)/(n α (α − 1)), and for α = 1 its
 * limit, Theil's index Σ (b/μ) ln(b/μ)/n (Speicher et al., "A unified approach to quantifying algorithmic unfairness",
 * KDD 2018). α other than 0.
 */
export function generalisedEntropy(truth: ArrayLike<number>, predicted: ArrayLike<number>, alpha: number): number {
  const benefits = Array.from(truth, (value, row) => predicted[row]! - value + 1);
  const mean = benefits.reduce((sum, benefit) => sum + benefit, 0) / benefits.length;
  const term = (share: number): number => {
    if (alpha === 1) return share === 0 ? 0 : share * Math.log(share);
    return (share ** alpha - 1) / (alpha * (alpha - 1));
  };
  return benefits.reduce((sum, benefit) => sum + term(benefit / mean), 0) / benefits.length;
}
