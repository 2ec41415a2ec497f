/**
 * How far two samples' distributions of a column are apart, with what chance alone makes of it. For shares p and q of B
 * bins, n·m/(n + m) times the PSI, and 8 times that times the squared Hellinger distance, are near to noncentral
 * chi-square on B − 1 degrees of freedom, the noncentrality being the same multiple of the true divergence (both are
 * Pearson's statistic to second order; Yurdakul & Naranjo, "Statistical properties of the population stability index",
 * 2020). Inverted, that gives the divergence's confidence distribution, which is free of the bias that bins add.
 */
import { hellinger, populationStability } from '../../numerics/divergences.js';
import { noncentralChiSquareSurvival } from '../../numerics/distributions/noncentral-chi-square.js';
import type { BoxDraws } from './bayesian-bootstrap.js';
import type { Units } from './units.js';
import { greatestOf } from './worst-of-many.js';

/** Counts by bin of the reference and of the current sample. */
export interface BinnedPair {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

export type Divergence = 'psi' | 'hellinger';

export interface DivergenceEstimate {
  /** Of the bins as counted, half a row added to each so that none is empty. */
  readonly plain: number;
  /** Without what chance adds on average; at least 0. */
  readonly estimate: number;
  readonly quantiles: Float64Array;
}

/** Rows by bin, 0…count−1, of the reference and of the current sample. */
export interface BinnedRows {
  readonly reference: Int32Array;
  readonly current: Int32Array;
  readonly count: number;
}

/** Bins that neither sample fills do not count; those with fewer than `fewest` rows together are put together. */
export function mergeRare({ reference, current, count }: BinnedRows, fewest: number): BinnedRows {
  const both = new Float64Array(count);
  for (const bin of reference) both[bin]!++;
  for (const bin of current) both[bin]!++;
  const anyRare = both.some((rows) => rows > 0 && rows < fewest);
  let next = anyRare ? 1 : 0;
  const merged = Int32Array.from(both, (rows) => (rows >= fewest ? next++ : 0));
  const recode = (bins: Int32Array): Int32Array => bins.map((bin) => merged[bin]!);
  return { reference: recode(reference), current: recode(current), count: next };
}

/**
 * Counts by bin, as of independent rows of one weight: shares times the effective size. Where rows are clustered or
 * weighted that size is what makes the multinomial variance of the shares the mean of their variances between units
 * (the mean design effect of Rao & Scott, Journal of the American Statistical Association 76, 1981), but no more than the
 * number of rows.
 */
export function countBins({ reference, current, count }: BinnedRows, units: readonly [Units, Units]): BinnedPair {
  const [first, second] = [sharesOf(reference, count, units[0]), sharesOf(current, count, units[1])];
  const pooled = first.map((share, bin) => (share + second[bin]!) / 2);
  const scaled = (shares: Float64Array, bins: Int32Array, of: Units): Float64Array => {
    const size = of.plain ? bins.length : effectiveSize(shares, pooled, bins, of);
    return shares.map((share) => share * size);
  };
  return { reference: scaled(first, reference, units[0]), current: scaled(second, current, units[1]) };
}

function sharesOf(bins: Int32Array, count: number, { weights }: Units): Float64Array {
  const shares = new Float64Array(count);
  const total = sum(weights);
  bins.forEach((bin, row) => (shares[bin]! += weights[row]! / total));
  return shares;
}

function effectiveSize(shares: Float64Array, pooled: Float64Array, bins: Int32Array, units: Units): number {
  const total = sum(units.weights);
  const weightOf = new Float64Array(units.count);
  const inBin = new Float64Array(units.count * shares.length);
  bins.forEach((bin, row) => {
    weightOf[units.of[row]!]! += units.weights[row]! / total;
    inBin[units.of[row]! * shares.length + bin]! += units.weights[row]! / total;
  });
  let inverse = 0;
  for (let unit = 0; unit < units.count; unit++) {
    for (let bin = 0; bin < shares.length; bin++) {
      if (pooled[bin] === 0) continue;
      inverse += (inBin[unit * shares.length + bin]! - weightOf[unit]! * shares[bin]!) ** 2 / pooled[bin]!;
    }
  }
  inverse *= units.count / (units.count - 1) / Math.max(1, shares.length - 1);
  return Math.min(bins.length, inverse > 0 ? 1 / inverse : bins.length);
}

/** `draws` equally likely values of the divergence, ascending. A column of one bin has none. */
export function divergenceOf(pair: BinnedPair, of: Divergence, draws: number): DivergenceEstimate | undefined {
  const bins = pair.reference.length;
  if (bins < 2) return undefined;
  const [reference, current] = [pair.reference.map((count) => count + 0.5), pair.current.map((count) => count + 0.5)];
  const [n, m] = [sum(pair.reference), sum(pair.current)];
  const size = ((n * m) / (n + m)) * (of === 'psi' ? 1 : 8);
  const plain = of === 'psi' ? populationStability(reference, current) : hellinger(reference, current);
  const statistic = size * (of === 'psi' ? plain : plain ** 2);
  const toDivergence = (lambda: number): number =>
    of === 'psi' ? lambda / size : Math.min(1, Math.sqrt(lambda / size));
  return {
    plain,
    estimate: toDivergence(Math.max(0, statistic - (bins - 1))),
    quantiles: noncentralities(Math.max(statistic, medianOf(bins - 1)), bins - 1, draws).map(toDivergence),
  };
}

/**
 * Median of chi-square (Wilson & Hilferty, 1931). Samples more alike than chance makes them half of the time are no better
 * evidence than those at the median: else equal samples would be certain not to have drifted.
 */
const medianOf = (df: number): number => df * (1 - 2 / (9 * df)) ** 3;

/** Quantiles of λ at (i + ½)/draws, where P(Λ ≤ λ) = P(χ²(λ) ≥ statistic): by a fine grid, between its points linear. */
function noncentralities(statistic: number, df: number, draws: number): Float64Array {
  const most = (Math.sqrt(statistic) + 7 + Math.sqrt(df)) ** 2;
  const points = 2000;
  const quantiles = new Float64Array(draws);
  let [before, chanceBefore] = [0, noncentralChiSquareSurvival(statistic, df, 0)];
  let index = 0;
  while (index < draws && (index + 0.5) / draws <= chanceBefore) index++;
  for (let point = 1; point <= points && index < draws; point++) {
    const lambda = most * (point / points) ** 2;
    const chance = Math.max(chanceBefore, noncentralChiSquareSurvival(statistic, df, lambda));
    for (; index < draws && (index + 0.5) / draws <= chance; index++) {
      quantiles[index] =
        before + ((lambda - before) * ((index + 0.5) / draws - chanceBefore)) / (chance - chanceBefore);
    }
    [before, chanceBefore] = [lambda, chance];
  }
  quantiles.fill(most, index);
  return quantiles;
}

/** The greatest of some columns' divergences, with simultaneous bounds. */
export function greatestDivergence(
  columns: readonly DivergenceEstimate[],
  draws: number,
): { readonly estimate: number; readonly draws: Float64Array } {
  const worst = greatestOf(columns.length, draws);
  for (const { quantiles } of columns) {
    const box: BoxDraws = { plain: quantiles, lower: quantiles, upper: quantiles };
    worst.add(box);
  }
  return { estimate: Math.max(...columns.map(({ estimate }) => estimate)), draws: worst.draws() };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
