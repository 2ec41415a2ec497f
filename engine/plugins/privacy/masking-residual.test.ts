import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../catalogue.generated.js';
import { isFigure } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { maskingResidual } from './masking-residual.js';
import type { MaskingResidualParameters } from './masking-residual.js';

type Columns = Readonly<Record<string, MemoryColumn>>;
const quasi = ['quasi-identifier'] as const;
const identifier = ['identifier'] as const;

async function residual(original: Columns, released: Columns, parameters: object = {}) {
  const subject = memorySubject({
    task: 'binary-classification',
    train: { table: memoryTable(original) },
    released: { table: memoryTable(released) },
  });
  const { value } = fillParameters(CATALOGUE['privacy/masking-residual']!, parameters);
  const { outputs } = await maskingResidual.measure(
    memoryContext(subject, value as never as MaskingResidualParameters),
  );
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, estimateOf(output)]));
}

const estimateOf = (output: Output): number | string =>
  isFigure(output) ? output.estimate : 'unmeasured' in output ? output.unmeasured : 'neither';

const rows = Array.from({ length: 40 }, (_, row) => row);
const ages = rows.map((row) => 20 + row);
const cities = rows.map((row) => (row % 2 === 0 ? 'Oslo' : 'Nice'));
const people: Columns = { age: { numbers: ages, roles: quasi }, city: { texts: cities, roles: quasi } };

describe('linkage', () => {
  test('to the data as they are is complete', async () => {
    expect(await residual(people, people)).toMatchObject({
      relinkedShare: 1,
      uniqueMatchShare: 1,
      chanceShare: 1 / 40,
    });
  });

  test('to ranges finds one of those that share a cell', async () => {
    const ranges = ages.map((age) => `${age - (age % 10)}–${age - (age % 10) + 9}`);
    const found = await residual(people, { ...people, age: { texts: ranges, roles: quasi } });
    // Five people share ten years and a city: nobody stands alone, and every fifth is found by chance.
    expect(found['uniqueMatchShare']).toBe(0);
    expect(Math.abs((found['relinkedShare'] as number) - 0.2)).toBeLessThan(0.2);
  });

  test('to a class of one finds it', async () => {
    const one = ages.map((age) => (age === 59 ? '59' : '20–58'));
    const found = await residual(people, { ...people, age: { texts: one, roles: quasi } });
    expect(found['uniqueMatchShare']).toBe(1 / 40);
  });

  test('to rows in an order of their own is not told where some are left out', async () => {
    const fewer = { age: { numbers: ages.slice(1), roles: quasi } };
    expect(await residual(people, fewer)).toMatchObject({ relinkedShare: 'out-of-domain', uniqueMatchShare: 39 / 40 });
  });

  test('to nothing but suppressed cells is chance', async () => {
    const found = await residual(people, { age: { texts: rows.map(() => '*') }, city: { texts: rows.map(() => '*') } });
    expect(found['uniqueMatchShare']).toBe(0);
    expect(found['relinkedShare']).toBeLessThan(0.15);
  });

  test.each<[string, object, string]>([['a column that is not there', { columns: ['zip'] }, 'missing-input']])(
    '%s',
    async (_, parameters, cause) => {
      expect((await residual(people, people, parameters))['relinkedShare']).toBe(cause);
    },
  );
});

describe('replaced values', () => {
  const births = rows.map((row) => `19${60 + (row % 30)}-0${1 + (row % 9)}-1${row % 10}`);
  const hash = (text: string, digits = 64): string => createHash('sha256').update(text).digest('hex').slice(0, digits);
  const keyed = (text: string): string =>
    createHmac('sha256', 'an example key of 32 bytes, kept.').update(text).digest('hex');
  const born = (texts: readonly string[]): Columns => ({ born: { texts, roles: identifier } });

  test.each<[string, readonly string[], number]>([
    ['plain hashes', births.map((text) => hash(text)), 1],
    ['hashes of a birthday without its dashes', births.map((text) => hash(text.replaceAll('-', ''))), 1],
    ['the front of hashes, in capitals', births.map((text) => hash(text, 20).toUpperCase()), 1],
    ['base64', births.map((text) => createHash('md5').update(text).digest('base64')), 1],
    ['keyed hashes', births.map(keyed), 0],
    ['the values themselves', births, 0],
    ['numbers', rows.map((row) => `${row}`), 0],
  ])('%s', async (_, released, columns) => {
    expect((await residual(born(births), born(released)))['reversedColumns']).toBe(columns);
  });

  test('phone numbers held as numbers', async () => {
    const numbers = rows.map((row) => 5_550_000 + 7 * row);
    const found = await residual(
      { phone: { numbers, roles: identifier } },
      { phone: { texts: numbers.map((n) => hash(`${n}`)), roles: identifier } },
    );
    expect(found['reversedColumns']).toBe(1);
  });

  test('a pseudonym that occurs as often as just one value', async () => {
    // a: 3, b: 2, c and d: 1 each. The pseudonyms of a and b are told by how often they occur.
    const values = ['a', 'a', 'a', 'b', 'b', 'c', 'd'];
    const masked = values.map((value) => ({ a: 'q', b: 'r', c: 's', d: 't' })[value]!);
    const found = await residual(
      { id: { texts: values, roles: identifier } },
      { id: { texts: masked, roles: identifier } },
    );
    expect(found['frequencyRevealedShare']).toBeCloseTo(5 / 7, 12);
  });
});
