import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { real } from './formula.js';
import { plainNumber } from './plain-number.js';
import { decimalOf, doubleBelow, leastDouble, nextDown, nextUp } from './threshold.js';

const finite = fc.double({ min: -1e90, max: 1e90, noNaN: true });

describe('leastDouble', () => {
  it('finds a threshold to the last bit', () => {
    fc.assert(
      fc.property(finite, (limit) => {
        expect(leastDouble((value) => value >= limit)).toBe(limit + 0);
      }),
    );
    expect(leastDouble((value) => value * 3 >= 0.3)).toBe(0.09999999999999999);
  });

  it('tells always and never', () => {
    expect(leastDouble(() => true)).toBe(-Infinity);
    expect(leastDouble(() => false)).toBe(Infinity);
  });
});

it('nextUp and nextDown are neighbours', () => {
  fc.assert(
    fc.property(finite, (value) => {
      expect(nextDown(nextUp(value))).toBe(value + 0);
      expect(nextUp(value)).toBeGreaterThan(value);
    }),
  );
  expect(nextUp(0)).toBe(Number.MIN_VALUE);
  expect(nextUp(-Number.MIN_VALUE)).toBe(0);
});

describe('doubles as fractions and back', () => {
  it('every double is its own shortest decimal', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const [above, under] = decimalOf(value);
        expect(doubleBelow(above, under)).toBe(value + 0);
      }),
    );
  });

  it('between two doubles it is the lower one', () => {
    fc.assert(
      fc.property(finite, (value) => {
        const [a, b] = [decimalOf(value), decimalOf(nextUp(value))];
        // Their middle.
        expect(doubleBelow(a[0] * b[1] + b[0] * a[1], 2n * a[1] * b[1])).toBe(value + 0);
      }),
    );
  });

  it('are written exactly', () => {
    expect([0, 0.1, -0.25, 1e21].map(real)).toEqual([
      '0.0',
      '(/ 1.0 10.0)',
      '(- (/ 25.0 100.0))',
      '1000000000000000000000.0',
    ]);
  });
});

it.each([
  [0.6999999, [0.7, 0.65], 0.68],
  [0.65, [0.65, 0.7], 0.68],
  [1_000_000.0000000001, [1_000_000, 1_000_000.0000000001], 1_100_000],
  [-3, [0], -1],
])('a plain number beside %d, limits %j, is %d', (value, limits, expected) => {
  expect(plainNumber(value, { limits: new Set(limits), range: [null, null], integer: false })).toBe(expected);
});
