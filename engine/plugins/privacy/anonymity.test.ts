import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../catalogue.generated.js';
import { isFact, isFigure } from '../figure.js';
import type { Output } from '../figure.js';
import { adult } from '../../../tests/fixtures/data-sets.js';
import type { Column } from '../../subject/table.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { anonymity } from './anonymity.js';
import type { AnonymityParameters } from './anonymity.js';

const quasi = ['quasi-identifier'] as const;

type Columns = Readonly<Record<string, MemoryColumn>>;

async function measure(columns: Columns | undefined, parameters: object = {}, people?: Columns) {
  const train = columns && { table: memoryTable(columns) };
  const population = people && { table: memoryTable(people) };
  const subject = memorySubject({
    task: 'binary-classification',
    ...(train && { train }),
    ...(population && { population }),
  });
  const { value } = fillParameters(CATALOGUE['privacy/anonymity']!, parameters);
  return anonymity.measure(memoryContext(subject, value as never as AnonymityParameters));
}

const valuesOf = (outputs: Readonly<Record<string, Output>>): Record<string, number | string | boolean> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      isFigure(output)
        ? output.estimate
        : isFact(output)
          ? output.value
          : 'unmeasured' in output
            ? output.unmeasured
            : 'neither',
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
      kGroups: 4,
      averageRisk: 0.25,
      highestRisk: 0.25,
      rowsAtRisk: 1,
      uniqueness: 0,
      journalistRisk: 'missing-input',
      journalistHighestRisk: 'missing-input',
      marketerRisk: 'missing-input',
      populationUniqueness: 'missing-input',
      distinctL: 4,
      entropyL: expect.closeTo(4, 12),
      recursiveDiverse: true,
      t: expect.closeTo(2 / 3, 12),
      smallestIdentifyingSet: 'out-of-domain',
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

  const zips = { zip: { texts: ['1', '1', '2', '3'], roles: quasi } };
  test.each<[string, Columns, object, object]>([
    [
      'a table of all people',
      { zip: { texts: ['3', '2', '1', '1', '2', '2'], roles: quasi } },
      {},
      { journalistRisk: (2 / 2 + 1 / 3 + 1) / 4, journalistHighestRisk: 1, populationUniqueness: 1 / 6 },
    ],
    ['one that lacks some', { zip: { texts: ['1', '1', '2'], roles: quasi } }, {}, { journalistRisk: 'out-of-domain' }],
    ['one without the column', { city: { texts: ['1'] } }, {}, { marketerRisk: 'missing-input' }],
    [
      'numbers for texts',
      { zip: { numbers: [1, 1, 2, 3], roles: quasi } },
      {},
      { journalistRisk: 0.75, marketerRisk: 0.75 },
    ],
  ])('%s', async (_, people, parameters, expected) => {
    const { outputs } = await measure(zips, parameters, people);
    expect(valuesOf(outputs)).toMatchObject(
      Object.fromEntries(
        Object.entries(expected).map(([name, value]) => [
          name,
          typeof value === 'number' ? expect.closeTo(value, 12) : value,
        ]),
      ),
    );
  });

  test.each([[{ populationSize: 8 }], [{ samplingFraction: 0.5 }]])('only their number: %j', async (parameters) => {
    const { outputs } = await measure(zips, parameters);
    expect(outputs['marketerRisk']).toMatchObject({ basis: 'estimated', uncertainty: { kind: 'range', upper: 0.75 } });
    expect(outputs['populationUniqueness']).toMatchObject({ uncertainty: { kind: 'range', lower: 0 } });
  });

  test('fewer people than rows is out of domain', async () => {
    const { outputs } = await measure(zips, { populationSize: 3 });
    expect(valuesOf(outputs)).toMatchObject({ marketerRisk: 'out-of-domain', k: 1 });
  });

  test('a hierarchy brings near values nearer; one that lacks a value is told', async () => {
    const columns: Columns = {
      half: { texts: ['a', 'a', 'b', 'b'], roles: quasi },
      disease: { texts: ['x', 'y', 'y', 'z'], roles: ['sensitive'] },
    };
    const paths = { x: ['p', 'r'], y: ['p', 'r'], z: ['q', 'r'] };
    const t = async (hierarchies: object) => valuesOf((await measure(columns, { hierarchies })).outputs)['t'];
    expect(await t({})).toBeCloseTo(0.25, 12);
    expect(await t({ disease: paths })).toBe(0.25);
    expect(await t({ disease: { ...paths, z: ['p', 'r'] } })).toBe(0.125);
    expect(await t({ disease: { x: ['p', 'r'] } })).toBe('out-of-domain');
  });

  test('rows of one person do not hide each other', async () => {
    const table = memoryTable({ zip: { texts: ['1', '1', '1', '2', '2'], roles: quasi } });
    const subject = memorySubject({
      task: 'binary-classification',
      train: { table, groups: Int32Array.of(0, 0, 0, 1, 2) },
    });
    const { value } = fillParameters(CATALOGUE['privacy/anonymity']!, {});
    const { outputs } = await anonymity.measure(memoryContext(subject, value as never as AnonymityParameters));
    expect(valuesOf(outputs)).toMatchObject({ k: 2, kGroups: 1 });
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

interface PandasFigures {
  readonly columns: readonly string[];
  readonly k: number;
  readonly classes: number;
  readonly averageRisk: number;
  readonly uniqueness: number;
  readonly above: number;
}
type PandasSensitive = {
  readonly distinct: number;
  readonly entropy: number;
  readonly recursive: number | null;
  readonly t: number;
};
const pandas = JSON.parse(
  readFileSync(new URL('../../../tests/reference/anonymity.json', import.meta.url), 'utf8'),
) as {
  readonly adult: readonly (PandasFigures & Readonly<Record<string, PandasSensitive>>)[];
};

/** 45,222 rows: UCI Adult, CC BY 4.0. */
describe('Adult equals pandas', () => {
  const { features, target, rows } = adult(1);
  const income: Column = {
    type: 'categorical',
    name: 'income_status',
    roles: [],
    levels: target.kind === 'classes' ? target.classes : [],
    codes: target.kind === 'classes' ? Int32Array.from(target.codes) : new Int32Array(),
  };
  test.each(pandas.adult)('$columns', async (figures) => {
    for (const sensitive of ['occupation', 'income_status', 'hours_per_week', 'capital']) {
      const columns = [...features, income].map((column) => ({
        ...column,
        roles: figures.columns.includes(column.name)
          ? quasi
          : column.name === sensitive
            ? (['sensitive'] as const)
            : [],
      }));
      const train = {
        table: { rowCount: rows, columns, digest: 'adult' },
      };
      const subject = memorySubject({ task: 'binary-classification', train });
      const { value } = fillParameters(CATALOGUE['privacy/anonymity']!, { l: 2, c: 1e6 });
      const { outputs } = await anonymity.measure(memoryContext(subject, value as never as AnonymityParameters));
      const { distinct, entropy, recursive, t } = figures[sensitive]!;
      expect(valuesOf(outputs)).toMatchObject({
        k: figures.k,
        classes: figures.classes,
        averageRisk: expect.closeTo(figures.averageRisk, 12),
        uniqueness: expect.closeTo(figures.uniqueness, 12),
        rowsAtRisk: expect.closeTo(figures.above, 12),
        distinctL: distinct,
        entropyL: expect.closeTo(entropy, 9),
        recursiveDiverse: recursive !== null,
        t: expect.closeTo(t, 9),
      });
    }
  });
});
