import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { openSealed } from './open-sealed.js';
import { seal } from './seal.js';

let folder: string;
let key: { readonly file: string };
const at = (name: string): string => join(folder, name);
const PLAIN = 'name,age\nAda,36\n'.repeat(20_000);
const codes = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] =>
  diagnostics.map(({ code }) => code);
const there = (): readonly string[] => readdirSync(folder).sort();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-seal-'));
  key = { file: at('key.txt') };
  writeFileSync(at('d.csv'), PLAIN);
  await seal({ files: [at('d.csv')], newKey: key.file, force: false });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

describe('seal and open', () => {
  it('give the file back, byte by byte, to its owner alone', async () => {
    rmSync(at('d.csv'));
    const told: number[] = [];
    const outcome = await openSealed({
      files: [at('d.csv.age')],
      key,
      force: false,
      onProgress: ({ done, total }) => told.push(done / total),
    });
    expect(outcome).toEqual({
      files: [{ from: at('d.csv.age'), to: at('d.csv'), written: PLAIN.length }],
      diagnostics: [],
    });
    expect(readFileSync(at('d.csv'), 'utf8')).toBe(PLAIN);
    expect(statSync(at('d.csv')).mode & 0o777).toBe(0o600);
    expect([told.at(-1), told.length > 1]).toEqual([1, true]);
  });

  it('make a key that its owner alone can read, once', async () => {
    expect(statSync(key.file).mode & 0o777).toBe(0o600);
    const before = readFileSync(key.file, 'utf8');
    expect(codes(await seal({ files: [], newKey: key.file, force: true }))).toEqual(['ASSAY1826']);
    expect(readFileSync(key.file, 'utf8')).toBe(before);
  });

  it('seal for others by what is public', async () => {
    const { recipient } = await seal({ files: [], newKey: at('other.txt'), force: false });
    const to = { files: [at('d.csv')], to: [recipient!], output: at('for-other.age'), force: false };
    expect(codes(await seal(to))).toEqual([]);
    const out = { files: [at('for-other.age')], output: at('out.csv'), force: false };
    expect(codes(await openSealed({ ...out, key }))).toEqual(['ASSAY1822']);
    expect(codes(await openSealed({ ...out, key: { file: at('other.txt') } }))).toEqual([]);
  });

  it('take JWE where the key is one for it', async () => {
    await seal({ files: [at('d.csv')], newKey: at('aes.jwk'), container: 'jwe', force: false });
    const out = { files: [at('d.csv.jwe')], output: at('out.csv'), force: false };
    expect(codes(await openSealed({ ...out, key: { file: at('aes.jwk') } }))).toEqual([]);
    expect(readFileSync(at('out.csv'), 'utf8')).toBe(PLAIN);
    const mixed = { files: [at('d.csv')], output: at('x'), force: false };
    expect(codes(await seal({ ...mixed, key: { file: at('aes.jwk') }, container: 'age' }))).toEqual(['ASSAY1822']);
    expect(codes(await seal({ ...mixed, key, container: 'jwe' }))).toEqual(['ASSAY1822']);
  });

  it('go on with the other files where one is at fault', async () => {
    const { files, diagnostics } = await seal({ files: [at('no.csv'), folder, at('d.csv')], key, force: true });
    expect(files.map(({ from }) => from)).toEqual([at('d.csv')]);
    expect(diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['ASSAY1827', at('no.csv')],
      ['ASSAY1827', folder],
    ]);
  });
});

describe('nothing of the plain text is left, and nothing that was there is lost, where', () => {
  const sealed = (): Buffer => readFileSync(at('d.csv.age'));
  const damage: Readonly<Record<string, () => Uint8Array>> = {
    'the file is cut off inside a chunk': () => sealed().subarray(0, 200_000),
    'the file is cut off between two chunks': () => {
      const bytes = sealed();
      const payload = bytes.indexOf(0x0a, bytes.indexOf('\n--- ') + 1) + 1 + 16;
      return bytes.subarray(0, payload + 2 * (65536 + 16));
    },
    'two chunks are swapped': () => {
      const bytes = sealed();
      const payload = bytes.indexOf(0x0a, bytes.indexOf('\n--- ') + 1) + 1 + 16;
      const [first, second] = [0, 1].map((chunk) =>
        Buffer.from(bytes.subarray(payload + chunk * (65536 + 16), payload + (chunk + 1) * (65536 + 16))),
      );
      bytes.set([...second!, ...first!], payload);
      return bytes;
    },
    'its last bit is flipped': () => {
      const bytes = sealed();
      bytes[bytes.length - 1]! ^= 1;
      return bytes;
    },
    'its header is altered': () => {
      const bytes = sealed();
      bytes[bytes.indexOf('--- ') + 5]! ^= 1;
      return bytes;
    },
  };

  test.each(Object.keys(damage))('%s', async (name) => {
    writeFileSync(at('bad.age'), damage[name]!());
    writeFileSync(at('out.csv'), 'what was there');
    const before = there();
    const outcome = await openSealed({ files: [at('bad.age')], output: at('out.csv'), key, force: true });
    expect([codes(outcome), outcome.files]).toEqual([['ASSAY1823'], []]);
    expect(there()).toEqual(before);
    expect(readFileSync(at('out.csv'), 'utf8')).toBe('what was there');
  });

  test('the run is stopped', async () => {
    const before = there();
    const stop = new AbortController();
    const outcome = await openSealed({
      files: [at('d.csv.age')],
      output: at('out.csv'),
      key,
      force: false,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(outcome).toEqual({ files: [], diagnostics: [], interrupted: true });
    expect(there()).toEqual(before);
  });

  test('the output is there already', async () => {
    const before = there();
    expect(codes(await openSealed({ files: [at('d.csv.age')], key, force: false }))).toEqual(['ASSAY1826']);
    expect(codes(await seal({ files: [at('d.csv')], key, force: false }))).toEqual(['ASSAY1826']);
    expect(there()).toEqual(before);
  });

  test('there is no folder for it', async () => {
    const out = { files: [at('d.csv.age')], output: at('no/such/out.csv'), key, force: false };
    expect(codes(await openSealed(out))).toEqual(['ASSAY1826']);
    expect(existsSync(at('no'))).toBe(false);
  });
});

describe('keys', () => {
  it('that others can read are refused', async () => {
    chmodSync(key.file, 0o644);
    const { diagnostics } = await openSealed({ files: [at('d.csv.age')], key, force: true });
    expect(diagnostics[0]).toMatchObject({ code: 'ASSAY1821', message: expect.stringContaining('mode 644') as string });
  });

  it('are looked for in the environment', async () => {
    const request = { files: [at('d.csv.age')], output: at('out.csv'), force: true };
    const name = 'ASSAY_TEST_KEY';
    expect(codes(await openSealed({ ...request, key: { environment: name } }))).toEqual(['ASSAY1820']);
    vi.stubEnv(name, 'no key at all');
    const { diagnostics } = await openSealed({ ...request, key: { environment: name } });
    expect([codes({ diagnostics }), JSON.stringify(diagnostics).includes('no key at all')]).toEqual([
      ['ASSAY1821'],
      false,
    ]);
    vi.stubEnv(name, readFileSync(key.file, 'utf8'));
    expect(codes(await openSealed({ ...request, key: { environment: name } }))).toEqual([]);
    vi.stubEnv(name, 'short');
    expect(codes(await openSealed({ ...request, key: { passphrase: name } }))).toEqual(['ASSAY1821']);
  });

  test.each(['age1nonsense', 'ssh-ed25519 AAAA', ''])('the recipient %j is none', async (to) => {
    const outcome = await seal({ files: [at('d.csv')], to: [to], output: at('x.age'), force: false });
    expect([codes(outcome), existsSync(at('x.age'))]).toEqual([['ASSAY1821'], false]);
  });
});
