import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from './generator.js';
import { quantileBounds, sampleForQuantile } from './quantile-bounds.js';

const numbered = (n: number): Float64Array => Float64Array.from({ length: n }, (_, at) => at + 1);

describe('bounds of a quantile', () => {
  // Of 16 at 3/4 (SciPy 1.10, binom): P(≤ 8) = 0.0271, P(≤ 9) = 0.0796; P(≥ 16) = 0.0100, P(≥ 15) = 0.0635.
  test('the ranks that the binomial table gives', () => {
    expect(quantileBounds(numbered(16), 0.75, 0.9)).toEqual({ estimate: 12, lower: 9, upper: 16 });
  });

  test('a median of five has none at 95 %, of six the least and the greatest', () => {
    expect(quantileBounds(numbered(5), 0.5, 0.95)).toBeUndefined();
    expect(quantileBounds(numbered(6), 0.5, 0.95)).toEqual({ estimate: 3, lower: 1, upper: 6 });
  });

  test.each([
    [0.5, 6],
    [0.95, 72],
    [0.99, 368],
  ])('the %d quantile needs %d', (share, needed) => {
    expect(sampleForQuantile(share, 0.95)).toBe(needed);
    expect(quantileBounds(numbered(needed), share, 0.95)).toBeDefined();
    expect(quantileBounds(numbered(needed - 1), share, 0.95)).toBeUndefined();
  });

  test('enclose the sample’s own quantile, and widen with the level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, share) => {
        const narrow = quantileBounds(numbered(n), share, 0.8);
        const wide = quantileBounds(numbered(n), share, 0.99);
        if (narrow !== undefined) {
          expect(narrow.lower).toBeLessThanOrEqual(narrow.estimate);
          expect(narrow.upper).toBeGreaterThanOrEqual(narrow.estimate);
        }
        if (wide !== undefined) {
          expect(wide.lower).toBeLessThanOrEqual(narrow!.lower);
          expect(wide.upper).toBeGreaterThanOrEqual(narrow!.upper);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('hold the truth as often as they say', () => {
    const rng = createRng('latencies');
    const samples = 2000;
    let missed = 0;
    for (let sample = 0; sample < samples; sample++) {
      const values = Float64Array.from({ length: 400 }, () => -Math.log(1 - rng.next())).sort();
      const { lower, upper } = quantileBounds(values, 0.95, 0.95)!;
      const truth = -Math.log(0.05);
      if (truth < lower || truth > upper) missed++;
    }
    // At most 5 %, with four standard errors of 2,000 samples.
    expect(missed / samples).toBeLessThan(0.05 + (4 * Math.sqrt(0.05 * 0.95)) / Math.sqrt(samples));
    expect(missed / samples).toBeGreaterThan(0.015);
  });
});
