import { chiSquareSurvival } from '../distributions/chi-square.js';
import type { TestResult } from './mcnemar.js';

type Counts = ArrayLike<number>;

/**
 * Pearson's chi-square of `observed` counts against the shares of `reference` counts, taken as known: goodness of fit,
 * on categories less one degrees of freedom. A category that the reference lacks and the data have gives p 0.
 */
export const goodnessOfFit = (observed: Counts, reference: Counts): TestResult =>
  fit(observed, reference, (o, e) => (o - e) ** 2 / e);

/** The same by the likelihood ratio G = 2 Σ o ln(o/e) (Sokal & Rohlf, Biometry). */
export const likelihoodRatioFit = (observed: Counts, reference: Counts): TestResult =>
  fit(observed, reference, (o, e) => (o > 0 ? 2 * o * Math.log(o / e) : 0));

function fit(observed: Counts, reference: Counts, distance: (o: number, e: number) => number): TestResult {
  const scale = total(observed) / total(reference);
  let statistic = 0;
  let categories = 0;
  for (let i = 0; i < observed.length; i++) {
    if (observed[i] === 0 && reference[i] === 0) continue;
    categories++;
    statistic += reference[i] === 0 ? Infinity : distance(observed[i]!, reference[i]! * scale);
  }
  return { statistic, p: categories < 2 ? 1 : chiSquareSurvival(statistic, categories - 1) };
}

/**
 * Pearson's chi-square that two samples of counts by category come from one distribution, on categories less one
 * degrees of freedom; categories that neither has do not count, and p is 1 where fewer than two remain.
 */
export function homogeneity(first: Counts, second: Counts): TestResult & { readonly df: number } {
  const [n, m] = [total(first), total(second)];
  let statistic = 0;
  let categories = 0;
  for (let i = 0; i < first.length; i++) {
    const both = first[i]! + second[i]!;
    if (both === 0) continue;
    categories++;
    statistic += (first[i]! * m - second[i]! * n) ** 2 / (n * m * both);
  }
  const df = Math.max(0, categories - 1);
  return { statistic, df, p: df === 0 ? 1 : chiSquareSurvival(statistic, df) };
}

function total(counts: Counts): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
