import { binomialCdf } from '../distributions/binomial.js';
import { chiSquareSurvival } from '../distributions/chi-square.js';

export interface TestResult {
  readonly statistic: number;
  readonly p: number;
}

/**
 * McNemar's test (Psychometrika 12, 1947) that two classifiers err equally often on the same rows: of the rows on
 * which they differ, `onlyFirst` are right by the first alone and `onlySecond` by the second alone. Chi-square on one
 * degree of freedom with Edwards' correction for continuity; p is 1 where they never differ.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): TestResult {
  const differing = onlyFirst + onlySecond;
  if (differing === 0) return { statistic: 0, p: 1 };
  const statistic = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) ** 2 / differing;
  return { statistic, p: chiSquareSurvival(statistic, 1) };
}

/** The same by the binomial distribution, two-sided: exact for any number of rows. `statistic` is the smaller count. */
export function mcnemarExact(onlyFirst: number, onlySecond: number): TestResult {
  const fewer = Math.min(onlyFirst, onlySecond);
  return { statistic: fewer, p: Math.min(1, 2 * binomialCdf(fewer, onlyFirst + onlySecond, 0.5)) };
}
