import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOuterProduct, choleskyFactor, choleskySolve, dot, squareMatrix } from './linear-algebra.js';

describe('choleskySolve', () => {
  it.each([
    { a: [4], b: [8], x: [2] },
    { a: [4, 2, 2, 3], b: [8, 7], x: [1.25, 1.5] },
    { a: [25, 15, -5, 15, 18, 0, -5, 0, 11], b: [35, 33, 6], x: [1, 1, 1] },
  ])('solves $a · x = $b', ({ a, b, x }) => {
    const solved = choleskySolve({ size: b.length, values: Float64Array.from(a) }, b);
    x.forEach((value, i) => expect(solved?.[i]).toBeCloseTo(value, 12));
  });

  it.each([[[0]], [[1, 2, 2, 1]], [[1, 1, 1, 1]], [[Number.NaN]]])(
    'refuses %j, which is not positive definite',
    (a) => {
      expect(choleskySolve({ size: Math.sqrt(a.length), values: Float64Array.from(a) }, a)).toBeUndefined();
    },
  );

  it('solves any regularised Gram matrix', () => {
    const finite = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite, finite), { minLength: 1, maxLength: 20 }), (rows) => {
        const a = squareMatrix(3);
        const flat = Float64Array.from(rows.flat());
        rows.forEach((_, row) => addOuterProduct(a, flat, row, 1));
        for (let i = 0; i < 3; i++) a.values[i * 3 + i]! += 1;
        const x = choleskySolve(a, [1, -2, 3])!;
        const full = (i: number, j: number): number => a.values[Math.max(i, j) * 3 + Math.min(i, j)]!;
        [1, -2, 3].forEach((b, i) => {
          expect(dot([full(i, 0), full(i, 1), full(i, 2)], x)).toBeCloseTo(b, 7);
        });
      }),
    );
  });

  it('reads only the lower triangle', () => {
    const lower = choleskyFactor({ size: 2, values: Float64Array.from([4, 999, 2, 3]) });
    expect([...lower!.values]).toEqual([2, 0, 1, Math.SQRT2]);
  });
});
