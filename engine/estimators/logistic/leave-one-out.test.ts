import { describe, expect, test } from 'vitest';
import { germanCredit, numericClasses } from '../../../tests/fixtures/data-sets.js';
import { createRng } from '../../numerics/generator.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import type { TrainingData } from '../estimator.js';
import { estimatorOf } from '../registry.js';
import { leaveOneOut } from '../single-splits.js';
import type { Fold } from '../splits.js';

/** Of probabilities; both stop where half the squared Newton decrement is 1e-14 of the loss. */
const CLOSE = 1e-7;

async function answersOf(data: TrainingData, folds: readonly Fold[], settings = {}) {
  const estimator = await estimatorOf({ type: 'logistic-regression', with: settings }, 'classes');
  return estimator.answers(data, folds, { rng: createRng, pause: async () => {} });
}

/** Largest distance between answers with all rows left out, and by a fit of its own for every `step`-th row. */
async function distance(data: TrainingData, rows: number, step: number, settings = {}): Promise<number> {
  const folds = leaveOneOut(rows);
  const some = folds.filter((_, row) => row % step === 0);
  const together = await answersOf(data, folds, settings);
  const apart = await answersOf(data, some, settings);
  expect(apart).toHaveLength(some.length);
  let most = 0;
  some.forEach(({ test: [row] }, place) => {
    expect(together[row!]).toHaveLength(apart[place]!.length);
    apart[place]!.forEach((value, k) => (most = Math.max(most, Math.abs(value - together[row!]![k]!))));
  });
  return most;
}

describe('leaving each row out equals a fit of its own', () => {
  test.each([
    ['two classes of numbers', () => numericClasses('breast_cancer.csv'), 31, {}],
    ['a weak penalty', () => numericClasses('breast_cancer.csv'), 97, { C: 1000 }],
    ['three classes', () => numericClasses('wine.csv'), 5, {}],
    ['numbers and levels', germanCredit, 97, {}],
    ['as the numbers are', () => numericClasses('wine.csv'), 11, { standardise: false, C: 0.01 }],
  ] as const)('%s', async (_, read, step, settings) => {
    const data = read();
    expect(await distance(data, data.rows, step, settings)).toBeLessThan(CLOSE);
  });

  const codes = Int32Array.from([0, 0, 1, 1, 0, 1, 1, 0]);
  const target = { kind: 'classes', codes, classes: ['a', 'b'] } as const;
  const plain = [1, 2, 3, 4, 2, 3, 5, 1];
  test.each([
    ['gaps', { x: { numbers: [1, 2, Number.NaN, 4, 2, 3, 5, 1] } }, {}],
    ['a level of one row', { x: { numbers: plain }, y: { texts: ['u', 'v', 'v', 'u', 'v', 'w', 'u', 'v'] } }, {}],
    ['a column that varies in one row', { x: { numbers: plain }, y: { numbers: [0, 0, 0, 0, 9, 0, 0, 0] } }, {}],
    ['a number that hides the others', { x: { numbers: [1, 2, 3, 4, 2, 3, 5, 1e9] } }, {}],
  ] as const)('%s', async (_, columns, settings) => {
    expect(await distance({ features: memoryTable(columns).columns, target }, 8, 1, settings)).toBeLessThan(CLOSE);
  });

  test('weights', async () => {
    const weights = Float64Array.from([1, 2, 3, 0, 1, 1, 2, 1]);
    const features = memoryTable({ x: { numbers: plain } }).columns;
    expect(await distance({ features, target, weights }, 8, 1)).toBeLessThan(CLOSE);
  });

  test('the last row of a third class', async () => {
    const third = {
      kind: 'classes',
      codes: Int32Array.from([0, 0, 1, 1, 0, 1, 1, 2]),
      classes: ['a', 'b', 'c'],
    } as const;
    const data = { features: memoryTable({ x: { numbers: plain } }).columns, target: third };
    expect(await distance(data, 8, 1)).toBeLessThan(CLOSE);
    expect((await answersOf(data, leaveOneOut(8)))[7]![2]).toBe(0);
  });

  test('the last row of the other class is a fault', async () => {
    const data = {
      features: memoryTable({ x: { numbers: [1, 2, 3] } }).columns,
      target: { ...target, codes: Int32Array.of(0, 0, 1) },
    };
    await expect(answersOf(data, leaveOneOut(3))).rejects.toMatchObject({ unmeasured: 'out-of-domain' });
  });
});
