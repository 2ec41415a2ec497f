import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { derangement } from './derangement.js';
import { drawnImportances, shareBox } from './importance-shares.js';
import { contestOf, topShare, topShareBox } from './top-share.js';
import { unseenOf, withUnseen, worthOf } from './unseen-row.js';

const N = 100;

/** Importances of so many deviations each. */
function drawn(estimates: readonly number[], deviation: number, count = 400) {
  const rng = createRng('top share');
  const draws = estimates.map((estimate) =>
    Float64Array.from({ length: count }, () => estimate + deviation * rng.normal()),
  );
  return drawnImportances(estimates, draws, N);
}

const quantile = (values: Float64Array, p: number): number => values.toSorted()[Math.floor(p * values.length)]!;

describe('who is on top', () => {
  test.each<[string, readonly number[], number, number, readonly number[], readonly number[]]>([
    ['one far ahead', [0.1, 0.7, 0.2], 0.01, 1, [1], []],
    ['two close', [0.45, 0.1, 0.44], 0.01, 1, [], [0, 2]],
    ['two close, both in', [0.45, 0.1, 0.44], 0.01, 2, [0, 2], []],
    ['the last place contested', [0.5, 0.2, 0.2, 0.1], 0.01, 2, [0], [1, 2]],
    ['all equal', [0.25, 0.25, 0.25, 0.25], 0.01, 3, [], [0, 1, 2, 3]],
    ['exact and equal', [0.5, 0.5], 0, 1, [], [0, 1]],
  ])('%s', (_, shares, deviation, count, sure, contested) => {
    const deviations = shares.map(() => deviation);
    expect(contestOf(shares, deviations, count)).toEqual({ sure, contested });
  });

  test('there are always enough, and no more sure ones than places', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 4, maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (shares, count) => {
        const { sure, contested } = contestOf(shares, new Float64Array(shares.length).fill(0.02), count);
        expect(sure.length).toBeLessThanOrEqual(count);
        expect(sure.length + contested.length).toBeGreaterThanOrEqual(count);
      }),
    );
  });
});

describe('the share of the top', () => {
  test('is that of the top set where the features are apart', () => {
    const importances = drawn([6, 1, 4, 0.5], 0.05);
    const box = topShareBox(importances, 2);
    const fixed = shareBox(importances, [0, 2]);
    expect([...box.lower].map((value) => value.toFixed(9))).toEqual([...fixed.lower].map((value) => value.toFixed(9)));
    expect([...box.upper].sort()).toEqual([...fixed.upper].sort());
  });

  test('reaches lower than that of any set, and as high as that of every set, where they are tied', () => {
    const importances = drawn([1, 1, 1, 1, 1], 0.1);
    const box = topShareBox(importances, 1);
    for (const feature of [0, 1, 2, 3, 4]) {
      const one = shareBox(importances, [feature]);
      expect(quantile(box.lower, 0.05)).toBeLessThan(quantile(one.lower, 0.05));
      expect(quantile(box.upper, 0.95)).toBeGreaterThanOrEqual(quantile(one.upper, 0.95));
    }
  });

  test('copes with more contested features than can be combined', () => {
    const { lower, upper } = topShareBox(drawn(new Array<number>(40).fill(1), 0.3), 3);
    expect(quantile(lower, 0.05)).toBeLessThan(3 / 40);
    expect(quantile(upper, 0.95)).toBeGreaterThan(3 / 40);
  });

  test('is at most 1', () => expect(topShare(Float64Array.from([0.1, 0.2, 0.7]), 3)).toBe(1));
});

describe('a row that was not seen', () => {
  test('k rows of n on which a feature hangs, each worth 1', () => {
    // Row and partner: the rows' mean is twice the importance; its variance over resamples is k/n²·(1 − k/n)/4.
    const [k, n] = [4, 200];
    const deviation = Math.sqrt((k * (1 - k / n)) / 4) / n;
    expect(worthOf(k / n / 2, deviation, n)).toBeCloseTo(1, 12);
    expect(unseenOf(k / n / 2, deviation, n, 0.5)).toBeCloseTo(1 / (2 * n), 12);
  });

  test('none seen: of the strongest; enough seen: nothing', () => {
    expect(unseenOf(0, 0, 200, 1)).toBe(1 / 400);
    expect(unseenOf(0.25, Math.sqrt(100 * 0.5) / 400, 200, 1)).toBe(0);
  });

  test('its weight is a standard exponential: the rule of three', () => {
    const draws = new Float64Array(2000);
    expect(quantile(withUnseen(draws, 1), 0.95)).toBeCloseTo(-Math.log(0.05), 1);
    expect(quantile(withUnseen(draws, -1), 0.05)).toBeCloseTo(Math.log(0.05), 1);
  });
});

test.each([2, 3, 20])('no row of %d keeps its own value', (n) => {
  const rng = createRng('derangement');
  for (let repeat = 0; repeat < 50; repeat++) {
    const order = derangement(n, rng);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, at) => at));
    expect(order.some((from, to) => from === to)).toBe(false);
  }
});
