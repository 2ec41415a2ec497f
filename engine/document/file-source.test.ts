import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fileSource } from './file-source.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'b'));
writeFileSync(join(folder, 'a.txt'), 'A');
symlinkSync('a.txt', join(folder, 'link'));
symlinkSync('nowhere', join(folder, 'dangling'));
symlinkSync('loop', join(folder, 'loop'));
const source = fileSource();

test.each([
  ['a.txt', 'file', 'A', []],
  ['link', 'file', 'A', []],
  ['b', 'folder', undefined, []],
  ['', 'folder', undefined, ['a.txt', 'b', 'dangling', 'link', 'loop']],
  ['dangling', undefined, undefined, []],
  ['loop', undefined, undefined, []],
  ['a.txt/x', undefined, undefined, []],
  ['no\0name', undefined, undefined, []],
  ['x'.repeat(5000), undefined, undefined, []],
])('%s', (name, kind, text, names) => {
  const path = join(folder, name);
  const read = source.read(path);
  expect([source.kind(path), read && new TextDecoder().decode(read), source.list(path)]).toEqual([kind, text, names]);
});

test('a device is nothing', () => {
  expect([source.kind('/dev/zero'), source.read('/dev/zero')]).toEqual([undefined, undefined]);
});
