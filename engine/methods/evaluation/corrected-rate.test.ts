import { expect, test } from 'vitest';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { decodeDraws } from '../../numerics/draws.js';
import { correctedBounds, correctedRate, isTelling } from './corrected-rate.js';

const drawsOf = (rate: Parameters<typeof correctedRate>[0]): Float32Array => {
  const { uncertainty } = correctedRate(rate);
  if (uncertainty.kind !== 'empirical') throw new Error(uncertainty.kind);
  return decodeDraws(uncertainty.draws).sort();
};

test('the estimate is Rogan and Gladen’s, cut at 0 and 1', () => {
  // Lang & Reiczigel, Preventive Veterinary Medicine 113 (2014), and by hand: (0.3 + 0.9 − 1) / (0.8 + 0.9 − 1) = 2/7.
  const rate = { n: 100, sensitivity: { k: 80, n: 100 }, specificity: { k: 90, n: 100 } };
  expect(correctedRate({ ...rate, positives: 30 })).toMatchObject({
    estimate: expect.closeTo(2 / 7, 12) as number,
    n: 100,
  });
  expect(correctedRate({ ...rate, positives: 5 }).estimate).toBe(0);
  expect(correctedRate({ ...rate, positives: 95 }).estimate).toBe(1);
});

test('equal counts give equal draws, whatever was computed before', () => {
  const rate = { positives: 7, n: 50, sensitivity: { k: 18, n: 20 }, specificity: { k: 19, n: 20 } };
  expect(correctedRate(rate)).toEqual(correctedRate(rate));
});

test('with a judge that is known to be right it is the interval of Clopper and Pearson', () => {
  const sure = { k: 1e6, n: 1e6 };
  const draws = drawsOf({ positives: 12, n: 40, sensitivity: sure, specificity: sure });
  expect(quantileOfSorted(draws, 0.025)).toBeCloseTo(0.16563, 2);
  expect(quantileOfSorted(draws, 0.975)).toBeCloseTo(0.46529, 2);
});

test.each([
  ['nothing is known of it', { positives: 3, n: 10 }],
  ['no trial was made', { positives: 3, n: 10, sensitivity: { k: 0, n: 0 }, specificity: { k: 0, n: 0 } }],
  ['it is no better than chance', { positives: 3, n: 10, sensitivity: { k: 5, n: 10 }, specificity: { k: 5, n: 10 } }],
])('any rate is possible where %s', (_, rate) => {
  expect(correctedRate(rate).uncertainty).toEqual({ kind: 'range', lower: 0, upper: 1 });
});

test('of a detector whose false alarms are unknown the rate is bounded above alone', () => {
  const draws = drawsOf({ positives: 5, n: 1000, sensitivity: { k: 90, n: 100 } });
  expect(quantileOfSorted(draws, 0.05)).toBe(0);
  expect(quantileOfSorted(draws, 0.95)).toBeLessThan(0.013);
  expect(quantileOfSorted(draws, 0.95)).toBeGreaterThan(0.0105);
});

test('bounds of the apparent rate become bounds of the true one', () => {
  const accuracy = { sensitivity: { k: 90, n: 100 }, specificity: { k: 95, n: 100 } };
  const [lower, upper] = correctedBounds([0.2, 0.4], accuracy, 0.02);
  expect(lower).toBeLessThan((0.2 - 0.05) / 0.85);
  expect(upper).toBeGreaterThan((0.4 - 0.05) / 0.85);
  expect(correctedBounds([0.2, 0.4], {}, 0.02)).toEqual([0, 1]);
  expect(
    correctedBounds([0.2, 0.4], { sensitivity: { k: 1e9, n: 1e9 }, specificity: { k: 1e9, n: 1e9 } }, 0.02)[1],
  ).toBeCloseTo(0.4, 6);
});

test('answers that are judged alike tell something where the judge is known well enough for their number', () => {
  const all = { k: 5, n: 5 };
  const known = { sensitivity: all, specificity: all };
  // Clopper–Pearson of 5 of 5 at 95 %: 0.478, of 100 of 100 0.964, of 2 of 2 0.158.
  expect(isTelling(known, 100, 0.05)).toBe(true);
  expect(isTelling(known, 2, 0.05)).toBe(false);
  expect(isTelling({ sensitivity: all }, 100, 0.05)).toBe(true);
  expect(isTelling({}, Infinity, 0.05)).toBe(false);
  const chance = { k: 10, n: 20 };
  expect(isTelling({ sensitivity: chance, specificity: chance }, 10, 0.05)).toBe(false);
});
