import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  baseUnit,
  fromBase,
  isCount,
  isPlain,
  isUnitFault,
  parseUnit,
  product,
  quotient,
  sameDimension,
  toBase,
} from './units.js';
import type { Unit } from './units.js';

function unit(text: string): Unit {
  const parsed = parseUnit(text);
  if (isUnitFault(parsed)) throw new Error(parsed.fault);
  return parsed;
}

describe('parseUnit', () => {
  it.each([
    ['1', {}, 1],
    ['percent', {}, 0.01],
    ['J/prediction', { energy: 1, prediction: -1 }, 1],
    ['kWh/1e6 prediction', { energy: 1, prediction: -1 }, 3.6],
    ['mWh', { energy: 1 }, 3.6],
    ['mJ/token', { energy: 1, token: -1 }, 0.001],
    ['W', { energy: 1, time: -1 }, 1],
    ['gCO2e', { carbon: 1 }, 1],
    ['kgCO2e', { carbon: 1 }, 1000],
    ['tCO2e', { carbon: 1 }, 1e6],
    ['kgCO2e/1000 request', { carbon: 1, request: -1 }, 1],
    ['gCO2e/kWh', { carbon: 1, energy: -1 }, 1 / 3.6e6],
    ['ms', { time: 1 }, 0.001],
    ['token/s', { token: 1, time: -1 }, 1],
    ['MiB', { data: 1 }, 1_048_576],
    ['MB', { data: 1 }, 1e6],
    ['byte', { data: 1 }, 1],
    ['FLOP', { compute: 1 }, 1],
    ['GFLOP/row', { compute: 1, row: -1 }, 1e9],
    ['prediction', { prediction: 1 }, 1],
    ['row/row', {}, 1],
    ['1/2.5 row', { row: -1 }, 0.4],
  ])('%s', (text, dimension, factor) => {
    expect(parseUnit(text)).toEqual({ dimension, factor });
  });

  it.each([
    ['', '1'],
    ['%', 'percent'],
    ['kwh', 'kWh'],
    ['kWH', 'kWh'],
    ['kgCO2eq', 'kgCO2e'],
    ['KB', 'kB'],
    ['J/predictions', 'prediction'],
    ['J/1000 preddiction', 'prediction'],
  ])('%j means another', (text, nearest) => {
    expect(parseUnit(text)).toMatchObject({ hint: `did you mean ${nearest}?` });
  });

  it.each([
    'J/',
    'J/0 row',
    'J/-1 row',
    'J/1e999 row',
    'J//row',
    'J/row/s',
    ' J',
    'J ',
    'J/1000row',
    'J/ row',
    'constructor',
    '__proto__',
    'furlong',
  ])('%j is none', (text) => expect(isUnitFault(parseUnit(text))).toBe(true));
});

describe('algebra', () => {
  it.each([
    ['product of power and time', product(unit('kW'), unit('h')), unit('kWh')],
    ['carbon of energy', product(unit('kWh'), unit('gCO2e/kWh')), unit('gCO2e')],
    ['energy a prediction', quotient(unit('kWh'), unit('prediction')), unit('kWh/prediction')],
    ['ratio', quotient(unit('ms'), unit('ms')), unit('1')],
  ])('%s', (_, actual, expected) => {
    expect(sameDimension(actual.dimension, expected.dimension)).toBe(true);
    expect(actual.factor).toBeCloseTo(expected.factor, 9);
  });

  it.each([
    ['J/prediction', 'J/request'],
    ['J', 'J/row'],
    ['1', 'row'],
    ['J', 'W'],
    ['byte', 'FLOP'],
  ])('%s is not %s', (a, b) => expect(sameDimension(unit(a).dimension, unit(b).dimension)).toBe(false));

  it.each([
    ['1', true, false, '1'],
    ['percent', true, false, '1'],
    ['row', false, true, 'row'],
    ['request', false, true, 'request'],
    ['byte', false, false, 'byte'],
    ['1/row', false, false, '1/row'],
    ['GFLOP/row', false, false, 'FLOP/row'],
    ['kW', false, false, 'J/s'],
  ])('%s: plain %s, count %s, base %s', (text, plain, count, base) => {
    const { dimension } = unit(text);
    expect([isPlain(dimension), isCount(dimension), baseUnit(dimension)]).toEqual([plain, count, base]);
  });
});

describe('toBase and fromBase', () => {
  it('whole percents are the decimal they say', () => {
    for (let percent = 0; percent <= 100; percent++) expect(toBase(percent, 0.01)).toBe(Number(`${percent}e-2`));
  });

  it('are inverse, within two roundings', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
        fc.constantFrom('percent', 'ms', 'kWh/1e6 prediction', 'MiB', 'gCO2e/kWh', 'bit', 'day', '1/3 row'),
        (value, text) => {
          const { factor } = unit(text);
          return Math.abs(fromBase(toBase(value, factor), factor) - value) <= 2 * 2 ** -52 * Math.abs(value) + 1e-300;
        },
      ),
      { seed: 1, numRuns: 5000 },
    );
  });
});
