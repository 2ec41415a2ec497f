import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CodeTable } from './diagnostic.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const files = ['engine', 'cli']
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true }).map((path) => join(folder, String(path))))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('.generated.'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

const isTable = (path: string): boolean => path.endsWith('/codes.ts');

const codesIn = (path: string): string[] => readFileSync(join(ROOT, path), 'utf8').match(/ASSAY\d{4}/g) ?? [];

const tables = await Promise.all(
  files.filter(isTable).map(async (path) => {
    const exported = (await import(join(ROOT, path))) as Record<string, CodeTable>;
    return { path, codes: Object.values(exported).flatMap((table) => Object.entries(table)) };
  }),
);

/** DESIGN: ranges of codes by area. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  document: [1000, 1199],
  rules: [1200, 1299],
  pack: [1300, 1399],
  oscal: [1370, 1389],
  proof: [1330, 1349],
  subject: [1400, 1599],
  mask: [1460, 1469],
  plugins: [1600, 1699],
  measure: [1600, 1699],
  judge: [1700, 1799],
  initialise: [1800, 1899],
  sealing: [1820, 1829],
  tasks: [1840, 1869],
  replay: [1860, 1864],
  cli: [1800, 1899],
  trust: [1900, 1949],
  attest: [1950, 1979],
  bundle: [1980, 1989],
  sources: [1990, 1999],
};

test('every code stands in exactly one table', () => {
  const all = tables.flatMap(({ codes }) => codes.map(([code]) => code));
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
});

test('every code that is used stands in a table', () => {
  const known = new Set(tables.flatMap(({ codes }) => codes.map(([code]) => code)));
  const unknown = files
    .filter((path) => !isTable(path))
    .flatMap((path) =>
      codesIn(path)
        .filter((code) => !known.has(code))
        .map((code) => `${path} ${code}`),
    );
  expect(unknown).toEqual([]);
});

test('every code of a table is used', () => {
  const used = new Set(files.filter((path) => !isTable(path)).flatMap(codesIn));
  expect(
    tables.flatMap(({ path, codes }) => codes.filter(([code]) => !used.has(code)).map(([code]) => `${path} ${code}`)),
  ).toEqual([]);
});

test('every code is in the range of its area, titled and explained', () => {
  const wrong = tables.flatMap(({ path, codes }) => {
    const area = path.split('/').find((part) => part in RANGES);
    const [from, to] = RANGES[area ?? ''] ?? [0, 0];
    return codes
      .filter(([code, entry]) => {
        const number = Number(code.slice('ASSAY'.length));
        return !(number >= from && number <= to) || entry.title === '' || entry.explanation === '';
      })
      .map(([code]) => `${path} ${code}`);
  });
  expect(wrong).toEqual([]);
});
