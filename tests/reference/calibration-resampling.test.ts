/** The short form of bench/calibrate-resampling.ts: the same populations and the same code, fewer samples. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowed, simulateCase } from '../../bench/measure-calibration/case.js';
import { caseName, limitsOf, truthKey } from '../../bench/resampling-calibration/case.js';
import type { ResamplingCase } from '../../bench/resampling-calibration/case.js';
import { CASES, SHORT_CASES } from '../../bench/resampling-calibration/cases.js';
import { missesOfCase } from '../../bench/resampling-calibration/page.js';
import { PLANE_NOISE } from '../../bench/resampling-calibration/populations.js';

const file = new URL('../../bench/resampling-calibration/truths.json', import.meta.url);
const truths = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Readonly<Record<string, number>>>>;
const truth = (one: ResamplingCase): Readonly<Record<string, number>> => truths[truthKey(one)]!;

describe('procedures exactly at the limit pass and fail falsely at most α', () => {
  it.each(SHORT_CASES.map(([one, samples]) => ({ name: caseName(one), one, samples })))(
    '$name',
    async ({ one, samples }) => {
      const counts = await simulateCase(limitsOf(one, truth(one)), samples);
      expect(missesOfCase(counts)).toEqual([]);
      expect(counts.some(({ unmeasured }) => unmeasured < samples)).toBe(true);
    },
  );

  it.each([0.9, 0.99])('at confidence %d too', async (confidence) => {
    const [one] = SHORT_CASES.find(
      ([{ split, estimator }]) => split.type === 'stratified-k-fold' && estimator.type === 'decision-tree',
    )!;
    const counts = await simulateCase(limitsOf(one, truth(one)), 30, confidence);
    expect(missesOfCase(counts, 1 - confidence)).toEqual([]);
  });

  it('and one that is clearly good enough passes', async () => {
    const one = CASES.find(
      ({ split, units, estimator }) => split.type === 'k-fold' && units === 1000 && estimator.type === 'ridge',
    )!;
    const counts = await simulateCase(limitsOf(one, truth(one)), 6);
    expect(counts.flatMap(({ clearPasses }) => clearPasses ?? [])).toEqual([6, 6, 6, 6, 6]);
  });

  it('Nadeau and Bengio alone do not hold, which the same count shows', async () => {
    const one = SHORT_CASES.find(([{ split, units }]) => split.type === 'stratified-k-fold' && units === 30)![0];
    const counts = await simulateCase(limitsOf(one, truth(one)), 60);
    const alone = counts.find(({ output }) => output.startsWith('rocAuc by'))!;
    expect(alone.atLeastPasses).toBeGreaterThan(allowed(60));
  });
});

describe('the truths', () => {
  it('stand for every case', () => {
    expect(Object.keys(truths)).toEqual([...new Set(CASES.map(truthKey))].sort());
  });

  const leastSquares = CASES.find(
    ({ split, estimator }) => split.type === 'leave-one-out' && estimator.type === 'linear-regression',
  )!;

  it('are the closed form, where there is one', () => {
    // Of p normal features and n rows, a new error has σ²(1 + 1/n)(n − 2)/(n − p − 2) (Stein 1960).
    const [n, p] = [leastSquares.units - 1, 5];
    const exact = (PLANE_NOISE ** 2 * (1 + 1 / n) * (n - 2)) / (n - p - 2);
    expect(Math.abs(truth(leastSquares)['mse']! / exact - 1)).toBeLessThan(0.01);
  });
});
