/** What is shipped as content: every document names its schema for editors, is valid, and speaks both languages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { validate } from '../../engine/tasks/validate.js';

const FOLDERS = ['policies', 'examples'];
const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml') && !name.includes('.assay'))
    .map((name) => join(folder, name)),
);

/** Packs are published before the law that they are of applies: eu-ai-act from December 2027. */
const NOT_YET_IN_EFFECT = 'ASSAY1317';

const TEXTS = ['title', 'text', 'remedy'];

/** Every map below a key that holds text for people; in tests that is the name of a case. */
function texts(value: unknown, keys: readonly string[], path = ''): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, keys, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
    keys.includes(key) ? [[`${path}/${key}`, inner]] : texts(inner, keys, `${path}/${key}`),
  );
}

it('there are documents', () => expect(DOCUMENTS.length).toBeGreaterThan(5));

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(path, 'utf8');

  it('names its schema in the first line', () => {
    const schema = /^# yaml-language-server: \$schema=(\S+)$/.exec(text.split('\n')[0] ?? '')?.[1];
    expect(schema).toBeDefined();
    expect(existsSync(join(dirname(path), String(schema)))).toBe(true);
  });

  it('is valid, without a warning', async () => {
    const { diagnostics } = await validate([path], new Date('2026-11-24T00:00:00Z'));
    expect(diagnostics.filter(({ code }) => code !== NOT_YET_IN_EFFECT)).toEqual([]);
  });
});

describe.each(DOCUMENTS.filter((path) => path.startsWith('policies') || path.includes('profile')))('%s', (path) => {
  it('speaks English and Chinese', () => {
    const found = texts(parse(readFileSync(path, 'utf8')), path.endsWith('.test.yaml') ? ['name'] : TEXTS);
    expect(found.length).toBeGreaterThan(0);
    const alone = found.filter(([, value]) => {
      const map = value as Record<string, unknown>;
      return typeof map['en'] !== 'string' || typeof map['zh'] !== 'string';
    });
    expect(alone).toEqual([]);
  });
});
