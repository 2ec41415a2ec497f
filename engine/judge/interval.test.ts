import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, type ArithmeticOperator, type Interval } from './interval.js';

const OPERATORS: readonly ArithmeticOperator[] = ['+', '-', '*', '/', '%', 'min', 'max'];
const APPLY: Readonly<Record<ArithmeticOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  min: Math.min,
  max: Math.max,
};
const end = fc.oneof(
  fc.constantFrom(-Infinity, -2, -1, 0, 0.5, 1, 3, Infinity),
  fc.double({ min: -50, max: 50, noNaN: true }),
);
const interval: fc.Arbitrary<Interval> = fc
  .tuple(end, end)
  .map(([a, b]): Interval => [Math.min(a, b), Math.max(a, b)])
  .filter(([low, high]) => low !== Infinity && high !== -Infinity);

/** A value inside, at `share` of the way, infinite ends cut off. */
const inside = ([low, high]: Interval, share: number): number => {
  const [a, b] = [Math.max(low, Math.min(high, 0) - 1000), Math.min(high, Math.max(low, 0) + 1000)];
  return Math.min(b, Math.max(a, a + (b - a) * share));
};

describe('interval arithmetic', () => {
  it.each(OPERATORS)('%s encloses every value', (operator) => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(interval, interval, share, share, (a, b, s, t) => {
        const value = APPLY[operator](inside(a, s), inside(b, t));
        fc.pre(Number.isFinite(value));
        const [low, high] = combine(operator, [a, b]);
        // Ends are not rounded outwards: points must give json-logic-js's own doubles.
        const slack = 1e-12 * Math.max(1, Math.abs(value));
        expect(low).toBeLessThanOrEqual(value + slack);
        expect(high).toBeGreaterThanOrEqual(value - slack);
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  it.each([
    ['/', [1, 1], [0, 0], [-Infinity, Infinity]],
    ['/', [1, 2], [-1, 1], [-Infinity, Infinity]],
    ['%', [5, 5], [0, 0], [-Infinity, Infinity]],
    ['%', [5, 6], [4, 4], [1, 2]],
    ['*', [0, 0], [-Infinity, Infinity], [0, 0]],
    ['-', [-Infinity, Infinity], [-Infinity, Infinity], [-Infinity, Infinity]],
    ['*', [1e308, 1e308], [10, 10], [-Infinity, Infinity]],
  ] as const)('%s of %j and %j is %j', (operator, a, b, expected) =>
    expect(combine(operator, [a, b])).toEqual(expected),
  );
});
