import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isFigure } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn } from '../memory-subject.js';
import { anonymity } from './anonymity.js';

const quasi = ['quasi-identifier'] as const;

async function measure(columns: Readonly<Record<string, MemoryColumn>> | undefined) {
  const train = columns && { table: memoryTable(columns) };
  const subject = memorySubject({ task: 'binary-classification', ...(train && { train }) });
  return anonymity.measure(memoryContext(subject, {}));
}

const valuesOf = (outputs: Readonly<Record<string, Output>>): Record<string, number | string> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      isFigure(output) ? output.estimate : 'unmeasured' in output ? output.unmeasured : 'neither',
    ]),
  );

describe('privacy/anonymity', () => {
  test('the twelve in-patients of Machanavajjhala et al. 2006, figure 2, are 4-anonymous', async () => {
    const zips = ['130**', '1485*', '130**'].flatMap((zip) => [zip, zip, zip, zip]);
    const ages = ['<30', '>=40', '3*'].flatMap((age) => [age, age, age, age]);
    const { outputs } = await measure({
      zip: { texts: zips, roles: quasi },
      age: { texts: ages, roles: quasi },
      condition: { texts: zips.map((_, row) => `c${row}`), roles: ['sensitive'] },
    });
    expect(valuesOf(outputs)).toEqual({
      k: 4,
      averageRisk: 0.25,
      highestRisk: 0.25,
      uniqueness: 0,
      classes: 3,
      rows: 12,
      quasiIdentifiers: 2,
    });
  });

  test('a missing value is a value of its own', async () => {
    const { outputs } = await measure({
      a: { numbers: [1, Number.NaN, Number.NaN, 1, 2], roles: quasi },
      b: { texts: ['x', null, null, 'x', null], roles: quasi },
    });
    expect(valuesOf(outputs)).toMatchObject({ k: 1, classes: 3, uniqueness: 0.2, averageRisk: 0.6 });
  });

  test('names the columns that do damage, worst first', async () => {
    const { details } = await measure({
      id: { numbers: [1, 2, 3, 4], roles: quasi },
      sex: { texts: ['f', 'f', 'm', 'm'], roles: quasi },
    });
    expect(details).toContainEqual(
      expect.objectContaining({
        id: 'withoutColumn',
        rows: [
          ['id', 4, 2, 0],
          ['sex', 2, 1, 1],
        ],
      }),
    );
  });

  test.each<[string, Readonly<Record<string, MemoryColumn>> | undefined, string]>([
    ['no table', undefined, 'missing-input'],
    ['no quasi-identifier', { a: { numbers: [1] } }, 'missing-input'],
    ['no rows', { a: { numbers: [], roles: quasi } }, 'out-of-domain'],
  ])('%s is unmeasured', async (_, columns, cause) => {
    const { outputs } = await measure(columns);
    expect(new Set(Object.values(valuesOf(outputs)))).toEqual(new Set([cause]));
  });
});

/** 569 rows, 30 measurements, the class last: UCI WDBC in scikit-learn's copy, CC BY 4.0. */
test('breast cancer equals a plain group-by', async () => {
  const text = readFileSync(new URL('../../../tests/fixtures/data/breast_cancer.csv', import.meta.url), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number));
  const column = (index: number): number[] => rows.map((row) => Math.round(row[index]!));
  const { outputs } = await measure({
    radius: { numbers: column(0), roles: quasi },
    texture: { numbers: column(1), roles: quasi },
    diagnosis: { numbers: column(30), roles: quasi },
  });
  const groups = new Map<string, number>();
  for (const row of rows) {
    const key = [row[0], row[1], row[30]].map((value) => Math.round(value!)).join('|');
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  const sizes = [...groups.values()];
  expect(valuesOf(outputs)).toMatchObject({
    k: Math.min(...sizes),
    classes: sizes.length,
    averageRisk: sizes.length / rows.length,
    uniqueness: sizes.filter((size) => size === 1).length / rows.length,
  });
});
