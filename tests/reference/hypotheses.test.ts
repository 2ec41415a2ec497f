/** Hypothesis tests against SciPy: hypotheses.py makes hypotheses.json, which names versions and seed. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareSurvival } from '../../engine/numerics/distributions/chi-square.js';
import { noncentralChiSquareSurvival } from '../../engine/numerics/distributions/noncentral-chi-square.js';
import { hellinger, populationStability } from '../../engine/numerics/divergences.js';
import { fisherExact, fisherExactLess } from '../../engine/numerics/hypotheses/fisher-exact.js';
import { fiveByTwo } from '../../engine/numerics/hypotheses/five-by-two.js';
import { homogeneity } from '../../engine/numerics/hypotheses/homogeneity.js';
import { kolmogorovSmirnov, kolmogorovSurvival } from '../../engine/numerics/hypotheses/kolmogorov-smirnov.js';
import { mannWhitneyGreater } from '../../engine/numerics/hypotheses/mann-whitney.js';
import { recalibrate } from '../../engine/methods/evaluation/recalibration.js';
import { unitsOf } from '../../engine/methods/evaluation/units.js';
import { mcnemar, mcnemarExact } from '../../engine/numerics/hypotheses/mcnemar.js';
import { benjaminiHochberg, holm } from '../../engine/numerics/hypotheses/multiple-testing.js';
import { compareResampled } from '../../engine/numerics/hypotheses/resampled-t.js';

const figures = JSON.parse(readFileSync(new URL('hypotheses.json', import.meta.url), 'utf8')) as {
  chiSquareSurvival: [number, number, number][];
  kolmogorovSmirnov: { first: number[]; second: number[]; statistic: number; p: number }[];
  kolmogorovSurvival: [number, number][];
  fisherExact: [number, number, number, number, number][];
  fisherExactLess: [number, number, number, number, number][];
  mannWhitneyGreater: { first: number[]; second: number[]; statistic: number; p: number }[];
  homogeneity: { first: number[]; second: number[]; statistic: number; df: number; p: number }[];
  mcnemarExact: [number, number, number][];
  noncentralChiSquareSurvival: [number, number, number, number][];
  fiveByTwo: { differences: number[]; t: number; tP: number; f: number; fP: number }[];
  recalibration: { probabilities: number[]; outcomes: number[]; intercept: number; slope: number };
};

const close = (value: number, expected: number, relative = 1e-9): void =>
  expect(Math.abs(value - expected), `${value} for ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));

describe('against SciPy', () => {
  it.each(figures.chiSquareSurvival)('chi-square: P(X ≥ %d), df %d', (x, df, p) => close(chiSquareSurvival(x, df), p));
  it.each(figures.kolmogorovSurvival)('Kolmogorov’s limit at %d', (x, p) => close(kolmogorovSurvival(x), p));
  it.each(figures.kolmogorovSmirnov)('Kolmogorov–Smirnov, D = $statistic', ({ first, second, statistic, p }) => {
    const mine = kolmogorovSmirnov(first, second);
    close(mine.statistic, statistic);
    close(mine.p, p);
  });
  it.each(figures.fisherExact)('Fisher: %d of %d, %d of %d', (a, n, b, m, p) =>
    close(fisherExact(a, n, b, m), p, 1e-7),
  );
  it.each(figures.fisherExactLess)('Fisher, one-sided: %d of %d, %d of %d', (a, n, b, m, p) =>
    close(fisherExactLess(a, n, b, m), p, 1e-7),
  );
  it.each(figures.mannWhitneyGreater)('Mann–Whitney, U = $statistic', ({ first, second, statistic, p }) => {
    const mine = mannWhitneyGreater(first, second);
    close(mine.statistic, statistic);
    close(mine.p, p);
  });
  it.each(figures.homogeneity)('homogeneity of $first and $second', ({ first, second, ...expected }) => {
    const mine = homogeneity(first, second);
    expect(mine.df).toBe(expected.df);
    close(mine.statistic, expected.statistic);
    close(mine.p, expected.p);
  });
  it.each(figures.fiveByTwo)('5×2cv: t̃ $t, F $f', ({ differences, t, tP, f, fP }) => {
    const { dietterich, alpaydin } = fiveByTwo(differences);
    close(dietterich.statistic, t);
    close(dietterich.p, tP);
    close(alpaydin.statistic, f);
    close(alpaydin.p, fP);
  });
  it.each(figures.mcnemarExact)('McNemar, exact: %d and %d', (b, c, p) => close(mcnemarExact(b, c).p, p));
});

it.each(figures.noncentralChiSquareSurvival)('noncentral chi-square: P(X ≥ %d), df %d, λ %d', (x, df, lambda, p) => {
  expect(Math.abs(noncentralChiSquareSurvival(x, df, lambda) - p)).toBeLessThan(0.01);
});

it('recalibration, against scikit-learn without penalty', () => {
  const { probabilities, outcomes, intercept, slope } = figures.recalibration;
  const mine = recalibrate(outcomes, probabilities, unitsOf(outcomes.length, undefined, undefined));
  close(mine!.intercept, intercept, 1e-6);
  close(mine!.slope, slope, 1e-6);
});

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })), { minLength: 1 });

describe('properties', () => {
  it('Holm is never below Benjamini–Hochberg, which is never below p', () => {
    fc.assert(
      fc.property(chances, (p) => {
        const [strict, mild] = [holm(p), benjaminiHochberg(p)];
        return p.every((value, i) => value <= mild[i]! + 1e-15 && mild[i]! <= strict[i]! + 1e-15 && strict[i]! <= 1);
      }),
    );
  });
  it('divergences are symmetric, 0 for equal shares and above 0 otherwise', () => {
    fc.assert(
      fc.property(counts, (pairs) => {
        const [p, q] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        for (const divergence of [populationStability, hellinger]) {
          expect(divergence(p, q)).toBeCloseTo(divergence(q, p), 12);
          expect(
            divergence(
              p,
              p.map((value) => 3 * value),
            ),
          ).toBeCloseTo(0, 7);
          expect(divergence(p, q)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
  it('one category, no rows that differ, equal differences: no evidence, or all of it', () => {
    expect(homogeneity([5], [9])).toEqual({ statistic: 0, df: 0, p: 1 });
    expect(mannWhitneyGreater([1, 1], [1]).p).toBe(1);
    expect(mcnemar(0, 0).p).toBe(1);
    expect(mcnemarExact(0, 0).p).toBe(1);
    expect(fiveByTwo(new Float64Array(10)).alpaydin.p).toBe(1);
    expect(fiveByTwo(new Float64Array(10).fill(1)).alpaydin.p).toBe(0);
    expect(() => fiveByTwo([1, 2])).toThrow(RangeError);
    expect(compareResampled([0, 0, 0], 1, 9).p).toBe(0.5);
    expect(compareResampled([1, 1, 1], 1, 9).p).toBe(0);
    expect(kolmogorovSmirnov([1, 1], [1, 1])).toEqual({ statistic: 0, p: 1 });
    expect(populationStability([1, 0], [0, 1])).toBe(Infinity);
  });
});
