import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactImportance } from './exact-importance.js';

const losses = (n: number, of: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => of(Math.floor(at / n), at % n));

test('scikit-learn’s example: a column that is the class has expectation 0.5 and deviation √0.05', () => {
  // xai.perm_importance.exact of the reference values: hypergeometric(6, 3, 3).
  const x = [1, 1, 1, 0, 0, 0];
  const result = exactImportance(
    losses(6, (i, j) => (x[i] === x[j] ? 0 : 1)),
    new Float64Array(6),
  );
  expect(result.expectation).toBeCloseTo(0.5, 12);
  expect(result.deviation).toBeCloseTo(0.22360679774997896, 12);
});

test('equals the mean and the deviation over all orders of four rows', () => {
  const orders: number[][] = [];
  const permute = (rest: number[], order: number[]): void => {
    if (rest.length === 0) orders.push(order);
    for (const next of rest)
      permute(
        rest.filter((other) => other !== next),
        [...order, next],
      );
  };
  permute([0, 1, 2, 3], []);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 16, maxLength: 16 }), (values) => {
      const means = orders.map((order) => order.reduce((sum, j, i) => sum + values[4 * i + j]!, 0) / 4);
      const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
      const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / means.length;
      const result = exactImportance(Float64Array.from(values), Float64Array.from([1, 2, 3, 4]));
      expect(result.expectation).toBeCloseTo(mean - 2.5, 9);
      expect(result.deviation).toBeCloseTo(Math.sqrt(variance), 9);
    }),
  );
});

test('needs a square of losses', () => {
  expect(() => exactImportance(new Float64Array(5), new Float64Array(2))).toThrow(RangeError);
  expect(() => exactImportance(new Float64Array(1), new Float64Array(1))).toThrow(RangeError);
});
