import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { sampleWithoutReplacement } from '../../numerics/permutation.js';
import { estimatedPopulationRisk, populationRisk } from './population-risk.js';
import { expectedRisk, expectedUniqueness, fitPitman, histogramOf } from './pitman-model.js';
import { populationUniqueness, zayatz } from './population-uniqueness.js';
import { shareAbove } from './reidentification-risk.js';

test('journalist and marketer, El Emam 2013: f = 1, 2 and F = 4, 4', () => {
  expect(populationRisk([1, 2], [4, 4])).toEqual({ k: 4, highest: 0.25, journalist: 0.25, marketer: 0.25 });
  expect(populationRisk([1, 3], [1, 30]).marketer).toBeCloseTo(1.1 / 4, 12);
});

test('the whole population as the data is the prosecutor', () => {
  const sizes = [1, 4, 5];
  expect(populationRisk(sizes, sizes)).toEqual({ k: 1, highest: 1, journalist: 0.3, marketer: 0.3 });
  expect(shareAbove(0.2, sizes)).toBe(0.5);
});

/** People in classes of a heavy tail; so many of them as a sample. */
function sampled(people: number, share: number, seed: string) {
  const rng = createRng(seed);
  const classOf = Int32Array.from({ length: people }, () => Math.floor(1 / (rng.next() + 1 / people) ** 0.8));
  const crowd = new Map<number, number>();
  for (const index of classOf) crowd.set(index, (crowd.get(index) ?? 0) + 1);
  const rows = sampleWithoutReplacement(people, Math.round(share * people), rng);
  const own = new Map<number, number>();
  for (const row of rows) own.set(classOf[row]!, (own.get(classOf[row]!) ?? 0) + 1);
  const sizes = [...own.values()];
  const truth = populationRisk(
    sizes,
    [...own.keys()].map((index) => crowd.get(index)!),
  );
  const uniqueness = [...crowd.values()].filter((size) => size === 1).length / people;
  return { sizes, truth, uniqueness };
}

describe.each([0.02, 0.1, 0.5, 0.9])('a sample of %f of 20,000 people', (share) => {
  const { sizes, truth, uniqueness } = sampled(20_000, share, `people ${share}`);
  const histogram = histogramOf(sizes);
  const model = fitPitman(histogram);
  test('risks are estimated near the truth, which lies in the bounds', () => {
    const { marketer, highest } = estimatedPopulationRisk(histogram, model, 20_000);
    expect(Math.abs(marketer.estimate - truth.marketer)).toBeLessThan(0.5 * truth.marketer);
    expect(marketer.lower).toBeLessThanOrEqual(truth.marketer);
    expect(marketer.upper).toBeGreaterThanOrEqual(truth.marketer);
    expect([highest.lower <= truth.highest, highest.upper >= truth.highest]).toEqual([true, true]);
  });
  test('so is uniqueness', () => {
    const found = populationUniqueness(histogram, model, 20_000);
    expect(Math.abs(found.estimate - uniqueness)).toBeLessThan(0.4 * uniqueness);
    expect([found.lower <= uniqueness, found.upper >= uniqueness]).toEqual([true, true]);
  });
});

test('the beta-binomial of the model: chances sum to 1, the mean is that of the urn', () => {
  const model = { theta: 3, alpha: 0.4 };
  // One person more: joins with chance (2 − 0.4)/(3 + 10).
  const joins = 1.6 / 13;
  expect(expectedRisk(model, 2, 10, 11)).toBeCloseTo(joins / 3 + (1 - joins) / 2, 12);
  expect(expectedRisk(model, 2, 10, 10)).toBeCloseTo(0.5, 12);
  expect(expectedUniqueness(model, 1)).toBeCloseTo(1, 12);
  // Two people are both alone where the second founds a class: (3 + 0.4)/(3 + 1).
  expect(expectedUniqueness(model, 2)).toBeCloseTo(3.4 / 4, 12);
});

test('Zayatz by hand: sizes 1, 1, 2 of 4 rows among 8 people', () => {
  // P(one of i in the sample): ½ for 1; 2·(4/8)·(4/7) for 2. Two classes of 1, one of 2.
  const one = 2 * 0.5;
  expect(zayatz(histogramOf([1, 1, 2]), 8)).toBeCloseTo((2 / 4) * (one / (one + 4 / 7)), 12);
});

test.each([[[1]], [[1, 1, 1]], [[50]], [[1, 1000]]])('sizes %j have finite estimates in order', (sizes) => {
  const histogram = histogramOf(sizes);
  for (const people of [histogram.rows, 10 * histogram.rows, 1e9]) {
    const model = fitPitman(histogram);
    const found = [
      ...Object.values(estimatedPopulationRisk(histogram, model, people)),
      populationUniqueness(histogram, model, people),
    ];
    for (const { estimate, lower, upper } of found) {
      expect(lower).toBeLessThanOrEqual(estimate);
      expect(estimate).toBeLessThanOrEqual(upper);
    }
  }
});
