import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logUse, otherModels, testSetUse } from './test-set-log.js';

const folder = (): string => join(mkdtempSync(join(tmpdir(), 'assay-uses-')), '.assay');
const rows = `sha256:${'1'.repeat(64)}`;
const use = (model: string, testSet = rows, threshold?: number) =>
  testSetUse({
    tables: { test: { path: '/t.csv', digest: testSet, rows: 3 } },
    model: { format: 'onnx', path: '/m', digest: `sha256:${model}`, ...(threshold !== undefined && { threshold }) },
  })!;

it('counts the other models of the same rows, each once, in a folder that nobody has written to', () => {
  const cache = folder();
  expect(otherModels(cache, use('a'))).toBe(0);
  logUse(cache, use('a'));
  logUse(cache, use('a'));
  expect(otherModels(cache, use('a'))).toBe(0);
  expect(otherModels(cache, use('b'))).toBe(1);
  logUse(cache, use('a', rows, 0.3));
  expect(otherModels(cache, use('a'))).toBe(1);
  logUse(cache, use('c', `sha256:${'2'.repeat(64)}`));
  expect(otherModels(cache, use('b'))).toBe(2);
});

it('holds digests and no content', () => {
  const cache = folder();
  logUse(cache, use('a'));
  expect(readdirSync(join(cache, 'test-sets'))).toEqual(['1'.repeat(64)]);
  const [name] = readdirSync(join(cache, 'test-sets', '1'.repeat(64)));
  expect(name).toMatch(/^[0-9a-f]{64}$/);
  expect(readFileSync(join(cache, 'test-sets', '1'.repeat(64), name!), 'utf8')).toBe('');
});

it.each([
  ['no test rows', { tables: {}, model: { format: 'onnx', path: '/m', digest: rows } as const }],
  [
    'a program',
    {
      tables: { test: { path: '/t', digest: rows, rows: 1 } },
      model: { format: 'command', command: ['x'], folder: '/' } as const,
    },
  ],
  ['no model', { tables: { test: { path: '/t', digest: rows, rows: 1 } } }],
])('%s: nothing to count', (_, spec) => expect(testSetUse(spec)).toBeUndefined());
