import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULE_CODES } from './codes.js';

const folder = new URL('.', import.meta.url);
const codesIn = (names: readonly string[]): readonly string[] =>
  [...new Set(names.flatMap((name) => readFileSync(new URL(name, folder), 'utf8').match(/ASSAY\d{4}/g) ?? []))].sort();

const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.startsWith('codes.'));

it.each([
  ['told by some check', files.filter((name) => !name.endsWith('.test.ts'))],
  ['asserted by some test', files.filter((name) => name.endsWith('.test.ts'))],
])('every code is %s, and no other', (_, names) => {
  expect(codesIn(names)).toEqual(Object.keys(RULE_CODES).sort());
});
