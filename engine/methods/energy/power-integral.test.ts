import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { integratePower } from './power-integral.js';

describe('energy from readings of power', () => {
  test('a constant power is its product with the time, up to the readings’ error', () => {
    const times = Array.from({ length: 61 }, (_, at) => at);
    expect(integratePower({ times, watts: times.map(() => 300) }, 5)).toEqual({
      joules: { estimate: 18_000, lower: 17_700, upper: 18_300 },
      seconds: 60,
      gaps: 0,
      gapSeconds: 0,
    });
  });

  test('a gap may hold nothing, or the highest power seen', () => {
    const times = [0, 1, 2, 3, 4, 104, 105];
    const found = integratePower({ times, watts: [100, 200, 100, 100, 100, 100, 100] }, 0)!;
    expect(found).toMatchObject({ gaps: 1, gapSeconds: 100, seconds: 105 });
    expect(found.joules.lower).toBe(5 * 100);
    expect(found.joules.upper).toBe(200 + 200 + 100 + 100 + 100 * 200 + 100);
  });

  test('one reading tells nothing', () => expect(integratePower({ times: [0], watts: [3] }, 5)).toBeUndefined());

  it('lies in its band, and two halves add up', () => {
    const reading = fc.record({
      wait: fc.double({ min: 0.1, max: 2, noNaN: true }),
      watts: fc.double({ min: 0, max: 700, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(reading, { minLength: 3, maxLength: 40 }), (readings) => {
        let now = 0;
        const times = readings.map(({ wait }) => (now += wait));
        const watts = readings.map((one) => one.watts);
        const all = integratePower({ times, watts }, 5)!;
        expect(all.joules.lower).toBeLessThanOrEqual(all.joules.estimate);
        expect(all.joules.upper).toBeGreaterThanOrEqual(all.joules.estimate);
        // Two halves that share a reading add up.
        const cut = Math.floor(times.length / 2);
        const [a, b] = [
          integratePower({ times: times.slice(0, cut + 1), watts: watts.slice(0, cut + 1) }, 5),
          integratePower({ times: times.slice(cut), watts: watts.slice(cut) }, 5),
        ];
        if (a !== undefined && b !== undefined)
          expect(a.joules.estimate + b.joules.estimate).toBeCloseTo(all.joules.estimate, 6);
      }),
    );
  });
});
