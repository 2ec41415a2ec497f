import { describe, expect, test } from 'vitest';
import { UsageFault } from './fault.js';
import { deviceOf, gpuMemory, instant, jsonObject, oneOf, positiveNumber, wholeNumber } from './options.js';

const codeOf = (task: () => unknown): string | undefined => {
  try {
    task();
    return undefined;
  } catch (error) {
    return error instanceof UsageFault ? error.diagnostics[0]?.code : String(error);
  }
};

describe('values are read strictly', () => {
  test.each([
    ['0', 0],
    ['42', 42],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('seed %s', (text, value) => {
    expect(wholeNumber('--seed', text, 0)).toBe(value);
  });

  test.each(['', ' 1', '1.5', '1e3', '-1', '0x10', 'abc', '9007199254740992', '１', 'Infinity'])(
    'no seed: %j',
    (text) => {
      expect(codeOf(() => wholeNumber('--seed', text, 0))).toBe('ASSAY1801');
    },
  );

  test.each([
    ['2026-11-24', '2026-11-24T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2026-11-24T08:30:00Z', '2026-11-24T08:30:00.000Z'],
    ['2026-11-24T08:30:00+08:00', '2026-11-24T00:30:00.000Z'],
    ['2026-11-24T08:30Z', '2026-11-24T08:30:00.000Z'],
  ])('date %s', (text, iso) => {
    expect(instant('--as-of', text).toISOString()).toBe(iso);
  });

  test.each([
    '',
    'today',
    '2026',
    '2026-11',
    '24.11.2026',
    '2026-13-01',
    '2026-02-30',
    '2025-02-29',
    '2026-11-24T08:30:00',
    '2026-11-24T25:00:00Z',
    '1',
  ])('no date: %j', (text) => {
    expect(codeOf(() => instant('--as-of', text))).toBe('ASSAY1801');
  });

  test.each(['0', '-1', '', '1e3', 'ten', '.5'])('no positive number: %j', (text) => {
    expect(codeOf(() => positiveNumber('--time-limit', text))).toBe('ASSAY1801');
  });

  test.each([
    ['2048MiB', 2048],
    ['1GiB', 1024],
    ['8GB', 7629],
    ['512MB', 488],
  ])('memory %s', (text, value) => {
    expect(gpuMemory(text)).toBe(value);
  });

  test.each(['', '0MiB', '1MB', '2048', '2TB', '1.5GiB', '-1MiB', '2048 MiB', '9999999999MiB'])(
    'no memory: %j',
    (text) => {
      expect(codeOf(() => gpuMemory(text))).toBe('ASSAY1801');
    },
  );

  test('a budget is of any device', () => {
    expect(deviceOf({ device: 'cpu', gpuMemory: 2048 })).toEqual({ choice: 'cpu', memoryMiB: 2048 });
    expect(deviceOf({ device: 'auto', gpuMemory: 2048 })).toEqual({ choice: 'auto', memoryMiB: 2048 });
  });

  test.each(['', '[]', '1', 'null', '"a"', '{folds: 5}'])('no settings: %j', (text) => {
    expect(codeOf(() => jsonObject('--with', text))).toBe('ASSAY1801');
  });

  test('an unknown format is never the default', () => {
    expect(codeOf(() => oneOf('--format', 'jsn', ['json', 'text']))).toBe('ASSAY1802');
    expect(codeOf(() => oneOf('--lang', 'fr', ['en', 'zh']))).toBe('ASSAY1801');
    expect(oneOf('--format', 'json', ['json', 'text'])).toBe('json');
  });
});
