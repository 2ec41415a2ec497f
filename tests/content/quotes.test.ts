/** What packs quote stands in the texts; scripts/check-quotes.mjs finds what does not. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, ROOT } from '../scenarios/run.js';

const TEXTS = join(ROOT, 'tests/fixtures/texts');

function checkQuotes(...args: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, ['scripts/check-quotes.mjs', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trimEnd().split('\n') };
}

it('every quote that a pack marks as verified stands in its passage', () => {
  const { status, lines } = checkQuotes(TEXTS);
  expect(lines).toEqual([expect.stringMatching(/^(\d+) of \1 quotes stand in \d+ texts$/)]);
  expect(status).toBe(0);
});

const GDPR = readFileSync(join(ROOT, 'policies/gdpr/gdpr.yaml'), 'utf8');
const changed = (from: string, to: string): string => {
  expect(GDPR).toContain(from);
  return folderWith({ 'gdpr.yaml': GDPR.replace(from, to) });
};

describe('what a quote may differ in', () => {
  it.each([
    ['a capital and a full stop', 'en: adequate, relevant and limited to', 'en: Adequate, relevant and limited to'],
    ['a gap', 'relevant and limited to what is necessary in relation', 'relevant … in relation'],
    ['a gap in brackets', 'relevant and limited to what is necessary in relation', 'relevant [...] in relation'],
    [
      'words around quotation marks',
      'en: the pseudonymisation and encryption',
      'en: Such as “the pseudonymisation” and',
    ],
  ])('%s', (_, from, to) => expect(checkQuotes(TEXTS, '--policies', changed(from, to)).status).toBe(0));

  it.each([
    ['another word', 'limited to what is necessary', 'restricted to what is necessary'],
    ['a word less', 'limited to what is necessary', 'limited to what necessary'],
    ['the order across a gap', 'adequate, relevant and limited', 'limited … adequate'],
  ])('not %s', (_, from, to) => {
    const folder = changed(from, to);
    const { status, lines } = checkQuotes(TEXTS, '--policies', folder);
    expect(status).toBe(1);
    const line = GDPR.split('\n').findIndex((each) => each.includes('en: adequate, relevant'));
    expect(lines[0]).toBe(`${join(folder, 'gdpr.yaml')}:${line + 1}:11  5(1)(c)`);
    expect(lines[2]).toContain('nearest, in ');
  });
});

it('a standard of another text than those that are there is named, and not checked', () => {
  const { status, lines } = checkQuotes(join(TEXTS, 'gdpr.txt'));
  expect(status).toBe(0);
  expect(lines).toContain('policies/hipaa/hipaa.yaml: not checked, none of its quotes stands in these texts');
  expect(lines.at(-1)).toBe('7 of 7 quotes stand in 1 texts');
});

it('a standard of one’s own, without a source, quotes nothing; without quotes or texts nothing was checked', () => {
  const own = folderWith({ 'own.yaml': GDPR.replace(/ {2}source:\n(?: {4}.*\n)+/, '') });
  expect(checkQuotes(TEXTS, '--policies', own).status).toBe(3);
  expect(checkQuotes().status).toBe(3);
});
