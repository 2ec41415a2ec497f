import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { chunksOf, concatenated } from '../sealing/chunks.js';
import { generateIdentity, identityToRecipient, sealAge } from '../sealing/age.js';
import { sealJwe } from '../sealing/jwe.js';
import { parseKey, secretText } from '../sealing/key.js';
import { digestBytes } from '../trust/digest.js';
import { loadSubject } from './load-subject.js';
import type { LoadResult, Memo } from './loaded.js';
import { openSubject } from './open.js';
import { subjectFromFlags } from './subject-from-flags.js';

const CSV = 'name,age,class\nAugusta,36,yes\nCharles,45,no\n';
const SECRET = secretText(new Uint8Array(32).fill(7));
const HEAD =
  'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: s, version: "1.0.0"}\ntask: binary-classification\n';
const TARGET = 'target: {column: class}';

let folder: string;
let sealed: Uint8Array;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-sealed-'));
  const identity = await generateIdentity();
  const to = { recipients: [await identityToRecipient(identity)] };
  sealed = await concatenated(sealAge(chunksOf(new TextEncoder().encode(CSV)), to), 2 ** 20);
  writeFileSync(at('d.csv.age'), sealed);
  writeFileSync(at('d.csv'), CSV);
  writeFileSync(at('key.txt'), identity, { mode: 0o600 });
  writeFileSync(at('d.csv.jwe'), await sealJwe(new TextEncoder().encode(CSV), parseKey(SECRET, 'test')));
  vi.stubEnv('ASSAY_KEY', undefined);
  vi.stubEnv('TEST_KEY', identity);
  vi.stubEnv('TEST_AES', SECRET);
  vi.stubEnv('TEST_OTHER', await generateIdentity());
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

async function load(data: string, memo?: Memo): Promise<LoadResult> {
  writeFileSync(at('subject.yaml'), `${HEAD}data: {${data}, ${TARGET}}\n`);
  return loadSubject(fileSource(), at('subject.yaml'), memo && { memo });
}
const found = ({ diagnostics }: LoadResult): readonly unknown[] =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, range, source }) => [code, source?.slice(range!.column - 1, range!.endColumn - 1)]);

describe('a sealed table', () => {
  test.each([
    ['with its key in a variable', 'train: {path: d.csv.age, key: {environment: TEST_KEY}}'],
    ['with its key in a file', 'path: d.csv.age, key: {file: key.txt}'],
    ['as a JWE', 'test: {path: d.csv.jwe, key: {environment: TEST_AES}}'],
  ])('%s is read as if it were plain, and known by the digest of the sealed file', async (_, data) => {
    const { subject, diagnostics } = await load(data);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { spec, inputs } = subject!;
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(spec.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
      'name:categorical',
      'age:numeric',
      'class:categorical',
    ]);
    if (!data.includes('jwe')) expect(inputs[0]).toMatchObject({ digest: digestBytes(sealed), rows: 2 });
    const view = openSubject(spec);
    const table = await view.table(data.startsWith('test') ? 'test' : 'whole');
    expect([table?.rowCount, table?.digest]).toEqual([2, inputs[0]!.digest]);
    const raw = await view.rawTable(data.startsWith('test') ? 'test' : 'whole');
    expect(raw?.columns[0]!.levels).toEqual(['Augusta', 'Charles']);
  });

  it('that is given away is read as if it were plain', async () => {
    const { subject, diagnostics } = await load(
      'path: d.csv, released: {path: d.csv.age, key: {environment: TEST_KEY}}',
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect((await openSubject(subject!.spec).table('released'))?.rowCount).toBe(2);
    expect(found(await load('path: d.csv, released: {path: d.csv.age, key: {environment: TEST_OTHER}}'))).toHaveLength(
      1,
    );
  });

  it('is opened with ASSAY_KEY where no key is named', async () => {
    expect(found(await load('path: d.csv.age'))).toEqual([['ASSAY1430', 'd.csv.age']]);
    vi.stubEnv('ASSAY_KEY', process.env['TEST_KEY']);
    expect(found(await load('path: d.csv.age'))).toEqual([]);
    const flags = { model: at('m.onnx'), data: at('d.csv.age'), target: 'class', task: 'binary-classification' };
    const { diagnostics } = await subjectFromFlags(fileSource(), flags);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['ASSAY1400']);
  });

  it('leaves nothing in a memo', async () => {
    const kept: string[] = [];
    const memo: Memo = { get: () => undefined, set: (key, value) => void kept.push(key, JSON.stringify(value)) };
    await load('path: d.csv.age, key: {environment: TEST_KEY}', memo);
    expect(kept).toEqual([]);
    await load('path: d.csv', memo);
    expect(kept.join()).toContain('Augusta');
  });

  it('has faults at its rows as a plain one has, without their text', async () => {
    const identity = process.env['TEST_KEY']!;
    const to = { recipients: [await identityToRecipient(identity)] };
    const csv = new TextEncoder().encode('age,class\n36,yes\nAugusta\n');
    writeFileSync(at('bad.csv.age'), await concatenated(sealAge(chunksOf(csv), to), 2 ** 20));
    const { diagnostics } = await load('path: bad.csv.age, key: {environment: TEST_KEY}');
    const error = diagnostics.find(({ severity }) => severity === 'error');
    expect(error).toMatchObject({ code: 'ASSAY1410', range: { line: 3, column: 1 } });
    expect(JSON.stringify(diagnostics)).not.toContain('Augusta');
  });

  test.each<[string, string, string, string, () => void]>([
    ['no key', 'path: d.csv.age, key: {environment: NOT_SET}', 'ASSAY1430', '{environment: NOT_SET}', () => {}],
    ['no key file', 'path: d.csv.age, key: {file: no.txt}', 'ASSAY1430', '{file: no.txt}', () => {}],
    [
      'a key that is none',
      'path: d.csv.age, key: {file: d.csv}',
      'ASSAY1431',
      '{file: d.csv}',
      () => chmodSync(at('d.csv'), 0o600),
    ],
    [
      'a key for all to read',
      'path: d.csv.age, key: {file: key.txt}',
      'ASSAY1431',
      '{file: key.txt}',
      () => chmodSync(at('key.txt'), 0o640),
    ],
    ['a key outside of the folder', 'path: d.csv.age, key: {file: ../key.txt}', 'ASSAY1401', '../key.txt', () => {}],
    [
      'a short passphrase',
      'path: d.csv.age, key: {passphrase: TEST_SHORT}',
      'ASSAY1431',
      '{passphrase: TEST_SHORT}',
      () => vi.stubEnv('TEST_SHORT', 'short'),
    ],
    [
      'another key',
      'path: d.csv.age, key: {environment: TEST_OTHER}',
      'ASSAY1432',
      '{environment: TEST_OTHER}',
      () => {},
    ],
    [
      'a key of the other container',
      'path: d.csv.age, key: {environment: TEST_AES}',
      'ASSAY1432',
      '{environment: TEST_AES}',
      () => {},
    ],
    [
      'a file that is cut off',
      'path: d.csv.age, key: {environment: TEST_KEY}',
      'ASSAY1433',
      'd.csv.age',
      () => writeFileSync(at('d.csv.age'), sealed.subarray(0, -1)),
    ],
    [
      'a plain file that is named as sealed',
      'path: d.csv.age',
      'ASSAY1435',
      'd.csv.age',
      () => writeFileSync(at('d.csv.age'), CSV),
    ],
    ['a plain file with a key', 'path: d.csv, key: {environment: TEST_KEY}', 'ASSAY1435', 'd.csv', () => {}],
  ])('with %s is a fault at its place', async (_, data, code, place, prepare) => {
    prepare();
    const result = await load(data);
    expect([result.subject, found(result)]).toEqual([undefined, [[code, place]]]);
    expect(JSON.stringify(result.diagnostics)).not.toMatch(/AGE-SECRET|Augusta/);
  });

  it('that is altered between loading and measuring is no table', async () => {
    const { subject } = await load('path: d.csv.age, key: {environment: TEST_KEY}');
    vi.stubEnv('TEST_KEY', process.env['TEST_OTHER']);
    await expect(openSubject(subject!.spec).table('whole')).rejects.toMatchObject({ unmeasured: 'failed' });
  });
});

test('recorded predictions may be sealed too', async () => {
  const to = { recipients: [await identityToRecipient(process.env['TEST_KEY']!)] };
  const answers = new TextEncoder().encode('prediction\nyes\nyes\n');
  writeFileSync(at('p.csv.age'), await concatenated(sealAge(chunksOf(answers), to), 2 ** 20));
  const body = (key: string): string =>
    `${HEAD}model: {format: predictions, path: p.csv.age, key: {environment: ${key}}}\ndata: {test: {path: d.csv}, ${TARGET}}\n`;
  writeFileSync(at('subject.yaml'), body('TEST_KEY'));
  const { subject } = await loadSubject(fileSource(), at('subject.yaml'));
  const predictions = await openSubject(subject!.spec).predictions('test');
  expect(predictions?.kind === 'classes' && [...predictions.labels]).toEqual([1, 1]);
  writeFileSync(at('subject.yaml'), body('TEST_OTHER'));
  expect(found(await loadSubject(fileSource(), at('subject.yaml')))).toEqual([
    ['ASSAY1432', '{environment: TEST_OTHER}'],
  ]);
});
