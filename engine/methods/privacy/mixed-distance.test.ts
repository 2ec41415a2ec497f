import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { covers, parseCell } from './generalised-cell.js';
import { compareColumn, distancesTo, nearest } from './mixed-distance.js';

describe('cells that say less than a value', () => {
  test.each<
    [string | null, boolean, unknown, readonly (number | string | null)[], readonly (number | string | null)[]]
  >([
    ['30–39', true, { kind: 'range', from: 30, to: 39, open: false }, [30, 35, 39], [29, 39.5, null, Number.NaN]],
    ['-5--1', true, { kind: 'range', from: -5, to: -1, open: false }, [-5, -1], [0]],
    ['[0, 1.5)', true, { kind: 'range', from: 0, to: 1.5, open: true }, [0, 1.4], [1.5]],
    ['<30', true, { kind: 'range', from: -Infinity, to: 30, open: true }, [-1e9, 29], [30]],
    ['>= 65', true, { kind: 'range', from: 65, to: Infinity, open: false }, [65, 1e9], [64]],
    ['42', true, { kind: 'range', from: 42, to: 42, open: false }, [42], [42.5]],
    ['30–39', false, { kind: 'text', text: '30–39' }, ['30–39'], ['30']],
    ['130**', false, { kind: 'prefix', prefix: '130' }, ['13053', '130'], ['1485', null]],
    ['{a, b}', false, { kind: 'set', texts: new Set(['a', 'b']) }, ['a', 'b'], ['c', '{a, b}']],
    ['*', true, { kind: 'any' }, [1, Number.NaN], []],
    [null, true, { kind: 'missing' }, [Number.NaN, null], [0]],
    ['**x', false, { kind: 'text', text: '**x' }, ['**x'], ['x']],
  ])('%s', (text, numeric, cell, inside, outside) => {
    const parsed = parseCell(text, numeric);
    expect(parsed).toEqual(cell);
    expect([inside.map((value) => covers(parsed, value)), outside.map((value) => covers(parsed, value))]).toEqual([
      inside.map(() => true),
      outside.map(() => false),
    ]);
  });

  test('hostile texts take no time', () => {
    const started = performance.now();
    for (const text of [
      '1'.repeat(100_000),
      `${'1'.repeat(50_000)}-`,
      '*'.repeat(100_000),
      `${'a*'.repeat(50_000)}b`,
    ]) {
      for (const numeric of [true, false]) parseCell(text, numeric);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

const distances = (columns: Parameters<typeof distancesTo>[0], row: number, rows: number): number[] => [
  ...distancesTo(columns, 0, row, new Float64Array(rows)),
];

test('Gower of numbers and categories by hand', () => {
  const columns = [
    compareColumn('age', { values: Float64Array.of(20, 40, Number.NaN) }, [{ values: Float64Array.of(20, 60) }]),
    compareColumn('city', { codes: Int32Array.of(0, 1, -1), levels: ['b', 'a'] }, [
      { codes: Int32Array.of(0, -1), levels: ['a'] },
    ]),
  ];
  expect(distances(columns, 0, 3)).toEqual([1, 0.5, 2]);
  expect(distances(columns, 1, 3)).toEqual([2, 1.5, 1]);
});

test('a narrow range around a value is nearer than a wide one, and both than one beside it', () => {
  const released = { codes: Int32Array.of(0, 1, 2, 3), levels: ['30–34', '20–50', '50–60', '*'] };
  const column = compareColumn('age', released, [{ values: Float64Array.of(32, 20, 70) }]);
  const [narrow, wide, beside, any] = distances([column], 0, 4) as [number, number, number, number];
  expect([narrow, wide, beside]).toEqual([1 / 50, expect.closeTo((12 ** 2 + 18 ** 2) / 60 / 50, 12), 23 / 50]);
  expect(any).toBeCloseTo(2 / 3, 12);
});

test('values that do not vary, or not finitely, are equal or not', () => {
  for (const values of [
    [1, 1],
    [1e308, -1e308],
  ]) {
    const column = compareColumn('x', { values: Float64Array.from(values) }, [{ values: Float64Array.from(values) }]);
    expect(distances([column], 0, 2)).toEqual([0, values[0] === values[1] ? 0 : 1]);
  }
});

test('nearest rows are those of a full sort; ties fall by chance', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      (given, count) => {
        const rng = createRng('ties');
        const found = nearest(Float64Array.from(given), count, () => rng.next());
        expect(new Set(found).size).toBe(Math.min(count, given.length));
        expect(found.map((row) => given[row])).toEqual(given.toSorted((a, b) => a - b).slice(0, count));
      },
    ),
  );
  const rng = createRng('chance');
  const counts = [0, 0, 0];
  for (let run = 0; run < 3000; run++) counts[nearest(Float64Array.of(1, 1, 1, 2), 1, () => rng.next())[0]!]!++;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(110);
});
