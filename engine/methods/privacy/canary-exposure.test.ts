import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { exposureBounds, noLessBelow, noLessLikely, rankExposure } from './canary-exposure.js';

describe('bounds of the exposure', () => {
  test('are the exposure itself where all others were looked at', () => {
    const bits = Math.log2(1000) - Math.log2(8);
    expect(exposureBounds({ size: 1000, references: 999, noLess: 7 }, 0.01, 0.05)).toEqual([bits, bits]);
  });

  test('hold the exposure of the sample, and narrow with the level', () => {
    const rank = fc.integer({ min: 1, max: 400 }).chain((references) =>
      fc.record({
        references: fc.constant(references),
        noLess: fc.integer({ min: 0, max: references }),
        size: fc.integer({ min: references + 2, max: 1e9 }),
      }),
    );
    fc.assert(
      fc.property(rank, (sampled) => {
        const losses = Array.from({ length: sampled.references }, (_, at) => (at < sampled.noLess ? 0 : 2));
        const exposure = rankExposure(1, losses);
        const [lower, upper] = exposureBounds(sampled, 0.025, 0.025);
        const [wider, widest] = exposureBounds(sampled, 0.001, 0.001);
        expect(noLessLikely(1, losses)).toBe(sampled.noLess);
        expect(lower).toBeLessThanOrEqual(exposure);
        expect(upper).toBeGreaterThanOrEqual(exposure - 1e-9);
        expect(wider).toBeLessThanOrEqual(lower);
        expect(widest).toBeGreaterThanOrEqual(upper);
      }),
    );
  });

  test('so many no less likely tell that it is below, and no fewer', () => {
    for (const [bits, references] of [
      [7, 255],
      [5, 63],
      [2.5, 40],
      [7, 126],
      [0.5, 1],
    ] as const) {
      const least = noLessBelow(bits, references);
      expect(Math.log2((references + 1) / (1 + least))).toBeLessThan(bits);
      if (references + 1 >= 2 ** bits) expect(Math.log2((references + 1) / least)).toBeGreaterThanOrEqual(bits);
    }
  });

  // A sample without replacement of 255 of 9,999, the canary's rank among 10,000 known.
  // Stopped where two of them tell that the exposure is below seven bits.
  test.each([
    [1, 'all'],
    [20, 'all'],
    [300, 'all'],
    [5000, 'all'],
    [20, 'as many as tell'],
    [300, 'as many as tell'],
    [5000, 'as many as tell'],
  ])('hold rank %i often enough: %s', (rank, until) => {
    const rng = createRng(`exposure ${rank}${until === 'all' ? '' : until}`);
    const [size, most, runs] = [10_000, 255, 1500];
    const enough = until === 'all' ? Infinity : noLessBelow(7, most);
    const truth = Math.log2(size / rank);
    let [under, over] = [0, 0];
    for (let run = 0; run < runs; run++) {
      let [left, less, noLess] = [size - 1, rank - 1, 0];
      let references = 0;
      for (; references < most && noLess < enough; references++) {
        if (rng.integer(left--) < less) {
          less--;
          noLess++;
        }
      }
      const isStopped = noLess >= enough;
      const [lower, upper] = exposureBounds({ size, references, noLess, isStopped }, 0.05, 0.05);
      if (lower > truth) over++;
      if (upper < truth - 1e-9) under++;
    }
    // 0.05 and three standard errors of so many runs.
    const allowed = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    expect(over).toBeLessThan(allowed);
    expect(under).toBeLessThan(allowed);
  });
});
