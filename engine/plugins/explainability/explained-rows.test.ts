import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fileSource } from '../../document/file-source.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import { memoryContext } from '../memory-context.js';
import { explainedRows } from './explained-rows.js';
import type { RowsRequest } from './explained-rows.js';

const request: RowsRequest = { rows: [], maxRows: 1000, background: 10, together: [], class: 'auto' };
const root = fileURLToPath(new URL('../../..', import.meta.url));

async function pickedOf(asked: Partial<RowsRequest>) {
  const { subject } = await loadSubject(fileSource(), join(root, 'examples/credit-risk/subject.yaml'));
  const view = await openSubject(subject!.spec);
  const { rng, signal } = memoryContext(view, {});
  return {
    view,
    picked: await explainedRows(view, { ...request, ...asked }, rng, signal),
  };
}

test('of the rows that a model refuses, all or a sample are explained, and no other', async () => {
  const { view, picked } = await pickedOf({ decided: 'bad' });
  if ('unmeasured' in picked) throw new Error(picked.detail);
  const predictions = await view.predictions('test');
  if (predictions?.kind !== 'classes') throw new Error('no classes');
  const bad = picked.model.classes.indexOf('bad');
  const refused = [...predictions.labels.keys()].filter((row) => predictions.labels[row] === bad).map((row) => row + 1);
  expect([...picked.numbers]).toEqual(refused);
  expect(refused.length).toBeGreaterThan(10);
  const { picked: some } = await pickedOf({ decided: 'bad', maxRows: 10 });
  if ('unmeasured' in some) throw new Error(some.detail);
  expect(some.numbers).toHaveLength(10);
  expect([...some.numbers].every((number) => refused.includes(number))).toBe(true);
  expect(new Set([picked.rows, some.rows, (await pickedOf({ maxRows: 10 })).picked].map(String)).size).toBe(3);
});

test('rows asked for by number are kept where the model decides so', async () => {
  const { picked: all } = await pickedOf({ decided: 'bad' });
  if ('unmeasured' in all) throw new Error(all.detail);
  const first = all.numbers[0]!;
  const { picked } = await pickedOf({
    decided: 'bad',
    rows: [first, first + 1, 1].filter((x, at, xs) => xs.indexOf(x) === at),
  });
  if ('unmeasured' in picked) throw new Error(picked.detail);
  expect([...picked.numbers]).toContain(first);
  expect([...picked.numbers].every((number) => all.numbers.includes(number))).toBe(true);
});

test('a class that there is not, or that is never given, is said', async () => {
  expect((await pickedOf({ decided: 'ugly' })).picked).toMatchObject({ unmeasured: 'unsupported' });
  const { picked: all } = await pickedOf({ decided: 'good' });
  if ('unmeasured' in all) throw new Error(all.detail);
  expect((await pickedOf({ decided: 'bad', rows: [all.numbers[0]!] })).picked).toMatchObject({
    unmeasured: 'out-of-domain',
  });
});
