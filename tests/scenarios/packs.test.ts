/** Packs from their publisher to those who take and pin them, from outside. */
import { execFile } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { END, gzipped, tarEntry } from '../fixtures/hostile-archives.js';
import { npmRegistry, type NpmRegistry } from '../fixtures/npm-registry.js';
import { KEYS, packFiles, STANDARD, TEST, THREE, trustText } from '../fixtures/signed-packs.js';
import type { Report } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, ROOT, type Run } from './run.js';

const AS_OF = ['--as-of', '2026-11-26'];
const PEMS = Object.fromEntries(
  Object.entries(KEYS).map(([name, { privateKey }]) => [
    `PEM_${name}`,
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ]),
);
const under = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const rows = (each: (index: number) => string): string => Array.from({ length: 200 }, (_, i) => each(i)).join('\n');
const label = (index: number): string => (index % 2 === 0 ? 'good' : 'bad');
const SUBJECT = {
  'data.csv': `x,y\n${rows((i) => `${i},${label(i)}`)}\n`,
  'predictions.csv': `prediction\n${rows(label)}\n`,
  'subject.yaml': `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: binary-classification
model: {format: predictions, path: predictions.csv}
data:
  test: {path: data.csv}
  target: {column: y, classes: [good, bad], positive: bad}
  columns: {x: {type: numeric}}
`,
};
const CHECK = ['check', 'subject.yaml'];

const sign = (cwd: string, pack: string, ...keys: readonly (keyof typeof KEYS)[]): Promise<Run> =>
  keys.reduce<Promise<Run>>(
    async (before, key) => {
      expect((await before).code).toBe(0);
      return assay(['pack', 'sign', pack, '--key-env', `PEM_${key}`], { cwd, env: PEMS });
    },
    Promise.resolve({ code: 0, signal: null, stdout: '', stderr: '' }),
  );

/** A folder with the archive of `tiny`, signed by these keys. */
async function signedArchive(version: string, ...keys: readonly (keyof typeof KEYS)[]): Promise<string> {
  const cwd = folderWith(under('tiny', packFiles('tiny', version)));
  expect((await assay(['pack', 'build', 'tiny', '--out', 'tiny.tar.gz'], { cwd })).code).toBe(0);
  await sign(cwd, 'tiny.tar.gz', ...keys);
  return cwd;
}

describe('building', () => {
  it('says that the tests went well, and gives the same bytes whatever the times, the umask and the locale', async () => {
    const cwd = folderWith(under('tiny', packFiles('tiny')));
    const first = await assay(['pack', 'build', 'tiny', '--out', '1.tar.gz'], { cwd });
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('✓ 4 test cases, all as expected');
    cpSync(join(cwd, 'tiny'), join(cwd, 'again'), { recursive: true });
    for (const name of readdirSync(join(cwd, 'again'))) utimesSync(join(cwd, 'again', name), 1, 1e9);
    const mask = process.umask(0o077);
    const env = { LC_ALL: 'tr_TR.UTF-8', TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' };
    const second = await assay(['pack', 'build', 'again', '--out', '2.tar.gz'], { cwd, env });
    process.umask(mask);
    expect(second.code).toBe(0);
    expect(readFileSync(join(cwd, '1.tar.gz'))).toEqual(readFileSync(join(cwd, '2.tar.gz')));
    const zh = await assay(['pack', 'build', 'tiny', '--lang', 'zh', '--format', 'folder'], { cwd });
    expect(zh.stdout).toContain('个测试用例，全部符合预期');
    expect(readdirSync(join(cwd, 'tiny-1.0.0')).sort()).toEqual(Object.keys(packFiles('tiny')).sort());
  });

  it.concurrent.each<[string, Record<string, string>, string]>([
    ['a case that goes otherwise', { 'tiny.test.yaml': TEST.replace('0.899, fail', '0.899, pass') }, 'ASSAY1939'],
    [
      'a standard without tests',
      {
        'more.yaml': STANDARD('more'),
        'pack.yaml': packFiles('tiny')['pack.yaml']!.replace('tiny.yaml', 'tiny.yaml, more.yaml'),
      },
      'ASSAY1939',
    ],
    [
      'a rule that is none',
      { 'tiny.yaml': STANDARD('tiny').replace('holdout.accuracy}', 'holdout.accurcy}') },
      'ASSAY12',
    ],
    ['a private key', { 'k.pem': PEMS['PEM_a']! }, 'ASSAY1939'],
    [
      'a document in flow style',
      {
        'pack.yaml':
          '{apiVersion: assay/v1, kind: Pack, metadata: {id: tiny, version: "1.0.0", title: T, publisher: U}, standards: [tiny.yaml]}',
      },
      'ASSAY1939',
    ],
  ])('does not build %s', async (_, change, code) => {
    const cwd = folderWith(under('tiny', { ...packFiles('tiny'), ...change }));
    const run = await assay(['pack', 'build', 'tiny'], { cwd });
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain(code);
    expect(readdirSync(cwd)).toEqual(['tiny']);
  });
});

describe('a pack signed by two of three keys', () => {
  let cwd: string;
  const trust = (change: Parameters<typeof trustText>[0] = THREE): void =>
    writeFileSync(join(cwd, 'trust.yaml'), trustText(change, { packs: 'tiny' }));
  const verify = (...more: readonly string[]): Promise<Run> =>
    assay(['pack', 'verify', 'tiny.tar.gz', '--trust', 'trust.yaml', ...AS_OF, ...more], { cwd });
  beforeAll(async () => {
    cwd = await signedArchive('1.1.0', 'a', 'c');
  });

  it('verifies', async () => {
    trust();
    const run = await verify();
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('✓ tiny 1.1.0');
    expect(run.stdout).toContain('signed as regulator asks: a, c (at least 2)');
    expect((await verify('--lang', 'zh')).stdout).toContain('签名符合信任根 regulator 的要求');
    expect(JSON.parse((await verify('--format', 'json')).stdout)).toMatchObject({
      pack: { id: 'tiny', version: '1.1.0' },
      signers: [{ root: 'regulator', threshold: 2, signers: ['a', 'c'] }],
    });
  });

  it.each<[string, Parameters<typeof trustText>[0], string]>([
    ['an expired key', { ...THREE, c: { key: KEYS.c.publicKey, validUntil: '2026-11-01' } }, 'ASSAY1902'],
    ['a key that is not valid yet', { ...THREE, c: { key: KEYS.c.publicKey, validFrom: '2026-12-01' } }, 'ASSAY1903'],
    ['a revoked key', { ...THREE, c: { key: KEYS.c.publicKey, revoked: '2026-11-01' } }, 'ASSAY1904'],
    ['a root of others', { x: { key: KEYS.stranger.publicKey }, b: { key: KEYS.b.publicKey } }, 'ASSAY1911'],
  ])('does not with %s', async (_, keys, code) => {
    trust(keys);
    const run = await verify();
    expect([run.code, codesIn(run)]).toEqual([3, [code]]);
    expect(run.stdout).toContain('✗ tiny 1.1.0 not trusted');
  });

  it('does not with one signature, with a byte changed, unsigned, or without a root', async () => {
    trust();
    const one = await signedArchive('1.1.0', 'a');
    const run = (folder: string, pack: string, ...more: readonly string[]): Promise<Run> =>
      assay(['pack', 'verify', pack, ...more, ...AS_OF], { cwd: folder });
    const trusted = ['--trust', join(cwd, 'trust.yaml')];
    expect(codesIn(await run(one, 'tiny.tar.gz', ...trusted))).toEqual(['ASSAY1901']);
    expect(codesIn(await run(one, 'tiny', ...trusted))).toEqual(['ASSAY1900']);
    expect(codesIn(await run(one, 'tiny.tar.gz'))).toEqual(['ASSAY1913']);
    const added = await assay(['pack', 'add', 'tiny.tar.gz', '--trust', 'trust.yaml', ...AS_OF], { cwd });
    expect([added.code, added.stderr]).toEqual([0, '']);
    const file = join(cwd, 'assay_packs/tiny/tiny.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('0.9', '0.1'));
    const changed = await run(cwd, 'assay_packs/tiny', ...trusted);
    expect(changed.code).toBe(3);
    expect(new Set(codesIn(changed))).toEqual(new Set(['ASSAY1906', 'ASSAY1936']));
    writeFileSync(file, text);
    writeFileSync(join(cwd, 'assay_packs/tiny/more.md'), '#');
    expect(codesIn(await run(cwd, 'assay_packs/tiny', ...trusted))).toContain('ASSAY1907');
    rmSync(join(cwd, 'assay_packs/tiny/more.md'));
    const test = readFileSync(join(cwd, 'assay_packs/tiny/tiny.test.yaml'));
    rmSync(join(cwd, 'assay_packs/tiny/tiny.test.yaml'));
    expect(codesIn(await run(cwd, 'assay_packs/tiny', ...trusted))).toContain('ASSAY1908');
    writeFileSync(join(cwd, 'assay_packs/tiny/tiny.test.yaml'), test);
  });

  it('is named with its signers in the report of a check, which stands by itself', async () => {
    trust();
    for (const [name, text] of Object.entries(SUBJECT)) writeFileSync(join(cwd, name), text);
    const args = [...CHECK, '--policy', 'assay_packs/tiny', ...AS_OF];
    const outputs = ['--output', 'report.json', '--output', 'report.html'];
    const run = await assay([...args, '--trust', 'trust.yaml', ...outputs], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const { policy } = JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')) as Report;
    expect(policy.signatures).toEqual([{ pack: 'tiny', root: 'regulator', threshold: 2, signers: ['a', 'c'] }]);
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('signed as regulator asks: a, c (at least 2)');
    expect((await assay(['replay', 'report.json'], { cwd })).code).toBe(0);
    const open = JSON.parse((await assay([...args, '--format', 'json'], { cwd })).stdout) as Report;
    expect(open.policy.signatures).toBeUndefined();
  });

  it('is refused once the lock knows a newer one, by every way', async () => {
    trust();
    writeFileSync(
      join(cwd, 'assay.lock'),
      `apiVersion: assay/v1\nkind: Lock\npacks:\n  tiny: {version: "1.2.0", digest: "sha256:${'0'.repeat(64)}"}\n`,
    );
    expect(codesIn(await verify())).toEqual(['ASSAY1909']);
    const add = await assay(['pack', 'add', 'tiny.tar.gz', '--trust', 'trust.yaml', ...AS_OF], { cwd });
    expect([add.code, codesIn(add)]).toEqual([3, ['ASSAY1909']]);
    expect(codesIn(await assay(['policy', 'tiny'], { cwd }))).toEqual(['ASSAY1909']);
    rmSync(join(cwd, 'assay.lock'));
  });
});

describe('signing', () => {
  it('with a key that was made here; only with its passphrase, and only where nobody else can read it', async () => {
    const cwd = folderWith(under('tiny', packFiles('tiny')));
    const env = { ASSAY_KEY_PASSPHRASE: 'correct horse' };
    const made = await assay(['pack', 'keygen', 'k.pem', '--days', '30', ...AS_OF], { cwd, env });
    expect([made.code, made.stderr]).toEqual([0, '']);
    expect(made.stdout).toMatch(/publicKey: MCow\S+\n {4}validFrom: 2026-11-26\n {4}validUntil: 2026-12-26\n/);
    expect(statSync(join(cwd, 'k.pem')).mode & 0o777).toBe(0o600);
    const signing = ['pack', 'sign', 'tiny', '--key', 'k.pem'];
    for (const wrong of [{}, { ASSAY_KEY_PASSPHRASE: 'battery staple' }]) {
      const run = await assay(signing, { cwd, env: wrong });
      expect([run.code, codesIn(run)]).toEqual([3, ['ASSAY1915']]);
    }
    expect(readdirSync(join(cwd, 'tiny'))).not.toContain('pack.dsse.json');
    const key = made.stdout.split('\n').slice(1).join('\n');
    const roots = 'roots:\n  - {id: us, packs: ["*"], threshold: 1, keys: [k]}\n';
    writeFileSync(join(cwd, 'assay.trust.yaml'), `apiVersion: assay/v1\nkind: TrustRoots\nkeys:\n  k:\n${key}${roots}`);
    expect((await assay(signing, { cwd, env })).code).toBe(0);
    expect((await assay(['pack', 'verify', 'tiny', ...AS_OF], { cwd })).code).toBe(0);
    expect((await assay(['pack', 'keygen', 'k.pem'], { cwd, env })).code).toBe(3);
  });
});

describe.concurrent('once a root is configured', () => {
  it.each([
    ['check', [...CHECK, '--policy', 'p.yaml']],
    ['check, of a standard alone', [...CHECK, '--policy', 'tiny/tiny.yaml']],
    ['plan', ['plan', ...CHECK.slice(1), '--policy', 'p.yaml']],
    ['policy', ['policy', 'p.yaml']],
    ['validate', ['validate', 'tiny']],
    ['test', ['test', 'tiny']],
    ['explain', ['explain', 'RIGHT', '--policy', 'p.yaml']],
  ])('%s refuses an unsigned pack, from a folder below too', async (_, args) => {
    const profile =
      'apiVersion: assay/v1\nkind: Profile\nmetadata: {id: p, version: "1.0.0", title: P}\nimports: [{pack: tiny}]\n';
    const files = { ...under('work/tiny', packFiles('tiny')), ...under('work', { ...SUBJECT, 'p.yaml': profile }) };
    const cwd = folderWith({ ...files, 'assay.trust.yaml': trustText(THREE, { packs: 't*' }) });
    const run = await assay([...args, ...AS_OF], { cwd: join(cwd, 'work') });
    expect([run.code, codesIn(run)]).toEqual([3, ['ASSAY1900']]);
  });

  it('nothing is loaded where the roots cannot be read', async () => {
    const cwd = folderWith({ ...under('tiny', packFiles('tiny')), 'assay.trust.yaml': 'kind: TrustRoots\n' });
    const run = await assay(['policy', 'tiny'], { cwd });
    expect([run.code, run.stdout]).toEqual([3, '']);
    expect((await assay(['policy', 'tiny', '--trust', 'none.yaml'], { cwd })).code).toBe(3);
  });
});

describe('taking and pinning', () => {
  it('from a shared folder: add, use, frozen, update; never back', async () => {
    const cwd = folderWith({ ...under('src', packFiles('tiny')), ...SUBJECT, 'registry/README.md': '' });
    const publish = (...more: readonly string[]): Promise<Run> =>
      assay(['pack', 'publish', 'src', '--registry', 'registry', ...more], { cwd });
    expect((await publish('--dry-run')).stdout).toContain('would be published: registry/tiny/tiny-1.0.0.tar.gz');
    expect(readdirSync(join(cwd, 'registry'))).toEqual(['README.md']);
    expect((await publish()).stdout).toContain('published: registry/tiny/tiny-1.0.0.tar.gz');
    expect((await publish()).stdout).toContain('published already, the same');

    const added = await assay(['pack', 'add', 'tiny@^1.0.0', '--registry', 'registry'], { cwd });
    expect([added.code, added.stderr]).toEqual([0, '']);
    const lock = readFileSync(join(cwd, 'assay.lock'), 'utf8');
    expect(lock).toContain('source: {type: registry, folder: "registry", range: "^1.0.0"}');
    const policy = ['--policy', 'assay_packs/tiny'];
    const frozen = await assay([...CHECK, ...policy, '--frozen'], { cwd });
    expect([frozen.code, frozen.stderr]).toEqual([0, '']);
    // What is not pinned is refused.
    const other = await assay([...CHECK, '--policy', 'src', '--frozen'], { cwd });
    expect([other.code, codesIn(other)]).toEqual([3, ['ASSAY1936']]);

    writeFileSync(join(cwd, 'src/README.md'), 'another content of the same version');
    const again = await publish();
    expect([again.code, codesIn(again)]).toEqual([3, ['ASSAY1940']]);
    writeFileSync(join(cwd, 'src/pack.yaml'), packFiles('tiny', '1.1.0')['pack.yaml']!);
    expect((await publish()).code).toBe(0);
    const updated = await assay(['pack', 'update'], { cwd });
    expect(updated.stdout).toContain('tiny 1.1.0  was 1.0.0');
    expect((await assay(['pack', 'update', 'tiny'], { cwd })).stdout).toContain('up to date');
    const back = await assay(['pack', 'add', 'tiny@1.0.0', '--registry', 'registry'], { cwd });
    expect([back.code, codesIn(back)]).toEqual([3, ['ASSAY1909']]);
    expect((await assay(['pack', 'list', '--lang', 'zh'], { cwd })).stdout).toContain(
      '✓ tiny 1.1.0  位于 assay_packs/tiny，来自 registry (^1.0.0)',
    );
    expect(readdirSync(join(cwd, 'assay_packs'))).toEqual(['tiny']);

    writeFileSync(join(cwd, 'assay_packs/tiny/README.md'), 'by somebody');
    const touched = await assay([...CHECK, ...policy], { cwd });
    expect(touched.code).toBe(3);
    expect(new Set(codesIn(touched))).toEqual(new Set(['ASSAY1906', 'ASSAY1936']));
    const listed = await assay(['pack', 'list'], { cwd });
    expect([listed.code, listed.stdout]).toEqual([3, expect.stringContaining('✗ tiny 1.1.0  not trusted')]);
  });

  it('check --update-lock pins packs and plugins; --frozen refuses a plugin whose code is another', async () => {
    const page = readFileSync('docs/plugins.md', 'utf8');
    const plugin = Object.fromEntries(
      [...page.matchAll(/^```\w+ file=(acme-missing\.\S+)\n(.*?)^```$/gms)].map(([, name, text]) => [name!, text!]),
    );
    const profile =
      'apiVersion: assay/v1\nkind: Profile\nmetadata: {id: p, version: "1.0.0", title: P}\nimports: [{pack: tiny}]\nplugins: [{manifest: acme-missing.plugin.yaml}]\n';
    const cwd = folderWith({ ...under('tiny', packFiles('tiny')), ...SUBJECT, ...plugin, 'p.yaml': profile });
    const run = (...more: readonly string[]): Promise<Run> => assay([...CHECK, '--policy', 'p.yaml', ...more], { cwd });
    expect(codesIn(await run('--frozen'))).toEqual(['ASSAY1937']);
    expect((await run('--frozen', '--update-lock')).code).toBe(3);
    expect((await run('--update-lock')).code).toBe(0);
    expect(readFileSync(join(cwd, 'assay.lock'), 'utf8')).toMatch(
      /packs:\n {2}tiny:\n.*plugins:\n {2}evaluation\/acme-missing:\n/s,
    );
    expect((await run('--frozen')).code).toBe(0);
    writeFileSync(join(cwd, 'acme-missing.mjs'), `${plugin['acme-missing.mjs']!}// changed\n`);
    const changed = await run('--frozen');
    expect([changed.code, codesIn(changed)]).toEqual([3, ['ASSAY1936']]);
    const told = await run();
    expect([told.code, told.stdout.includes('ASSAY1936')]).toEqual([0, true]);
  });

  it('nothing is left on the disk of an archive that is refused', async () => {
    const entries = Object.entries(packFiles('tiny')).map(([path, text]) => tarEntry({ path }, text));
    const cwd = folderWith({
      'climbs.tar.gz': gzipped(...entries, tarEntry({ path: '../evil' }, 'x'), END),
      'links.tar.gz': gzipped(...entries, tarEntry({ path: 'l', type: 'SymbolicLink', linkpath: '/etc' }), END),
    });
    const runs = await Promise.all(
      ['climbs', 'links'].map((name) => assay(['pack', 'add', `${name}.tar.gz`], { cwd })),
    );
    expect(runs.map((run) => [run.code, codesIn(run)])).toEqual([
      [3, ['ASSAY1921']],
      [3, ['ASSAY1922']],
    ]);
    expect(readdirSync(cwd).sort()).toEqual(['climbs.tar.gz', 'links.tar.gz']);
  });

  it('what is not there, or not named so', async () => {
    const cwd = folderWith({ 'r/README.md': '' });
    const add = async (...args: readonly string[]) => codesIn(await assay(['pack', 'add', ...args], { cwd }));
    const codes = await Promise.all([
      add('nowhere.tar.gz'),
      add('tiny', '--registry', 'r'),
      add('npm:tiny@1 || 2'),
      add('npm:--registry=evil'),
    ]);
    expect(codes.flat()).toEqual(['ASSAY1942', 'ASSAY1942', 'ASSAY1942', 'ASSAY1942']);
    const noNpm = await assay(['pack', 'add', 'npm:tiny'], { cwd, env: { PATH: cwd } });
    expect([noNpm.code, codesIn(noNpm)]).toEqual([3, ['ASSAY1941']]);
    const usage = [['update', 'tiny'], ['sign', 'r'], ['publish', 'r'], []];
    const runs = await Promise.all(usage.map((args) => assay(['pack', ...args], { cwd })));
    expect(runs.map(({ code }) => code)).toEqual([3, 3, 3, 3]);
    expect((await assay(['pack', 'list'], { cwd })).stdout).toBe('no packs in the lock\n');
  });
});

it('what the page shows of the library runs', async () => {
  const code = /^```js file=sign.mjs\n(.*?)^```$/ms.exec(readFileSync('docs/packs.md', 'utf8'))![1]!;
  const door = pathToFileURL(join(ROOT, 'dist/engine/index.js')).href;
  const cwd = folderWith({ 'sign.mjs': code.replace("'assay'", `'${door}'`) });
  const { stdout } = await promisify(execFile)(process.execPath, ['sign.mjs'], { cwd });
  expect(stdout).toBe("0 { by: 'me' }\n");
});

describe('by npm', () => {
  let registry: NpmRegistry;
  beforeAll(async () => {
    registry = await npmRegistry();
  });
  afterAll(() => registry.close());

  it('publish, add, update: the archive that was signed, from a registry of packages', async () => {
    const named = (version: string): string =>
      packFiles('tiny', version)['pack.yaml']!.replace('publisher: Us', 'publisher: Us, npm: "@us/tiny"');
    const cwd = folderWith({
      ...under('src', { ...packFiles('tiny'), 'pack.yaml': named('1.0.0') }),
      'assay.trust.yaml': trustText(THREE, { packs: 'tiny' }),
    });
    const env = { ...registry.env, npm_config_cache: join(cwd, '.npm'), npm_config_logs_max: '0' };
    const release = async (version: string): Promise<Run> => {
      writeFileSync(join(cwd, 'src/pack.yaml'), named(version));
      const file = `us-tiny-${version}.tgz`;
      expect((await assay(['pack', 'build', 'src', '--format', 'npm'], { cwd })).code).toBe(0);
      await sign(cwd, file, 'a', 'b');
      return assay(['pack', 'publish', file, '--npm'], { cwd, env });
    };
    const published = await release('1.0.0');
    expect([published.code, published.stderr]).toEqual([0, '']);
    expect(registry.archives.get('@us/tiny@1.0.0')).toEqual(readFileSync(join(cwd, 'us-tiny-1.0.0.tgz')));

    const added = await assay(['pack', 'add', 'npm:@us/tiny@^1.0.0', ...AS_OF], { cwd, env });
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toContain('signed as regulator asks: a, b (at least 2)');
    expect(readdirSync(join(cwd, 'assay_packs/tiny')).sort()).toEqual([
      'pack.dsse.json',
      'pack.yaml',
      'tiny.test.yaml',
      'tiny.yaml',
    ]);
    expect((await release('1.1.0')).code).toBe(0);
    const updated = await assay(['pack', 'update', ...AS_OF], { cwd, env });
    expect([updated.code, updated.stdout]).toEqual([0, expect.stringContaining('tiny 1.1.0  was 1.0.0')]);
    expect((await assay(['test', 'assay_packs/tiny', ...AS_OF], { cwd })).code).toBe(0);
  });
});
