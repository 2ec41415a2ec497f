import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { END, gzipped, paxEntry, tarEntry } from '../../../tests/fixtures/hostile-archives.js';
import { digestBytes } from '../../trust/digest.js';
import { collisionIn, nameFault } from './entry-name.js';
import { readArchive } from './read-archive.js';
import { writeArchive } from './write-archive.js';

const filesOf = (files: Readonly<Record<string, string>>): Map<string, Uint8Array> =>
  new Map(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]));

const long = `${'a-folder-of-some-length/'.repeat(9)}${'x'.repeat(120)}.yaml`;

describe('an archive', () => {
  const files = filesOf({ 'b.yaml': 'b: 2\n', 'a.yaml': 'a: 1\n', 'sub/文件.md': '#', empty: '', [long]: 'long' });

  it('gives back what went in, in the order of its names', () => {
    const { files: read, form } = readArchive(writeArchive(files, 'tar'));
    expect(form).toBe('tar');
    expect([...read.keys()]).toEqual([long, 'a.yaml', 'b.yaml', 'empty', 'sub/文件.md']);
    for (const [name, bytes] of read) expect(Buffer.from(bytes)).toEqual(Buffer.from(files.get(name)!));
  });

  it('has the same bytes in whatever order, on whatever machine', () => {
    const bytes = writeArchive(files, 'tar');
    expect(writeArchive(new Map([...files].reverse()), 'tar')).toEqual(bytes);
    // As computed when this was written: a library that compresses otherwise would change every published digest.
    expect(digestBytes(bytes)).toBe('sha256:7a81728919c090c6d503dd763e6372aec0cbd3aff6382a753dc18d8029247c57');
    // gzip: deflate, no flags, no time (RFC 1952).
    expect([...bytes.slice(0, 8)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  });

  it('of npm has a folder around it, which is taken off again', () => {
    const { files: read, form } = readArchive(writeArchive(filesOf({ 'package.json': '{}', 'pack.yaml': 'x' }), 'npm'));
    expect([form, [...read.keys()]]).toEqual(['npm', ['pack.yaml', 'package.json']]);
  });

  it('is one to GNU tar', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-archive-'));
    writeFileSync(join(folder, 'p.tar.gz'), writeArchive(files, 'tar'));
    const run = spawnSync('tar', ['-xzf', 'p.tar.gz'], { cwd: folder });
    const read =
      run.error === undefined ? [...files.keys()].map((name) => readFileSync(join(folder, name), 'utf8')) : [];
    rmSync(folder, { recursive: true });
    if (run.error !== undefined && process.env['CI'] !== 'true') context.skip('tar is not installed');
    expect(read).toEqual([...files.values()].map((bytes) => new TextDecoder().decode(bytes)));
  });

  it('of any files survives the way', () => {
    const part = fc.stringMatching(/^[a-z0-9_é规-]{1,40}$/);
    const names = fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 6 }), {
      maxLength: 6,
      selector: (parts) => parts[0],
    });
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 1500 }), (all, content) => {
        const some = new Map(all.map((parts) => [parts.join('/'), content]));
        fc.pre(
          collisionIn(some.keys()) === undefined && [...some.keys()].every((name) => nameFault(name) === undefined),
        );
        const { files: read } = readArchive(writeArchive(some, 'tar'));
        expect(new Map([...read].map(([name, bytes]) => [name, [...bytes]]))).toEqual(
          new Map([...some].map(([name, bytes]) => [name, [...bytes]])),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('a hostile archive is refused', () => {
  const ok = tarEntry({ path: 'pack.yaml' }, 'kind: Pack\n');
  const good = gzipped(ok, END);
  const of = (...names: readonly string[]): Buffer => gzipped(...names.map((path) => tarEntry({ path }, 'x')), END);
  const badSum = Buffer.from(ok);
  badSum[0] = badSum[0]! + 1;

  it.each<[string, Buffer, string]>([
    ['no archive', Buffer.from('kind: Pack'), 'ASSAY1920'],
    ['nothing', Buffer.alloc(0), 'ASSAY1920'],
    ['gzip of no tar', gzipSync('kind: Pack'), 'ASSAY1920'],
    ['cut off in gzip', good.subarray(0, good.length - 12), 'ASSAY1920'],
    ['cut off in gzip’s header', good.subarray(0, 6), 'ASSAY1920'],
    ['damaged within gzip', Buffer.from(good.map((byte, index) => (index === 30 ? byte ^ 255 : byte))), 'ASSAY1920'],
    [
      'another checksum of gzip',
      Buffer.from(good.map((byte, at) => (at === good.length - 6 ? byte ^ 1 : byte))),
      'ASSAY1920',
    ],
    ['cut off in a header', gzipped(ok.subarray(0, 300)), 'ASSAY1920'],
    ['cut off in a content', gzipped(tarEntry({ path: 'a', size: 4096 }, 'short')), 'ASSAY1920'],
    ['without an end', gzipped(ok), 'ASSAY1920'],
    ['with half an end', gzipped(ok, Buffer.alloc(512)), 'ASSAY1920'],
    ['another checksum of a header', gzipped(badSum, END), 'ASSAY1920'],
    [
      'a size below zero',
      gzipped(paxEntry({ path: 'a', size: -1 }), tarEntry({ path: 'a', size: 0 }), ok),
      'ASSAY1920',
    ],
    ['a name that climbs', of('pack.yaml', '../evil'), 'ASSAY1921'],
    ['a name that climbs within', of('pack.yaml', 'a/../../evil'), 'ASSAY1921'],
    ['a name that climbs in an extended header', gzipped(paxEntry({ path: '../evil' }), ok, END), 'ASSAY1921'],
    ['a name that climbs in npm’s form', of('package/pack.yaml', 'package/../evil'), 'ASSAY1921'],
    ['an absolute name', of('/etc/passwd'), 'ASSAY1921'],
    ['an absolute name of Windows', of('C:/evil'), 'ASSAY1921'],
    ['a name of a share', of('\\\\host\\evil'), 'ASSAY1921'],
    ['an absolute folder', gzipped(tarEntry({ path: '/tmp/', type: 'Directory' }), ok, END), 'ASSAY1921'],
    ['a symbolic link', gzipped(tarEntry({ path: 'l', type: 'SymbolicLink', linkpath: '/etc' }), ok, END), 'ASSAY1922'],
    ['a hard link', gzipped(tarEntry({ path: 'l', type: 'Link', linkpath: 'pack.yaml' }), ok, END), 'ASSAY1922'],
    ['a character device', gzipped(tarEntry({ path: 'd', type: 'CharacterDevice' }), ok, END), 'ASSAY1923'],
    ['a block device', gzipped(tarEntry({ path: 'd', type: 'BlockDevice' }), ok, END), 'ASSAY1923'],
    ['a pipe', gzipped(tarEntry({ path: 'd', type: 'FIFO' }), ok, END), 'ASSAY1923'],
    ['a header for all', gzipped(tarEntry({ path: 'g', type: 'GlobalExtendedHeader' }), ok, END), 'ASSAY1923'],
    ['a folder with a content', gzipped(tarEntry({ path: 'd', type: 'GNUDumpDir' }, 'x'), ok, END), 'ASSAY1923'],
    [
      'a long name as GNU tar writes it',
      gzipped(tarEntry({ path: '././@LongLink', type: 'NextFileHasLongPath' }, 'x'), ok, END),
      'ASSAY1923',
    ],
    ['a bomb', gzipSync(Buffer.alloc(80 << 20), { level: 9 }), 'ASSAY1924'],
    ['a small bomb', gzipped(tarEntry({ path: 'z' }, Buffer.alloc(4 << 20)), ok, END), 'ASSAY1924'],
    ['a file that says it is huge', gzipped(tarEntry({ path: 'z', size: 20 << 20 }), ok, END), 'ASSAY1924'],
    ['too many files', gzipped(...Array.from({ length: 10_001 }, (_, i) => randomly(i)), END), 'ASSAY1924'],
    ['an archive that is too large', Buffer.concat([good, Buffer.alloc(16 << 20)]), 'ASSAY1924'],
    ['two entries of one name', of('a', 'b', 'a'), 'ASSAY1925'],
    ['names that differ in case', of('readme.md', 'README.md'), 'ASSAY1925'],
    ['names that differ in case beyond English', of('straße', 'STRASSE'), 'ASSAY1925'],
    ['folders that differ in case', of('a/x', 'A/y'), 'ASSAY1925'],
    ['accents in two forms', of('caf\u00e9.md', 'cafe\u0301.md'), 'ASSAY1925'],
    ['a file and a folder of one name', of('a/x', 'A'), 'ASSAY1925'],
    ['a name with a line break', of('a\nb'), 'ASSAY1926'],
    ['a name that runs backwards', of('a\u202elmay.exe'), 'ASSAY1926'],
    ['a name with a backslash', of('a\\..\\b'), 'ASSAY1926'],
    ['a stream of Windows', of('a.yaml:hidden'), 'ASSAY1926'],
    ['a device of Windows', of('sub/aux.yaml'), 'ASSAY1926'],
    ['a name with a dot at its end', of('pack.yaml.'), 'ASSAY1926'],
    ['a name with an empty part', of('a//b'), 'ASSAY1926'],
    ['a name that is a dot', of('./pack.yaml'), 'ASSAY1926'],
    ['a long part of a name', gzipped(paxEntry({ path: 'x'.repeat(300) }), ok, END), 'ASSAY1926'],
    ['entries after the end', gzipped(ok, END, tarEntry({ path: 'evil' }, 'x'), END), 'ASSAY1927'],
    ['something after the end', gzipped(ok, END, Buffer.from('more')), 'ASSAY1927'],
    ['zeros after gzip', Buffer.concat([good, Buffer.alloc(100)]), 'ASSAY1927'],
    ['a second member of gzip', Buffer.concat([good, gzipSync('more')]), 'ASSAY1927'],
    ['a huge extended header', gzipped(paxEntry({ path: 'x'.repeat(70_000) }), ok, END), 'ASSAY1928'],
  ])('%s', (_, bytes, code) => {
    expect(() => readArchive(bytes)).toThrow(expect.objectContaining({ code }));
  });

  it('something after gzip, whatever it is', () => {
    expect(() => readArchive(Buffer.concat([good, Buffer.from('more')]))).toThrow(
      expect.objectContaining({ code: 'ASSAY1920' }),
    );
  });

  it('any archive that was cut gives a fault or its files, and nothing else', () => {
    const tar = writeArchive(filesOf({ 'a.yaml': 'a: 1', [long]: 'x'.repeat(2000) }), 'tar');
    fc.assert(
      fc.property(fc.nat({ max: tar.length - 1 }), fc.nat({ max: 255 }), fc.boolean(), (at, value, cut) => {
        const bytes = cut ? tar.slice(0, at) : tar.map((byte, index) => (index === at ? value : byte));
        try {
          readArchive(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^ASSAY19\d\d$/) as string });
        }
      }),
      { numRuns: 200 },
    );
  });

  /** Empty files whose headers do not compress to nothing. */
  function randomly(index: number): Buffer {
    return tarEntry({ path: `${digestBytes(String(index)).slice(7)}-${index}` });
  }
});
