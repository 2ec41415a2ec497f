import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Source } from '../document/source.js';
import { digestBytes, digestFile, digestFolder, digestValue } from './digest.js';

const folderOf = (files: Record<string, string>): Source => ({
  read: (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
  kind: (path) =>
    files[path] !== undefined
      ? 'file'
      : Object.keys(files).some((name) => name.startsWith(`${path}/`))
        ? 'folder'
        : undefined,
  list: (path) => [
    ...new Set(
      Object.keys(files)
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => name.slice(path.length + 1).split('/')[0]!),
    ),
  ],
});

describe('digests', () => {
  it.each([
    // FIPS 180-4's example and the empty message.
    ['abc', 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('of the bytes %j, in memory and as a file', async (text, digest) => {
    const path = join(mkdtempSync(join(tmpdir(), 'assay-digest-')), 'f');
    writeFileSync(path, text);
    expect(digestBytes(text)).toBe(digest);
    expect(await digestFile(path)).toBe(digest);
  });

  it('rejects where there is no file', async () => {
    await expect(digestFile(join(tmpdir(), 'assay-no-such-file'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('of a folder: sha256sum of the sorted lines of sha256sum, whatever order the folder lists', () => {
    const hex = (text: string): string => digestBytes(text).slice('sha256:'.length);
    const lines = [`${hex('1')}  a.txt\n`, `${hex('2')}  sub/b.txt\n`].sort();
    const expected = digestBytes(lines.join(''));
    expect(digestFolder(folderOf({ '/d/a.txt': '1', '/d/sub/b.txt': '2' }), '/d')).toBe(expected);
    expect(digestFolder(folderOf({ '/d/sub/b.txt': '2', '/d/a.txt': '1' }), '/d')).toBe(expected);
    expect(digestFolder(folderOf({ '/d/a.txt': '1', '/d/c.txt': '2' }), '/d')).not.toBe(expected);
    const withCache = folderOf({ '/d/a.txt': '1', '/d/sub/b.txt': '2', '/d/.assay/x': '3' });
    expect(digestFolder(withCache, '/d', (path) => path !== '.assay/')).toBe(expected);
  });

  it('of a value: by RFC 8785, keys sorted by UTF-16 code units, numbers as ECMAScript writes them', () => {
    expect(digestValue({ b: 1, a: [true, null, 'x'] })).toBe(digestBytes('{"a":[true,null,"x"],"b":1}'));
    expect(digestValue({ '\u20ac': 1e30, '\r': 4.5, 1: 2e-3, '\u{1f600}': 1e-27 })).toBe(
      digestBytes('{"\\r":4.5,"1":0.002,"\u20ac":1e+30,"\u{1f600}":1e-27}'),
    );
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [{ a: [Number.NaN] }], [undefined]])(
    'has no digest of %j',
    (value) => {
      expect(() => digestValue(value)).toThrow();
    },
  );
});
