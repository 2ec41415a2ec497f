import { expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import { correctedBounds } from '../corrected-rate.js';
import { correctedEstimand } from './corrected-estimand.js';
import { between, difference, highest, lowest, opposite } from './estimand.js';
import { proportionRate } from './proportion-rate.js';

const RATES = [proportionRate(3, 3, 40), proportionRate(12, 14, 40), proportionRate(9, 9, 25)];

test('the highest rate is the opposite of the lowest opposite', () => {
  expect(highest(RATES).mean).toBeCloseTo(9 / 25, 12);
  const [lower, upper] = highest(RATES).exact(0.05);
  // One is 9 of 25; another may be as high as 14 of 40 allows.
  expect(lower).toBeCloseTo(Math.max(...RATES.map((rate) => rate.exact(0.05 / 3)[0])), 12);
  expect(upper).toBeCloseTo(Math.max(...RATES.map((rate) => rate.exact(0.05)[1])), 12);
  const flipped = lowest(RATES.map(opposite)).exact(0.05);
  expect([lower, upper]).toEqual([1 - flipped[1], 1 - flipped[0]]);
  expect(opposite(RATES[0]!).proportion).toEqual({ k: 37, n: 40 });
  expect(highest([RATES[0]!])).toBe(RATES[0]);
});

test('a difference has the ends of both at half of the error, a mean between two numbers those of its place', () => {
  const [rate, other] = RATES as [(typeof RATES)[0], (typeof RATES)[0]];
  const less = difference(rate, other);
  const [[low, high], [least, most]] = [rate.exact(0.025), other.exact(0.025)];
  expect(less.mean).toBeCloseTo(3 / 40 - 12 / 38, 12);
  expect(less.exact(0.05)).toEqual([low - most, high - least]);
  expect(difference(rate, proportionRate(0, 5, 5)).mean).toBeUndefined();
  const placed = between(rate, [-1, 1]);
  expect(placed.mean).toBeCloseTo(-1 + 6 / 40, 12);
  expect(placed.exact(0.05)).toEqual(rate.exact(0.05).map((end) => -1 + 2 * end));
  expect([less.isCertain, placed.isCertain]).toEqual([false, false]);
});

test('a corrected rate shares its error between what is seen and how well', () => {
  const accuracy = { sensitivity: { k: 90, n: 100 }, specificity: { k: 95, n: 100 } };
  const seen = proportionRate(30, 30, 100);
  const rate = correctedEstimand(seen, accuracy);
  expect(rate.mean).toBeCloseTo((0.3 - 0.05) / 0.85, 12);
  expect(rate.exact(0.05)).toEqual(correctedBounds(seen.exact(0.025), accuracy, 0.025));
  expect(rate.bounds(0.05).outer).toEqual(rate.exact(0.05));
  expect(correctedEstimand(seen, {}).exact(0.05)).toEqual([0, 1]);
});

test.each([
  [0.95, 0.9, 0.85],
  [0.05, 0.9, 0.95],
  [0.3, 0.7, 0.75],
])('a corrected rate of %d by a detector of %d and %d is covered', (rate, sensitivity, specificity) => {
  const rng = createRng(`corrected ${rate}`);
  const count = (n: number, chance: number): number =>
    Array.from({ length: n }, () => rng.next()).filter((one) => one < chance).length;
  const runs = 400;
  const missed = { low: 0, high: 0 };
  for (let run = 0; run < runs; run++) {
    const k = count(150, rate * sensitivity + (1 - rate) * (1 - specificity));
    const accuracy = {
      sensitivity: { k: count(80, sensitivity), n: 80 },
      specificity: { k: count(80, specificity), n: 80 },
    };
    const [lower, upper] = correctedEstimand(proportionRate(k, k, 150), accuracy).exact(0.1);
    if (lower > rate) missed.low += 1;
    if (upper < rate) missed.high += 1;
  }
  // Half of the error a side: 20 of 400, and three standard deviations of so many runs.
  expect(Math.max(missed.low, missed.high)).toBeLessThan(20 + 3 * Math.sqrt(20 * 0.95));
});
