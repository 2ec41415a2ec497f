/** What policies/hipaa says of its limits, by the pack's own rules. */
import { describe, expect, it } from 'vitest';
import { fileSource } from '../../engine/document/file-source.js';
import { judgeRule } from '../../engine/judge/judge-rule.js';
import { CATALOGUE } from '../../engine/plugins/catalogue.generated.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { memorySubject, memoryTable } from '../../engine/plugins/memory-subject.js';
import type { MemoryColumn } from '../../engine/plugins/memory-subject.js';
import { fillParameters } from '../../engine/plugins/parameters.js';
import { anonymity } from '../../engine/plugins/privacy/anonymity.js';
import type { AnonymityParameters } from '../../engine/plugins/privacy/anonymity.js';
import { identifiers } from '../../engine/plugins/privacy/identifiers.js';
import type { IdentifiersParameters } from '../../engine/plugins/privacy/identifiers.js';
import { resolvePolicies } from '../../engine/tasks/policies.js';

const { policy } = resolvePolicies(fileSource(), [{ path: 'policies/hipaa' }], new Date('2026-11-24'));

async function verdicts(columns: Readonly<Record<string, MemoryColumn>>) {
  const subject = memorySubject({ task: 'binary-classification', whole: { table: memoryTable(columns) } });
  const defaults = (id: string): unknown => fillParameters(CATALOGUE[id]!, {}).value;
  const params = defaults('privacy/identifiers') as IdentifiersParameters;
  const measurements = {
    identifiers: (await identifiers.measure(memoryContext(subject, params))).outputs,
    anonymity: (await anonymity.measure(memoryContext(subject, defaults('privacy/anonymity') as AnonymityParameters)))
      .outputs,
  };
  return Object.fromEntries(
    policy!.rules.map((rule) => [rule.id.replace('hipaa/', ''), judgeRule(rule, { measurements, facts: {} }).verdict]),
  );
}

const ROWS = 60;
const column = (of: (row: number) => string, roles: MemoryColumn['roles'] = []): MemoryColumn => ({
  roles: roles ?? [],
  texts: Array.from({ length: ROWS }, (_, row) => of(row)),
});
const ward = column((row) => ['north', 'south'][row % 2]!);

describe('one column more', () => {
  it.each<[string, Readonly<Record<string, MemoryColumn>>, Readonly<Record<string, string>>]>([
    [
      'nothing',
      {},
      { 'NO-IDENTIFIERS': 'pass', 'NO-CELLS': 'pass', AGES: 'pass', DATES: 'pass', 'SMALL-ZIPS': 'pass' },
    ],
    ['record numbers', { mrn: column((row) => `MR-${1000 + row}`) }, { 'NO-IDENTIFIERS': 'fail', 'NO-CELLS': 'fail' }],
    ['an age of 93', { age: column((row) => (row === 7 ? '93' : '41')) }, { AGES: 'fail', 'NO-IDENTIFIERS': 'fail' }],
    ['the category 90', { age: column((row) => (row < 9 ? '90' : '41')) }, { AGES: 'pass', 'NO-IDENTIFIERS': 'pass' }],
    ['days', { admitted: column((row) => `2025-03-${10 + (row % 20)}`) }, { DATES: 'fail' }],
    ['years', { admitted: column((row) => `${2000 + (row % 20)}`) }, { DATES: 'pass', 'NO-IDENTIFIERS': 'pass' }],
    ['ZIP codes', { zip: column((row) => `0213${row % 10}`) }, { 'SMALL-ZIPS': 'fail' }],
    ['three digits of few people', { zip: column((row) => ['021', '036'][row % 2]!) }, { 'SMALL-ZIPS': 'fail' }],
    ['three digits of many', { zip: column((row) => ['021', '000'][row % 2]!) }, { 'SMALL-ZIPS': 'pass' }],
    [
      'notes in which nothing is found',
      { note: column((row) => `Nothing of note was seen on this day of the ${row}th week.`) },
      { 'NO-IDENTIFIERS': 'undetermined', 'NO-CELLS': 'undetermined' },
    ],
  ])('%s', async (_, columns, expected) => {
    expect(await verdicts({ ward, ...columns })).toMatchObject(expected);
  });
});

it.each([
  [11, 'fail'],
  [12, 'pass'],
])('groups of %i: EMA’s 0.09 is a %s', async (size, verdict) => {
  const group = Array.from({ length: 5 * size }, (_, row) => String(Math.floor(row / size)));
  const columns = { area: { texts: group, roles: ['quasi-identifier'] as const } };
  expect((await verdicts(columns))['MAX-RISK']).toBe(verdict);
});
