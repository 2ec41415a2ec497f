import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { boxDraws } from './bayesian-bootstrap.js';
import { greatestOf, negateBox } from './worst-of-many.js';

const normalBox = (centre: number, seed: string, draws = 2000) => {
  const rng = createRng(seed);
  const box = boxDraws(draws);
  for (let draw = 0; draw < draws; draw++) {
    box.plain[draw] = centre + rng.normal();
    box.lower[draw] = box.plain[draw]! - 0.1;
    box.upper[draw] = box.plain[draw]! + 0.1;
  }
  return box;
};
const quantile = (draws: Float64Array, p: number): number => quantileOfSorted(draws.toSorted(), p);

test('the greatest of one is it', () => {
  const worst = greatestOf(1, 2000);
  worst.add(normalBox(3, 'one'));
  expect(quantile(worst.draws(), 0.05)).toBeCloseTo(3 - 0.1 - 1.645, 0);
  expect(quantile(worst.draws(), 0.95)).toBeCloseTo(3 + 0.1 + 1.645, 0);
});

test('looking at more lowers the lower bound alone', () => {
  const bounds = [1, 5, 500].map((count) => {
    const worst = greatestOf(count, 2000);
    for (let i = 0; i < count; i++) worst.add(normalBox(i === 0 ? 9 : 0, `${i}`));
    return [quantile(worst.draws(), 0.05), quantile(worst.draws(), 0.95)] as const;
  });
  // The normal's quantiles at 0.05/k are 1.645, 2.326 and 3.719 below; beyond the draws the tail is exponential.
  expect(bounds[1]![0]).toBeCloseTo(9 - 0.1 - 2.326, 0);
  expect(bounds[2]![0]).toBeLessThan(9 - 0.1 - 3.719);
  expect(bounds[2]![0]).toBeGreaterThan(9 - 0.1 - 6);
  expect(new Set(bounds.map(([, upper]) => upper)).size).toBe(1);
});

test('negated twice a box is what it was', () => {
  const box = normalBox(0, 'box', 10);
  expect(negateBox(negateBox(box))).toEqual(box);
});
