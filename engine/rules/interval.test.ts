import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineIntervals, EVERYTHING, foregone, type Interval } from './interval.js';

const OPERATIONS = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
  min: Math.min,
  max: Math.max,
} as const;

const COMPARISONS = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
} as const;

const keys = <T extends object>(table: T): (keyof T)[] => Object.keys(table) as (keyof T)[];

/** An interval, perhaps without end, and a number in it. */
const inside = fc
  .tuple(fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 3, maxLength: 3 }), fc.boolean(), fc.boolean())
  .map(([numbers, openBelow, openAbove]) => {
    const [low = 0, value = 0, high = 0] = numbers.sort((a, b) => a - b);
    const interval: Interval = [openBelow ? -Infinity : low, openAbove ? Infinity : high];
    return { value, interval };
  });

describe('combineIntervals', () => {
  it('holds whatever comes of numbers inside', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys(OPERATIONS)), inside, inside, inside, (operator, a, b, c) => {
        const value = [b, c].reduce((left, right) => OPERATIONS[operator](left, right.value), a.value);
        const [low, high] = combineIntervals(operator, [a.interval, b.interval, c.interval]);
        return Number.isNaN(value) || (low <= value && value <= high);
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });

  it.each([
    ['-', [[1, 2]], [-2, -1]],
    [
      '+',
      [
        [0, 1],
        [0, 1],
      ],
      [0, 2],
    ],
    [
      '*',
      [
        [-1, 2],
        [3, 4],
      ],
      [-4, 8],
    ],
    [
      '/',
      [
        [1, 2],
        [2, 4],
      ],
      [0.25, 1],
    ],
    [
      '/',
      [
        [1, 2],
        [0, 4],
      ],
      EVERYTHING,
    ],
    ['*', [[0, 1], EVERYTHING], EVERYTHING],
    [
      'min',
      [
        [0, 5],
        [2, 3],
      ],
      [0, 3],
    ],
  ] as const)('%s of %j', (operator, parts, expected) => {
    expect(combineIntervals(operator, parts)).toEqual(expected);
  });
});

describe('foregone', () => {
  it('never contradicts numbers inside', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys(COMPARISONS)), inside, inside, (operator, a, b) => {
        const outcome = foregone(operator, a.interval, b.interval);
        return outcome === 'open' || COMPARISONS[operator](a.value, b.value) === (outcome === 'always');
      }),
      { numRuns: 20_000, seed: 1 },
    );
  });

  it.each([
    ['>=', [0, 1], [0, 0], 'always'],
    ['>', [0, 1], [0, 0], 'open'],
    ['>', [0, 1], [1, 1], 'never'],
    ['<=', [0, 1], [1, 1], 'always'],
    ['<', [0, 1], [0, 0], 'never'],
    ['==', [0, 1], [2, 2], 'never'],
    ['!=', [0, 1], [2, 2], 'always'],
    ['==', [1, 1], [1, 1], 'open'],
  ] as const)('%s of %j and %j: %s', (operator, a, b, expected) => {
    expect(foregone(operator, a, b)).toBe(expected);
  });
});
