import { describe, expect, test } from 'vitest';
import type { MaskTarget } from '../document/types.generated.js';
import { memoryTable } from '../plugins/memory-subject.js';
import type { MemoryColumn } from '../plugins/memory-subject.js';
import type { Hierarchy } from './hierarchies.js';
import { reachTarget } from './reach-target.js';

const quasi = ['quasi-identifier'] as const;
const pause = async (): Promise<void> => {};

async function reached(
  columns: Readonly<Record<string, MemoryColumn>>,
  target: MaskTarget,
  hierarchies: ReadonlyMap<string, Hierarchy> = new Map(),
  groups?: Int32Array,
) {
  const found = await reachTarget(memoryTable(columns), groups, target, hierarchies, pause);
  const cells = found?.table.columns.map((column) =>
    column.type === 'numeric'
      ? [...column.values]
      : Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!)),
  );
  return { cells, loss: found?.loss, kept: found && [...found.kept], search: found?.search };
}

const cities = new Map([
  ['Paris', ['France', 'Europe']],
  ['Nice', ['France', 'Europe']],
  ['Oslo', ['Norway', 'Europe']],
  ['Bergen', ['Norway', 'Europe']],
]);

describe('mondrian', () => {
  test('numbers become means or ranges', async () => {
    const ages = { age: { numbers: [20, 30, 50, 60], roles: quasi } };
    expect((await reached(ages, { k: 2 })).cells).toEqual([[25, 25, 55, 55]]);
    const { cells, loss } = await reached(ages, { k: 2, numbers: 'range' });
    expect(cells).toEqual([['20–30', '20–30', '50–60', '50–60']]);
    expect(loss).toEqual({ certaintyPenalty: 0.25, discernibility: 8, averageClassSize: 1 });
    const fractions = { x: { numbers: [0.5, 1, 7, 7], roles: quasi } };
    expect((await reached(fractions, { k: 2, numbers: 'range' })).cells).toEqual([['[0.5, 1]', '[0.5, 1]', '7', '7']]);
  });

  test('categories become sets, or their nearest ancestor', async () => {
    const city = { city: { texts: ['Paris', 'Nice', 'Oslo', 'Bergen'], roles: quasi } };
    expect((await reached(city, { k: 2 })).cells).toEqual([
      ['{Oslo, Paris}', '{Bergen, Nice}', '{Oslo, Paris}', '{Bergen, Nice}'],
    ]);
    expect((await reached(city, { k: 2 }, new Map([['city', cities]]))).cells).toEqual([
      ['France', 'France', 'Norway', 'Norway'],
    ]);
    expect((await reached(city, { k: 3 }, new Map([['city', cities]]))).cells).toEqual([
      ['Europe', 'Europe', 'Europe', 'Europe'],
    ]);
    expect((await reached(city, { k: 3 })).cells).toEqual([['*', '*', '*', '*']]);
  });

  test('what some of a class lack, all lack', async () => {
    const some = {
      age: { numbers: [20, Number.NaN, 50], roles: quasi },
      city: { texts: ['a', 'a', null], roles: quasi },
    };
    expect((await reached(some, { k: 3 })).cells).toEqual([
      [Number.NaN, Number.NaN, Number.NaN],
      ['*', '*', '*'],
    ]);
  });

  test('k counts people', async () => {
    const ages = { age: { numbers: [20, 20, 50, 60], roles: quasi } };
    const { cells } = await reached(ages, { k: 2 }, new Map(), Int32Array.of(0, 0, 1, 2));
    expect(cells).toEqual([[37.5, 37.5, 37.5, 37.5]]);
  });

  test.each<[string, MaskTarget]>([
    ['more rows than there are', { k: 5 }],
    ['more values than there are', { k: 2, l: { kind: 'distinct', l: 3 } }],
  ])('%s cannot be reached', async (_, target) => {
    const columns = {
      age: { numbers: [1, 2, 3, 4], roles: quasi },
      ill: { texts: ['a', 'b', 'a', 'b'], roles: ['sensitive'] as const },
    };
    expect((await reached(columns, target)).cells).toBeUndefined();
  });

  test('huge numbers', async () => {
    const { loss } = await reached({ x: { numbers: [1e308, -1e308, 1e308, -1e308], roles: quasi } }, { k: 4 });
    expect(loss!.certaintyPenalty).toBe(1);
  });
});

describe('full domain', () => {
  test('a hierarchy is climbed, or the one that is in the way is left out', async () => {
    const columns = { city: { texts: ['Paris', 'Nice', 'Paris', 'Oslo'], roles: quasi } };
    const hierarchies = new Map([['city', cities]]);
    const kept = await reached(columns, { k: 2, algorithm: 'full-domain' }, hierarchies);
    expect([kept.cells, kept.kept]).toEqual([[['Europe', 'Europe', 'Europe', 'Europe']], [0, 1, 2, 3]]);
    const left = await reached(columns, { k: 2, algorithm: 'full-domain', suppression: 0.25 }, hierarchies);
    expect([left.cells, left.kept, left.search?.optimal]).toEqual([[['France', 'France', 'France']], [0, 1, 2], true]);
  });
});
