import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signedSums } from './signed-sums.js';

it('adds the vectors with the signs that the bits say', () => {
  const number = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 20 })
        .chain((count) =>
          fc.tuple(
            fc.array(fc.tuple(number, number), { minLength: count, maxLength: count }),
            fc.array(fc.boolean(), { minLength: count, maxLength: count }),
          ),
        ),
      fc.integer({ min: 0, max: 3 }),
      ([vectors, signs], before) => {
        const bits = new Uint8Array(before + Math.ceil(vectors.length / 8));
        signs.forEach((sign, index) => (bits[before + (index >> 3)]! |= (sign ? 1 : 0) << (index & 7)));
        const out = new Float64Array(2);
        signedSums(vectors.length, 2, (index, one) => one.set(vectors[index]!))(bits, before, out);
        const expected = [0, 1].map((place) =>
          vectors.reduce((sum, vector, index) => sum + (signs[index] ? 1 : -1) * vector[place]!, 0),
        );
        expect([...out]).toEqual(expected);
      },
    ),
  );
});
