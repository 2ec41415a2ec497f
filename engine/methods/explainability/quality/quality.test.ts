import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../numerics/generator.js';
import type { Explained } from '../attribution.js';
import { occlusion } from '../occlusion.js';
import { enumeratedShapley } from '../shap/enumeration.js';
import { likeness, meanLikeness } from './comparison.js';
import { complexity, sparseness } from './concentration.js';
import { curveAreas, removalCurves } from './removal-curves.js';
import { faithfulnessCorrelation, infidelity, removals, removalSubsets, valuesWith } from './removal.js';

/** A function of numbers as an explainer sees it. */
function explainedOf(
  rows: readonly (readonly number[])[],
  backgrounds: readonly (readonly number[])[],
  of: (x: readonly number[]) => number,
): Explained {
  const width = rows[0]!.length;
  return {
    players: rows[0]!.map((_, player) => `x${player}`),
    rows: rows.length,
    backgrounds: backgrounds.length,
    value: async (mixes) =>
      Float64Array.from(mixes.rows, (row, mix) =>
        of(
          rows[row]!.map((own, player) =>
            mixes.masks[mix * width + player] === 1 ? own : backgrounds[mixes.backgrounds[mix]!]![player]!,
          ),
        ),
      ),
  };
}

const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const vector = fc.array(finite, { minLength: 2, maxLength: 12 });

describe('concentration', () => {
  test('one feature has all: the Gini index is (n − 1)/n, the entropy 0', () => {
    const oneHot = Float64Array.from({ length: 10 }, (_, at) => Number(at === 3));
    expect(sparseness(oneHot)).toBeCloseTo(0.9, 14);
    expect(complexity(oneHot)).toBe(0);
  });

  test('all alike: 0 and ln n', () => {
    expect(sparseness(new Float64Array(8).fill(-0.3))).toBeCloseTo(0, 14);
    expect(complexity(new Float64Array(8).fill(-0.3))).toBeCloseTo(Math.log(8), 14);
  });

  test('nothing is NaN, huge numbers do not overflow', () => {
    for (const of of [sparseness, complexity]) {
      expect(of([])).toBeNaN();
      expect(of([0, 0])).toBeNaN();
      expect(of([1e308, -1e308, 1e308])).toBeCloseTo(of([1, 1, 1]), 12);
    }
  });

  test('order, sign and scale do not count, and the bounds hold', () => {
    fc.assert(
      fc.property(vector, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (values, factor) => {
        fc.pre(values.some((value) => Math.abs(value) > 1e-6));
        const other = values.toReversed().map((value) => -factor * value);
        const n = values.length;
        expect(sparseness(other)).toBeCloseTo(sparseness(values), 9);
        expect(complexity(other)).toBeCloseTo(complexity(values), 9);
        expect(sparseness(values)).toBeGreaterThan(-1e-12);
        expect(sparseness(values)).toBeLessThan((n - 1) / n + 1e-12);
        expect(complexity(values)).toBeGreaterThan(-1e-12);
        expect(complexity(values)).toBeLessThan(Math.log(n) + 1e-12);
      }),
    );
  });
});

describe('likeness of two attributions', () => {
  test('itself, its opposite, and another', () => {
    expect(likeness([3, -2, 1], [3, -2, 1], 2)).toEqual({ rank: 1, top: 1, sign: 1, change: 0 });
    expect(likeness([3, -2, 1], [-3, 2, -1], 2)).toMatchObject({ rank: 1, top: 1, sign: 0, change: 2 });
    // The two strongest are 0, 1 and 0, 2: one of three is shared, with one sign.
    expect(likeness([3, 2, 1], [3, 1, 2], 2)).toMatchObject({ rank: 0.5, top: 1 / 3, sign: 0.5 });
  });

  test('is symmetric and bounded', () => {
    fc.assert(
      fc.property(vector, fc.nat(5), (values, shift) => {
        const other = values.map((_, at) => values[(at + shift) % values.length]!);
        const [one, two] = [likeness(values, other, 2), likeness(other, values, 2)];
        expect(one.top).toBe(two.top);
        expect(one.sign).toBe(two.sign);
        expect(one.change).toBeCloseTo(two.change, 9);
        expect(one.change).toBeLessThanOrEqual(2 + 1e-12);
        if (!Number.isNaN(one.rank)) expect(one.rank).toBeCloseTo(two.rank, 9);
      }),
    );
  });

  test('a constant attribution has no ranks, and means leave it out', () => {
    const constant = likeness([1, 1], [2, 1], 1);
    expect(constant.rank).toBeNaN();
    const mean = meanLikeness([constant, likeness([1, 2], [1, 2], 1)]);
    expect(mean).toMatchObject({ rank: 1, top: 1, sign: 1 });
    expect(mean.change).toBeCloseTo(1 / Math.sqrt(5), 12);
    expect(likeness([0, 0], [0, 0], 1).change).toBe(0);
  });
});

describe('removal', () => {
  const background = [
    [0, 1, 2, 0.5],
    [1, 3, -1, 0.25],
    [2, -2, 4, 8],
  ];
  const rows = [[3, -1, 5, 0.125]];
  const linear = explainedOf(rows, background, ([a, b, c, d]) => 2 * a! - 3 * b! + 0.5 * c! + d!);

  test('the value without some players is the mean over the background', async () => {
    // 2·3 − 3·(−1) + 0.5·mean(2, −1, 4) + mean(0.5, 0.25, 8), then the row itself, then none of it.
    const present = Uint8Array.of(1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0);
    const values = await valuesWith(linear, 0, present);
    expect(values[0]).toBeCloseTo(9 + 5 / 6 + 8.75 / 3, 12);
    expect(values[1]).toBeCloseTo(11.625, 12);
    expect(values[2]).toBeCloseTo(2 - 2 + 5 / 6 + 8.75 / 3, 12);
  });

  test('subsets: all of few players, else drawn; never empty', () => {
    const all = removalSubsets(3, 50, null, createRng('a'));
    expect(all.length).toBe(7 * 3);
    expect(new Set(Array.from({ length: 7 }, (_, at) => all.slice(3 * at, 3 * at + 3).join(''))).size).toBe(7);
    const drawn = removalSubsets(40, 30, null, createRng('a'));
    const sizes = Array.from({ length: 30 }, (_, at) => drawn.slice(40 * at, 40 * at + 40).reduce((a, b) => a + b));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(new Set(sizes).size).toBeGreaterThan(10);
    const fixed = removalSubsets(40, 30, 4, createRng('a'));
    expect(fixed.reduce((a, b) => a + b)).toBe(30 * 4);
  });

  const judged = async (explained: Explained, attribution: ArrayLike<number>) => {
    const prediction = (await valuesWith(explained, 0, new Uint8Array(explained.players.length).fill(1)))[0]!;
    const subsets = removalSubsets(explained.players.length, 15, null, createRng('subsets'));
    return removals(explained, 0, { attribution, prediction }, subsets);
  };

  test('the Shapley values of a linear model are faithful: 1, and 0 of infidelity', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
        async (weights) => {
          const model = explainedOf(rows, background, (x) =>
            x.reduce((sum, value, at) => sum + weights[at]! * value, 0),
          );
          const { values } = await enumeratedShapley(model);
          fc.pre(values.some((value) => Math.abs(value) > 1e-3));
          const removed = await judged(model, values);
          expect(faithfulnessCorrelation(removed)).toBeCloseTo(1, 9);
          expect(infidelity(removed)).toBeCloseTo(0, 9);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('the scale of an attribution does not count; its opposite is as wrong as can be; a wrong one is between', async () => {
    const { values } = await enumeratedShapley(linear);
    const opposite = await judged(
      linear,
      values.map((value) => -value),
    );
    expect(faithfulnessCorrelation(opposite)).toBeCloseTo(-1, 9);
    const thrice = await judged(
      linear,
      values.map((value) => 3 * value),
    );
    expect(infidelity(thrice)).toBeCloseTo(0, 9);
    const wrong = await judged(linear, values.slice().reverse());
    expect(faithfulnessCorrelation(wrong)).toBeLessThan(0.9);
    expect(infidelity(wrong)).toBeGreaterThan(0.1);
    expect(infidelity(await judged(linear, [0, 0, 0, 0]))).toBe(1);
    expect(faithfulnessCorrelation(await judged(linear, [0, 0, 0, 0]))).toBeNaN();
  });

  test('a model that never moves has no measure', async () => {
    const still = explainedOf(rows, background, () => 7);
    const removed = await judged(still, [1, 2, 3, 4]);
    expect([faithfulnessCorrelation(removed), infidelity(removed)]).toEqual([Number.NaN, Number.NaN]);
    const curves = await removalCurves(still, 0, [1, 2, 3, 4], { steps: 10, orders: 2, rng: createRng('c') });
    expect(curveAreas(curves).deletionGain).toBeNaN();
  });

  test('curves begin and end at the row and the background, and the true order beats random ones', async () => {
    const { values } = await enumeratedShapley(linear);
    const plan = { steps: 10, orders: 20, rng: createRng('orders') };
    const curves = await removalCurves(linear, 0, values, plan);
    expect([...curves.counts]).toEqual([0, 1, 2, 3, 4]);
    const [own, base] = [11.625, 5 / 6 + 8.75 / 3];
    expect(curves.deletion[0]).toBeCloseTo(own, 12);
    expect(curves.deletion[4]).toBeCloseTo(base, 12);
    expect(curves.insertion[0]).toBeCloseTo(base, 12);
    expect(curves.insertion[4]).toBeCloseTo(own, 12);
    // Of a linear model each step of the deletion curve is the player's Shapley value.
    const sorted = [...values].sort((a, b) => b - a);
    sorted.forEach((value, at) => expect(curves.deletion[at]! - curves.deletion[at + 1]!).toBeCloseTo(value, 9));
    const areas = curveAreas(curves);
    expect(areas.deletionGain).toBeGreaterThan(0.05);
    expect(areas.insertionGain).toBeGreaterThan(0.05);
    const backwards = curveAreas(
      await removalCurves(
        linear,
        0,
        values.map((value) => -value),
        plan,
      ),
    );
    expect(backwards.deletionGain).toBeLessThan(-0.05);
    expect(backwards.insertionGain).toBeLessThan(-0.05);
  });

  test('one player has a curve of its two ends, and nothing to divide', async () => {
    expect(infidelity({ promised: Float64Array.of(2), drops: Float64Array.of(3) })).toBeNaN();
    const one = explainedOf([[3]], [[1]], ([a]) => a!);
    const curves = await removalCurves(one, 0, [2], { steps: 10, orders: 3, rng: createRng('one') });
    expect([...curves.deletion]).toEqual([3, 1]);
    expect(curveAreas(curves)).toMatchObject({ deletion: 0.5, deletionGain: 0 });
  });

  test('occlusion is each player’s own fall, with fewer background rows where they would cost too much', async () => {
    const { values } = await occlusion(linear, 1000);
    [2 * 2, -3 * (-1 - 2 / 3), 0.5 * (5 - 5 / 3), 0.125 - 8.75 / 3].forEach((value, player) =>
      expect(values[player]).toBeCloseTo(value, 12),
    );
    const cheap = await occlusion(linear, 4);
    expect(cheap.values[0]).toBeCloseTo(2 * 3, 12);
  });
});
