import { describe, expect, it } from 'vitest';
import { END, gzipped, tarEntry } from '../../tests/fixtures/hostile-archives.js';
import { writeArchive } from '../pack/archive/write-archive.js';
import { digestBytes } from '../trust/digest.js';
import { readBundle, writeBundle } from './bundle-archive.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FILES = new Map([
  ['report.json', bytes('{}')],
  ['documents/law.yaml', bytes('kind: Standard\n')],
  ['attestations/1-a.json', bytes('{}')],
]);
const ABOUT = {
  subject: { name: 'credit-risk', version: '1.0.0' },
  verdict: 'conforms',
  policies: ['documents/law.yaml'],
  waivers: [],
  attestations: ['attestations/1-a.json'],
} as const;

/** The bundle’s files with some of them changed, and its list as it was, but for `list`. */
function tampered(
  changes: Readonly<Record<string, string | null>>,
  list: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const manifest = {
    apiVersion: 'assay/v1',
    kind: 'Bundle',
    ...ABOUT,
    files: Object.fromEntries([...FILES].map(([path, content]) => [path, digestBytes(content)])),
    ...list,
  };
  const files = new Map([...FILES, ['bundle.json', bytes(JSON.stringify(manifest))]]);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, bytes(content));
  }
  return writeArchive(files, 'tar');
}

describe('a bundle', () => {
  it('gives back what went in, and has the same bytes in whatever order', () => {
    const written = writeBundle(ABOUT, FILES);
    expect(writeBundle(ABOUT, new Map([...FILES].reverse()))).toEqual(written);
    const { manifest, files } = readBundle(written);
    expect(manifest).toMatchObject(ABOUT);
    expect([...files.keys()].sort()).toEqual([...FILES.keys()].sort());
  });

  it('holds no names that some system cannot', () => {
    const named = (name: string) => () => writeBundle(ABOUT, new Map([...FILES, [name, bytes('')]]));
    expect(named('documents/a:b.yaml')).toThrow(expect.objectContaining({ code: 'ASSAY1926' }));
    expect(named('documents/LAW.yaml')).toThrow(expect.objectContaining({ code: 'ASSAY1925' }));
  });

  it('that is as it was made is read', () => {
    expect(readBundle(tampered({})).manifest.verdict).toBe('conforms');
  });

  it.each<[string, Uint8Array, string]>([
    ['no archive', bytes('{}'), 'ASSAY1920'],
    ['cut in half', writeBundle(ABOUT, FILES).slice(0, 200), 'ASSAY1920'],
    ['a name that climbs', gzipped(tarEntry({ path: '../evil' }, 'x'), END), 'ASSAY1921'],
    ['a link', gzipped(tarEntry({ path: 'l', type: 'SymbolicLink', linkpath: '/etc' }), END), 'ASSAY1922'],
    ['a bomb', gzipped(tarEntry({ path: 'z' }, Buffer.alloc(8 << 20)), END), 'ASSAY1924'],
    ['two entries of one name', gzipped(tarEntry({ path: 'a' }, 'x'), tarEntry({ path: 'a' }, 'y'), END), 'ASSAY1925'],
    ['no list', tampered({ 'bundle.json': null }), 'ASSAY1980'],
    ['a list that is no JSON', tampered({ 'bundle.json': '{' }), 'ASSAY1980'],
    ['a list of another kind', tampered({}, { kind: 'Pack' }), 'ASSAY1980'],
    ['a list of lists', tampered({ 'bundle.json': '[]' }), 'ASSAY1980'],
    ['policies that are no list', tampered({}, { policies: 'law.yaml' }), 'ASSAY1980'],
    ['a newer form', tampered({}, { apiVersion: 'assay/v2' }), 'ASSAY1981'],
    ['a changed report', tampered({ 'report.json': '{"verdict":"conforms"}' }), 'ASSAY1982'],
    ['a file that is not listed', tampered({ 'documents/more.yaml': 'x' }), 'ASSAY1982'],
    ['a file of a name that every object has', tampered({ constructor: 'x' }), 'ASSAY1982'],
    ['a missing file', tampered({ 'documents/law.yaml': null }), 'ASSAY1982'],
    ['a missing report', tampered({ 'report.json': null }, { files: {} }), 'ASSAY1982'],
    ['an attestation that is not there', tampered({}, { attestations: ['attestations/2.json'] }), 'ASSAY1982'],
  ])('with %s is refused', (_, archive, code) => {
    expect(() => readBundle(archive)).toThrow(expect.objectContaining({ code }));
  });
});
