/** What trust roots and locks refuse, by whatever way a pack or standard is reached. */
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../tests/fixtures/memory-source.js';
import {
  KEYS,
  PACK,
  packFiles,
  packOf,
  STANDARD,
  THREE,
  trustText,
  withSignatures,
} from '../../tests/fixtures/signed-packs.js';
import { without } from '../../tests/fixtures/without.js';
import { readTrustRoots } from '../trust/trust-roots.js';
import { Admission } from './admission.js';
import type { Lock, LockUse } from './lock.js';
import { ViewReader } from './read-view.js';

interface Terms {
  readonly packs?: string;
  readonly lock?: Lock;
  readonly lockUse?: LockUse;
}

const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

function read(files: Readonly<Record<string, string>>, path: string, { packs, lock, lockUse = 'told' }: Terms) {
  const trust =
    packs === undefined
      ? undefined
      : readTrustRoots(memorySource({ 't.yaml': trustText(THREE, { packs }) }), 't.yaml').roots;
  const admission = new Admission({
    ...(trust !== undefined && { trust }),
    ...(lock !== undefined && { lock }),
    lockUse,
    at: new Date('2026-11-26T00:00:00Z'),
  });
  const reader = new ViewReader(memorySource(files), admission);
  const view = reader.read(path, undefined);
  return {
    codes: reader.diagnostics.map(({ code }) => code),
    rules: [...view.rules.keys()],
    admitted: [...admission.admitted.keys()],
    signers: admission.signersOf('tiny'),
  };
}

const SIGNED = withSignatures(packFiles('tiny'), KEYS.a, KEYS.b);
const PROFILE = (pack: string): string => `apiVersion: assay/v1
kind: Profile
metadata: {id: ours, version: "1.0.0", title: Ours}
imports: [{pack: ${pack}}]
`;

describe('a root that governs', () => {
  const lenient = STANDARD('tiny', 0.1);
  it.each<[string, Record<string, string>, string, string, readonly string[]]>([
    ['a signed pack', under('p', SIGNED), 'p', 'tiny', []],
    ['a signed pack by its pack.yaml', under('p', SIGNED), 'p/pack.yaml', 'tiny', []],
    ['a standard of a signed pack', under('p', SIGNED), 'p/tiny.yaml', 'tiny', []],
    ['a signed pack that a profile imports', { ...under('p', SIGNED), 'o.yaml': PROFILE('p') }, 'o.yaml', 'tiny', []],
    ['an unsigned pack', under('p', packFiles('tiny')), 'p', 'tiny', ['ASSAY1900']],
    [
      'one that a profile imports',
      { ...under('p', packFiles('tiny')), 'o.yaml': PROFILE('p') },
      'o.yaml',
      't*',
      ['ASSAY1900'],
    ],
    ['an unsigned pack that it does not govern', under('p', packFiles('tiny')), 'p', 'other', []],
    ['a standard alone', { 'tiny.yaml': STANDARD('tiny') }, 'tiny.yaml', 'tiny', ['ASSAY1900']],
    ['a standard of an unsigned pack', under('p', packFiles('tiny')), 'p/tiny.yaml', 'tiny', ['ASSAY1900']],
    [
      'a standard beside those of a signed pack',
      { ...under('p', SIGNED), 'p/more.yaml': STANDARD('tiny') },
      'p/more.yaml',
      'tiny',
      ['ASSAY1907'],
    ],
    [
      'a hidden standard in a signed pack',
      { ...under('p', SIGNED), 'p/.x/s.yaml': STANDARD('tiny') },
      'p/.x/s.yaml',
      'tiny',
      ['ASSAY1900'],
    ],
    ['a changed standard', { ...under('p', SIGNED), 'p/tiny.yaml': lenient }, 'p', 'tiny', ['ASSAY1906']],
    [
      'a changed standard, named alone',
      { ...under('p', SIGNED), 'p/tiny.yaml': lenient },
      'p/tiny.yaml',
      'tiny',
      ['ASSAY1906'],
    ],
    ['a file too many', { ...under('p', SIGNED), 'p/more.md': '#' }, 'p', 'tiny', ['ASSAY1907']],
    [
      'an npm package around it',
      { ...under('p', SIGNED), 'p/package.json': '{}', 'p/node_modules/x/y.js': '' },
      'p',
      'tiny',
      [],
    ],
    [
      'signatures of another pack',
      under('p', { ...packFiles('tiny', '2.0.0'), 'pack.dsse.json': SIGNED['pack.dsse.json']! }),
      'p',
      'tiny',
      ['ASSAY1912'],
    ],
    ['no envelope', under('p', { ...packFiles('tiny'), 'pack.dsse.json': '{}' }), 'p', 'tiny', ['ASSAY1910']],
  ])('%s', (_, files, path, packs, expected) => {
    const { codes, rules } = read(files, path, { packs });
    expect(codes).toEqual(expected);
    expect(rules).toEqual(expected.length === 0 ? ['tiny/RIGHT'] : []);
  });

  it('a file that is missing is told', () => {
    const files = under('p', without(SIGNED, 'tiny.test.yaml') as Record<string, string>);
    expect(read(files, 'p', { packs: 'tiny' }).codes).toEqual(['ASSAY1908']);
  });

  it('a standard of a governed id asks for signatures whatever its pack is called', () => {
    const files = { ...packFiles('tiny'), 'pack.yaml': PACK('other') };
    expect(read(under('p', files), 'p', { packs: 'tiny' })).toMatchObject({ codes: ['ASSAY1900'], rules: [] });
    const signed = withSignatures(files, KEYS.a, KEYS.b);
    expect(read(under('p', signed), 'p', { packs: 'tiny' })).toMatchObject({ codes: [], rules: ['tiny/RIGHT'] });
  });

  it('one of the two signatures is too few, and whose it is is known', () => {
    const one = withSignatures(packFiles('tiny'), KEYS.a);
    const signers = [{ root: 'regulator', threshold: 2, signers: ['a'] }];
    expect(read(under('p', one), 'p', { packs: 'tiny' })).toMatchObject({
      codes: ['ASSAY1901'],
      admitted: [],
      signers,
    });
  });

  it('who signed is known once, however often a pack is reached, and not where nobody asks', () => {
    const files = { ...under('p', SIGNED), 'o.yaml': PROFILE('p').replace('}]', '}, {pack: p/tiny.yaml}]') };
    const signers = [{ root: 'regulator', threshold: 2, signers: ['a', 'b'] }];
    expect(read(files, 'o.yaml', { packs: 't*' })).toMatchObject({ codes: [], signers });
    expect(read(files, 'o.yaml', { packs: 'other' })).toMatchObject({ codes: [], signers: [] });
  });
});

describe('in order by itself', () => {
  it.each<[string, Record<string, string>, readonly string[]]>([
    [
      'a listing that fits',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny') + listing({ 'tiny.yaml': 0, 'tiny.test.yaml': 0 }) },
      [],
    ],
    [
      'a listing of another content',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny') + listing({ 'tiny.yaml': 1, 'tiny.test.yaml': 0 }) },
      ['ASSAY1906'],
    ],
    [
      'a file that is not listed',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny') + listing({ 'tiny.yaml': 0 }) },
      ['ASSAY1907'],
    ],
    [
      'a listed file that is missing',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny') + listing({ 'tiny.yaml': 0, 'tiny.test.yaml': 0, x: 0 }) },
      ['ASSAY1908'],
    ],
    [
      'a standard out of the folder',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny', '1.0.0', '../out.yaml') },
      ['ASSAY1938'],
    ],
    [
      'a standard by an absolute path',
      { ...packFiles('tiny'), 'pack.yaml': PACK('tiny', '1.0.0', '/out.yaml') },
      ['ASSAY1938'],
    ],
    [
      'a hidden standard',
      { ...packFiles('tiny'), '.s.yaml': STANDARD('s'), 'pack.yaml': PACK('tiny', '1.0.0', '.s.yaml') },
      ['ASSAY1938'],
    ],
    [
      'a profile, which could name code',
      { 'o.yaml': PROFILE('x'), 'pack.yaml': PACK('tiny', '1.0.0', 'o.yaml') },
      ['ASSAY1104'],
    ],
  ])('%s', (_, files, expected) => {
    const around = { 'out.yaml': STANDARD('out'), '/out.yaml': STANDARD('out') };
    expect(read({ ...around, ...under('p', files) }, 'p', {}).codes).toEqual(expected);
  });

  function listing(files: Readonly<Record<string, 0 | 1>>): string {
    const { files: known } = packOf(packFiles('tiny'));
    const lines = Object.entries(files).map(([path, changed]) => {
      const digest = known.get(path) ?? `sha256:${'0'.repeat(64)}`;
      return `  ${path}: ${changed === 0 ? digest : digest.replace(/.$/, (last) => (last === '0' ? '1' : '0'))}\n`;
    });
    return `files:\n${lines.join('')}`;
  }
});

describe('a lock', () => {
  const { version, digest } = packOf(packFiles('tiny'));
  const other = `sha256:${'0'.repeat(64)}`;
  const added = { source: { type: 'path', path: 'x' } } as const;
  const entry = (change: object): Lock => ({ packs: { tiny: { version, digest, ...change } }, plugins: {} });
  const empty: Lock = { packs: {}, plugins: {} };
  it.each<[string, Lock, LockUse, readonly string[], boolean]>([
    ['as it stands', entry({}), 'frozen', [], true],
    ['not in it, frozen', empty, 'frozen', ['ASSAY1935'], false],
    ['not in it', empty, 'told', [], true],
    ['other content, frozen', entry({ digest: other }), 'frozen', ['ASSAY1936'], false],
    ['other content', entry({ digest: other }), 'told', ['ASSAY1936'], true],
    ['other content of what was added', entry({ digest: other, ...added }), 'told', ['ASSAY1936'], false],
    ['other content, offered', entry({ digest: other }), 'offered', ['ASSAY1936'], false],
    ['other content, to be pinned', entry({ digest: other }), 'updated', [], true],
    [
      'other content of what was added, to be pinned',
      entry({ digest: other, ...added }),
      'updated',
      ['ASSAY1936'],
      false,
    ],
    ['newer, frozen', entry({ version: '0.9.0' }), 'frozen', ['ASSAY1936'], false],
    ['newer', entry({ version: '0.9.0' }), 'told', ['ASSAY1936'], true],
    ['newer, offered', entry({ version: '0.9.0', ...added }), 'offered', [], true],
    ['older', entry({ version: '1.0.1' }), 'told', ['ASSAY1909'], false],
    ['older, offered', entry({ version: '1.0.1' }), 'offered', ['ASSAY1909'], false],
    ['older, to be pinned', entry({ version: '2.0.0-rc.1' }), 'updated', ['ASSAY1909'], false],
  ])('%s', (_, lock, lockUse, expected, loads) => {
    const { codes, rules, admitted } = read(under('p', packFiles('tiny')), 'p', { lock, lockUse });
    expect(codes).toEqual(expected);
    expect([rules.length > 0, admitted.includes('tiny')]).toEqual([loads, loads]);
    // By the standard's own name it is the same pack.
    expect(read(under('p', packFiles('tiny')), 'p/tiny.yaml', { lock, lockUse }).codes).toEqual(expected);
  });

  it('pins a standard that stands alone', () => {
    const terms = { lock: empty, lockUse: 'frozen' } as const;
    expect(read({ 's.yaml': STANDARD('s') }, 's.yaml', terms).codes).toEqual(['ASSAY1935']);
    expect(read({ 's.yaml': STANDARD('constructor') }, 's.yaml', { lock: empty }).codes).toEqual([]);
  });
});
