import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { exposureBounds, noLessLikely, rankExposure } from './canary-exposure.js';

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

  // A sample without replacement of 255 of 9,999, the canary's rank among 10,000 known.
  test.each([1, 20, 300, 5000])('hold rank %i often enough', (rank) => {
    const rng = createRng(`exposure ${rank}`);
    const [size, references, runs] = [10_000, 255, 1500];
    const truth = Math.log2(size / rank);
    let [under, over] = [0, 0];
    for (let run = 0; run < runs; run++) {
      let [left, less, noLess] = [size - 1, rank - 1, 0];
      for (let drawn = 0; drawn < references; drawn++) {
        if (rng.integer(left--) < less) {
          less--;
          noLess++;
        }
      }
      const [lower, upper] = exposureBounds({ size, references, noLess }, 0.05, 0.05);
      if (lower > truth) over++;
      if (upper < truth - 1e-9) under++;
    }
    // 0.05 and three standard errors of so many runs.
    const most = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    expect(over).toBeLessThan(most);
    expect(under).toBeLessThan(most);
  });
});
