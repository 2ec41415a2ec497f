import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from './generator.js';
import { leastSquares } from './least-squares.js';

const of = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());

/** NumPy 1.24.2: np.linalg.lstsq(a, b, rcond=None)[0] and its rank. */
test.each([
  [
    'full rank',
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [1, 2, 2],
    2,
    [-0.6666666666666664, 0.9166666666666664],
  ],
  [
    'a column twice',
    [
      [1, 1],
      [2, 2],
      [4, 4],
    ],
    [1, 2, 3],
    1,
    [0.40476190476190477, 0.40476190476190477],
  ],
  [
    'more columns than rows',
    [
      [1, 2, 3],
      [4, 5, 7],
    ],
    [1, 2],
    2,
    [-0.22857142857142873, 0.14285714285714288, 0.31428571428571433],
  ],
  [
    'nothing',
    [
      [0, 0],
      [0, 0],
    ],
    [1, 2],
    0,
    [0, 0],
  ],
] as const)('%s', (_, a, b, rank, x) => {
  const found = leastSquares(of(a), a.length, a[0].length, b);
  expect(found.rank).toBe(rank);
  found.solution.forEach((value, index) => expect(value).toBeCloseTo(x[index]!, 12));
});

describe('properties', () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 12 }),
    columns: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(),
  });

  test('residuals are orthogonal to the columns, leverages sum to the rank', () => {
    fc.assert(
      fc.property(shapes, ({ rows, columns, seed }) => {
        const rng = createRng(`${seed}`);
        const a = Float64Array.from({ length: rows * columns }, () => rng.integer(4) - 1);
        const b = Float64Array.from({ length: rows }, () => rng.normal());
        const { solution, leverages, rank } = leastSquares(a, rows, columns, b);
        const residuals = b.map((value, i) => value - solution.reduce((sum, x, j) => sum + x * a[i * columns + j]!, 0));
        for (let j = 0; j < columns; j++) {
          expect(residuals.reduce((sum, e, i) => sum + e * a[i * columns + j]!, 0)).toBeCloseTo(0, 9);
        }
        expect(leverages.reduce((sum, h) => sum + h, 0)).toBeCloseTo(rank, 9);
      }),
    );
  });
});
