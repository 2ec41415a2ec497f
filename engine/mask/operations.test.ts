import { describe, expect, test } from 'vitest';
import type { MaskOperation } from '../document/types.generated.js';
import { covers, parseCell } from '../methods/privacy/generalised-cell.js';
import { memoryTable } from '../plugins/memory-subject.js';
import type { MemoryColumn } from '../plugins/memory-subject.js';
import type { Column } from '../subject/table.js';
import { operate } from './operations.js';

const hierarchy = new Map([
  ['Paris', ['France', 'Europe']],
  ['Nice', ['France', 'Europe']],
  ['Oslo', ['Norway', 'Europe']],
]);
const columnOf = (column: MemoryColumn): Column => memoryTable({ x: column }).columns[0]!;
const run = (column: MemoryColumn, operation: MaskOperation, withHierarchy = false) =>
  operate(columnOf(column), operation, {
    key: Buffer.from('an example key of 32 bytes, kept.'),
    hierarchy: withHierarchy ? hierarchy : undefined,
    table: 't',
  });

function cells(
  column: MemoryColumn,
  operation: MaskOperation,
  withHierarchy = false,
): readonly (string | number | null)[] {
  const result = run(column, operation, withHierarchy);
  if ('fault' in result) throw new Error(result.fault);
  const { column: masked } = result;
  if (masked === undefined) return [];
  return masked.type === 'numeric'
    ? Array.from(masked.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(masked.codes, (code) => (code < 0 ? null : masked.levels[code]!));
}

const ages = { numbers: [17, 18, 39, 40, Number.NaN, -3] };
const texts = (...all: (string | null)[]) => ({ texts: all });

test.each<[string, MemoryColumn, MaskOperation, readonly (string | number | null)[]]>([
  ['ranges of a width', ages, { do: 'ranges', width: 10 }, ['10–19', '10–19', '30–39', '40–49', null, '-10–-1']],
  [
    'ranges from a number',
    ages,
    { do: 'ranges', width: 10, from: 8 },
    ['8–17', '18–27', '38–47', '38–47', null, '-12–-3'],
  ],
  ['ranges between bounds', ages, { do: 'ranges', bounds: [18, 40] }, ['<18', '18–39', '18–39', '>=40', null, '<18']],
  ['ranges of fractions', { numbers: [0.25, 0.3] }, { do: 'ranges', width: 0.1 }, ['[0.2, 0.3)', '[0.3, 0.4)']],
  ['ranges of one', { numbers: [3, 4] }, { do: 'ranges', width: 1 }, ['3', '4']],
  ['limits', ages, { do: 'limits', bottom: 0, top: 39 }, [17, 18, 39, 39, null, 0]],
  ['prefixes', texts('13053', '王小明', '', null), { do: 'prefix', keep: 2 }, ['13***', '王小*', '', null]],
  [
    'dates by year',
    texts('2026-11-24', '24.12.2026', '20260101', '2026/13/01', '2026-02'),
    { do: 'date', to: 'year' },
    ['2026', null, '2026', null, '2026'],
  ],
  [
    'dates by quarter',
    texts('2026-11-24T08:00:00Z', '2026-1-9'),
    { do: 'date', to: 'quarter' },
    ['2026-Q4', '2026-Q1'],
  ],
  ['dates by month', texts('2026-11-24', '2026-1-9'), { do: 'date', to: 'month' }, ['2026-11', '2026-01']],
  ['all suppressed', texts('a', 'b'), { do: 'suppress' }, [null, null]],
  ['rare ones suppressed', texts('a', 'b', 'a', null), { do: 'suppress', rarerThan: 2 }, ['a', null, 'a', null]],
  ['rare numbers suppressed', { numbers: [1, 2, 1] }, { do: 'suppress', rarerThan: 2 }, [1, null, 1]],
  ['kept', texts('=cmd()', 'a"b,\n'), { do: 'keep' }, ['=cmd()', 'a"b,\n']],
  ['dropped', texts('a'), { do: 'drop' }, []],
])('%s', (_, column, operation, expected) => {
  expect(cells(column, operation)).toEqual(expected);
});

test('a hierarchy by level', () => {
  const cities = texts('Paris', 'Oslo', null, 'Nice');
  expect(cells(cities, { do: 'hierarchy', level: 1 }, true)).toEqual(['France', 'Norway', null, 'France']);
  expect(cells(cities, { do: 'hierarchy', level: 2 }, true)).toEqual(['Europe', 'Europe', null, 'Europe']);
});

describe('what an operation writes is read again as covering the value', () => {
  test.each<[readonly number[], MaskOperation]>([
    [[17, 18, 39.5, 40, -3.25], { do: 'ranges', width: 2.5 }],
    [[17, 18, 39, 40, -3], { do: 'ranges', width: 10 }],
    [[17, 18, 39, 40, -3], { do: 'ranges', bounds: [0, 18, 40] }],
    [[1e21, 1e-7, 5], { do: 'ranges', width: 1e20 }],
  ])('%j', (values, operation) => {
    const masked = cells({ numbers: values }, operation);
    expect(masked.map((cell, row) => covers(parseCell(`${cell}`, true), values[row]!))).toEqual(values.map(() => true));
  });
});

test('noise is rounded to multiples, without the tail of a binary fraction', () => {
  for (const value of cells(
    { numbers: [1, 2, 3, 4] },
    { do: 'noise', distribution: 'laplace', scale: 5, round: 0.1 },
  )) {
    expect(`${value}`).toMatch(/^-?\d+(\.\d)?$/);
  }
});

test('hashes and pseudonyms are the same for equal values, of numbers as of texts', () => {
  const [a, b, c] = cells({ numbers: [1001, 1002, 1001] }, { do: 'hash' });
  expect([a === c, a === b, `${a}`.length]).toEqual([true, false, 32]);
  expect(cells(texts('1001', '1002', '1001'), { do: 'hash' })).toEqual([a, b, c]);
  expect(cells(texts('1001', null), { do: 'pseudonym' })).toEqual([expect.stringMatching(/^\d{4}$/), null]);
});

test.each<[string, MemoryColumn, MaskOperation, boolean]>([
  ['ranges of texts', texts('a'), { do: 'ranges', width: 1 }, false],
  ['noise on texts', texts('a'), { do: 'noise', distribution: 'laplace', scale: 1 }, false],
  ['prefix of numbers', ages, { do: 'prefix', keep: 1 }, false],
  ['no hierarchy', texts('Paris'), { do: 'hierarchy', level: 1 }, false],
  ['a value that the hierarchy lacks', texts('Rome'), { do: 'hierarchy', level: 1 }, true],
  ['a level that it lacks', texts('Paris'), { do: 'hierarchy', level: 3 }, true],
  ['letters without a pseudonym', texts('Müller'), { do: 'pseudonym' }, false],
  ['nothing to replace', texts('--'), { do: 'pseudonym' }, false],
])('%s is a fault', (_, column, operation, withHierarchy) => {
  expect(run(column, operation, withHierarchy)).toHaveProperty('fault');
});

test('few pseudonyms are remarked on', () => {
  expect(run(texts('M', 'F'), { do: 'pseudonym' })).toHaveProperty('remark');
  expect(run(texts('12345678'), { do: 'pseudonym' })).not.toHaveProperty('remark');
});
