import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duration, plain, printer, withUnit } from './number.js';

describe('plain', () => {
  test.each([
    [0, '0'],
    [5, '5'],
    [-3, '−3'],
    [28416, '28,416'],
    [1234567.8, '1,234,568'],
    [0.5, '0.5'],
    [0.1234567, '0.1235'],
    [0.000123456, '0.0001235'],
    [1.5e-9, '1.50e-9'],
    [2e20, '2.00e20'],
    [Infinity, '∞'],
    [-0, '0'],
  ])('%d is %s', (value, text) => {
    expect(plain(value)).toBe(text);
  });
});

const read = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'));

describe('printer', () => {
  test.each([
    [{ estimate: 0.723, interval: [0.687, 0.759], limit: 0.7 }, ['0.723', '0.700']],
    [{ estimate: 0.6996, interval: [0.6, 0.8], limit: 0.7 }, ['0.6996', '0.7000']],
    [{ estimate: 28416, limit: 1e6 }, ['28,416', '1,000,000']],
    [{ estimate: 1, limit: 5 }, ['1', '5']],
    [{ estimate: 3, interval: [1.2, 9.7], limit: 4 }, ['3.0', '4.0']],
  ] as const)('%j', (numbers, [estimate, limit]) => {
    const print = printer(numbers);
    expect([print(numbers.estimate), print(numbers.limit)]).toEqual([estimate, limit]);
  });

  test('what is printed lies on the same side of the limit as what was measured', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, number, (estimate, limit, halfWidth) => {
        const half = Math.abs(halfWidth);
        const print = printer({ estimate, limit, interval: [estimate - half, estimate + half] });
        // Below 1e-12 apart there are no digits left.
        fc.pre(Math.abs(estimate - limit) > 1e-11);
        expect(Math.sign(read(print(estimate)) - read(print(limit)))).toBe(Math.sign(estimate - limit));
      }),
    );
  });
});

test.each([
  ['0.5', '1', '0.5'],
  ['0.5', undefined, '0.5'],
  ['12', 'percent', '12 %'],
  ['0.4', 'kWh/1e6 prediction', '0.4 kWh/1e6 prediction'],
])('%s of unit %s is %s', (text, unit, expected) => {
  expect(withUnit(text, unit)).toBe(expected);
});

test.each([
  [0.0123, '12 ms'],
  [2.31, '2.3 s'],
  [42.4, '42 s'],
  [185, '3 min 5 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
