import { expect, test } from 'vitest';
import { classesOfNumbers } from './equivalence-classes.js';
import { identifyingSets } from './identifying-sets.js';

const columns = [
  [0, 0, 1, 1],
  [0, 1, 0, 1],
  [0, 0, 0, 0],
].map((column) => classesOfNumbers(column));

test('the smallest sets, and no larger ones', () => {
  expect(identifyingSets(columns, 4, 1, 100)).toEqual({ sets: [{ columns: [0, 1], uniqueness: 1 }], complete: true });
  expect(identifyingSets(columns.slice(1), 4, 0.5, 100)).toEqual({ sets: [], complete: true });
  expect(identifyingSets(columns, 4, 1, 2)).toEqual({ sets: [], complete: false });
});
