import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../plugins/catalogue.generated.js';
import { DOCUMENT_CODES } from './codes.js';
import { KINDS } from './kinds.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REFERENCE = join(ROOT, 'docs', 'reference');

test('nothing generated differs from its source, and nothing stale is left', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'generate.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('every plugin, kind and code of documents has its page', () => {
  const pages = [
    ...Object.keys(CATALOGUE).map((id) => `plugins/${id.replace('/', '-')}.md`),
    ...Object.keys(DOCUMENT_CODES).map((code) => `diagnostics/${code}.md`),
  ];
  expect(pages.filter((page) => !existsSync(join(REFERENCE, page)))).toEqual([]);
  // One page a kind, and those of what the engine writes: reports and attestations.
  expect(readdirSync(join(REFERENCE, 'schemas'))).toHaveLength(KINDS.length + 2);
});
