/** Tables in which nobody is named: the detectors find nothing, in columns neither. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { KINDS } from './finding.js';
import { scanColumn } from './scan-column.js';

const SETTINGS = { regions: ['US', 'CN'], kinds: new Set(KINDS), columnShare: 0.2, smallZips: new Set<string>() };
const read = (name: string): Buffer =>
  readFileSync(new URL(`../../../../tests/fixtures/data/${name}`, import.meta.url));

test.each([
  ['Adult, 45,222 people', () => gunzipSync(read('adult.csv.gz'))],
  ['breast cancer', () => read('breast_cancer.csv')],
  ['wine', () => read('wine.csv')],
  ['digits', () => read('digits.csv')],
])('%s', (_, bytes) => {
  const [header = [], ...rows] = bytes()
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  header.forEach((name, field) => {
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(row[field]!.trim(), (counts.get(row[field]!.trim()) ?? 0) + 1);
    const column = scanColumn({ name, texts: [...counts.keys()], counts: [...counts.values()] }, SETTINGS);
    expect([name, [...column.kinds], column.categories, column.freeText]).toEqual([name, [], [], false]);
  });
});
