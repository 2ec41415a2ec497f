import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { createHash } from 'node:crypto';
import { fileSource } from '../document/file-source.js';
import { loadSubject } from './load-subject.js';
import type { LoadResult } from './loaded.js';
import { openSubject } from './open.js';

const HEAD = 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: s, version: "1.0.0"}\ntask: regression\n';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
const at = (name: string): string => join(folder, 's', name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-storage-'));
  for (const [name, text] of Object.entries({
    'vault/b.csv': 'b',
    'vault/deep/a.csv': 'a',
    'src/read.py': 'key',
    'src/node_modules/x.js': 'x',
    'src/.git/config': 'x',
    'one.csv': 'x,y\n1,2\n',
    '../outside.txt': 'secret',
  })) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function load(storage: string, more = ''): Promise<LoadResult> {
  writeFileSync(at('subject.yaml'), `${HEAD}${more}storage: {${storage}}\n`);
  return loadSubject(fileSource(), at('subject.yaml'));
}
const names = ({ subject }: LoadResult): readonly string[] => subject!.spec.storage!.files.map(({ name }) => name);

describe('data at rest', () => {
  it('are files and all that is in folders, known by their digests', async () => {
    const result = await load('files: [one.csv, vault/], code: [src]', 'data: {path: one.csv}\n');
    const { spec, inputs, settings, lacks } = result.subject!;
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(names(result)).toEqual(['one.csv', 'vault/b.csv', 'vault/deep/a.csv']);
    expect(spec.storage!.code.map(({ name }) => name)).toEqual(['src/read.py']);
    expect(spec.storage!.columns).toEqual(['x', 'y']);
    const ofVault = `sha256:${sha256([`${sha256('b')}  b.csv\n`, `${sha256('a')}  deep/a.csv\n`].sort().join(''))}`;
    expect(inputs.filter(({ role }) => role.startsWith('storage'))).toEqual([
      { role: 'storage.files', path: 'one.csv', digest: `sha256:${sha256('x,y\n1,2\n')}` },
      { role: 'storage.files', path: 'vault/', digest: ofVault },
      { role: 'storage.code', path: 'src', digest: expect.any(String) as string },
    ]);
    expect(settings.storage).toEqual({ files: ['one.csv', 'vault/'], code: ['src'], key: false, columns: ['x', 'y'] });
    expect(lacks).not.toContain('storage');
  });

  it('change the subject with each of their bytes', async () => {
    const digest = async () => (await load('files: [vault]')).subject!.digest;
    const before = await digest();
    expect(await digest()).toBe(before);
    writeFileSync(at('vault/deep/a.csv'), 'c');
    expect(await digest()).not.toBe(before);
  });

  it('are not looked for through links that lead out', async () => {
    symlinkSync(join(folder, 'outside.txt'), at('vault/link.txt'));
    symlinkSync(folder, at('vault/up'));
    expect(names(await load('files: [vault]'))).toEqual(['vault/b.csv', 'vault/deep/a.csv']);
  });

  it('are read as they lie, and not once they have changed', async () => {
    const { subject } = await load('files: [one.csv]');
    const [file] = openSubject(subject!.spec).storage!.files;
    expect(Buffer.from(await file!.read(2, 5)).toString()).toBe('y\n1');
    expect(Buffer.from(await file!.read(6, 99)).toString()).toBe('2\n');
    utimesSync(at('one.csv'), 1, 1);
    await expect(file!.read(0, 1)).rejects.toMatchObject({ unmeasured: 'failed' });
    await expect(file!.chunks().next()).rejects.toMatchObject({ unmeasured: 'failed' });
  });

  test.each([
    ['files: [no.csv]', 'ASSAY1400'],
    ['files: [../outside.txt]', 'ASSAY1401'],
    ['files: [vault], code: [no]', 'ASSAY1400'],
    ['files: [vault], key: {file: ../outside.txt}', 'ASSAY1401'],
  ])('%s is a fault', async (storage, code) => {
    const { subject, diagnostics } = await load(storage);
    expect([subject, diagnostics.map((each) => each.code)]).toEqual([undefined, [code]]);
  });

  it('without a key that can be used lack one test, with a remark', async () => {
    const { subject, diagnostics } = await load('files: [vault], key: {environment: NOT_SET}');
    expect(diagnostics).toMatchObject([{ code: 'ASSAY1430', severity: 'warning' }]);
    expect(openSubject(subject!.spec).storage!.opens).toBeUndefined();
  });

  it('are at most 10,000 files', async () => {
    mkdirSync(at('many'));
    for (let file = 0; file <= 10_000; file += 1) writeFileSync(at(`many/${file}`), '');
    const { diagnostics } = await load('files: [many]');
    expect(diagnostics).toMatchObject([{ code: 'ASSAY1436', range: { line: 5 } }]);
  });
});
