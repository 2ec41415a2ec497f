import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadSet, openSet } from '../../../tests/fixtures/question-sets.js';
import { openShelf } from '../../measure/answer-shelf.js';
import { promptText } from '../../plugins/memory-language.js';
import { generateIdentity, identityToRecipient, sealAge } from '../../sealing/age.js';
import { chunksOf, concatenated } from '../../sealing/chunks.js';
import { sealJwe } from '../../sealing/jwe.js';
import { parseKey, passphraseKey, secretText } from '../../sealing/key.js';
import type { Key } from '../../sealing/key.js';
import { digestBytes } from '../../trust/digest.js';
import type { LoadResult } from '../loaded.js';
import { openSubject } from '../open.js';

const MARK = 'Zaphod';
const LINES = `{"id": "one", "text": "Where is ${MARK}?", "reference": "here"}\n{"text": "And who?", "reference": "he"}\n`;
const CSV = `id,text,reference\none,Where is ${MARK}?,here\n,And who?,he\n`;
const EXAMPLES = `{"text": "Who is ${MARK}'s cousin?", "reference": "Ford"}\n`;
const PARQUET = new URL('../../../tests/fixtures/questions/arc.snappy.parquet', import.meta.url);
const SECRET = secretText(new Uint8Array(32).fill(7));
const KEY = 'key: {environment: TEST_KEY}';

let identity: string;
const sealed = async (plain: string | Uint8Array): Promise<Uint8Array> => {
  const to = { recipients: [await identityToRecipient(identity)] };
  return await concatenated(
    sealAge(chunksOf(typeof plain === 'string' ? new TextEncoder().encode(plain) : plain), to),
    2 ** 20,
  );
};
beforeEach(async () => {
  identity = await generateIdentity();
  vi.stubEnv('ASSAY_KEY', undefined);
  vi.stubEnv('TEST_KEY', identity);
  vi.stubEnv('TEST_AES', SECRET);
  vi.stubEnv('TEST_OTHER', await generateIdentity());
});
afterEach(() => void vi.unstubAllEnvs());

const found = ({ diagnostics }: LoadResult): readonly unknown[] =>
  diagnostics.map(({ code, range, source }) => [code, source?.slice(range!.column - 1, range!.endColumn - 1)]);

describe('a sealed set of questions', () => {
  it.each<[string, string, () => Promise<Uint8Array>]>([
    ['JSON Lines', 'q.jsonl.age', () => sealed(LINES)],
    ['CSV', 'q.csv.age', () => sealed(CSV)],
    ['JSON Lines in a JWE', 'q.jsonl.jwe', () => sealJwe(new TextEncoder().encode(LINES), parseKey(SECRET, 'test'))],
  ])('of %s is read as if it were plain, and known by the digest of the sealed file', async (_, name, made) => {
    const bytes = await made();
    const { subject, diagnostics } = await loadSet(
      `{path: ${name}, key: {environment: ${name.endsWith('jwe') ? 'TEST_AES' : 'TEST_KEY'}}}`,
      { [name]: bytes },
    );
    expect(diagnostics).toEqual([]);
    const { spec, inputs, settings } = subject!;
    expect(inputs).toMatchObject([{ path: name, digest: digestBytes(bytes), rows: 2 }]);
    // Where the key lies is no part of what a measurement is known by.
    expect(JSON.stringify([settings, inputs])).not.toMatch(/TEST_|Zaphod/);
    expect(JSON.stringify(spec)).not.toContain(MARK);
    const set = await openSubject(spec).questions('tasks');
    expect(set).toMatchObject({
      sealed: true,
      questions: [{ id: 'one', references: ['here'] }, { references: ['he'] }],
    });
    expect(promptText(set!.prompt(set!.questions[0]!))).toContain(MARK);
  });

  it('of Parquet is read as if it were plain', async () => {
    const use = (file: string): string =>
      `{path: ${file}, columns: {text: question, choices: choices.text, labels: choices.label, answer: answerKey}}`;
    const plain = readFileSync(PARQUET);
    const { questions } = await openSet(use('q.parquet'), { 'q.parquet': plain });
    vi.stubEnv('ASSAY_KEY', identity);
    const set = await openSet(use('q.parquet.age'), { 'q.parquet.age': await sealed(plain) });
    expect(set).toMatchObject({ sealed: true, questions });
  });

  it('may be its examples alone', async () => {
    const set = await openSet(`{path: q.jsonl, examples: {path: e.jsonl.age, ${KEY}}}`, {
      'q.jsonl': LINES,
      'e.jsonl.age': await sealed(EXAMPLES),
    });
    expect([set.sealed, promptText(set.prompt(set.questions[1]!))]).toEqual([true, expect.stringContaining('Ford')]);
  });

  it('has faults at its lines as a plain one has, without their text', async () => {
    const { subject, diagnostics } = await loadSet(`{path: q.jsonl.age, ${KEY}}`, {
      'q.jsonl.age': await sealed(`${LINES}{"question": "${MARK}"}\n{"text": ${MARK}}\n`),
    });
    expect(subject).toBeUndefined();
    expect(diagnostics.map(({ code, range }) => [code, range?.line])).toEqual([
      ['ASSAY1572', 3],
      ['ASSAY1571', 4],
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain(MARK);
  });

  it.each<[string, string, string, string]>([
    ['no key', 'path: q.jsonl.age', 'ASSAY1430', 'q.jsonl.age'],
    [
      'a variable that is not set',
      'path: q.jsonl.age, key: {environment: NOT_SET}',
      'ASSAY1430',
      '{environment: NOT_SET}',
    ],
    ['another key', 'path: q.jsonl.age, key: {environment: TEST_OTHER}', 'ASSAY1432', '{environment: TEST_OTHER}'],
    [
      'a key of the other container',
      'path: q.jsonl.age, key: {environment: TEST_AES}',
      'ASSAY1432',
      '{environment: TEST_AES}',
    ],
    ['a key outside of the folder', 'path: q.jsonl.age, key: {file: ../k.txt}', 'ASSAY1401', '../k.txt'],
    ['a file that is cut off', `path: cut.jsonl.age, ${KEY}`, 'ASSAY1433', 'cut.jsonl.age'],
    ['a plain file that is named as sealed', 'path: plain.jsonl.age', 'ASSAY1435', 'plain.jsonl.age'],
    ['a plain file with a key', `path: q.jsonl, ${KEY}`, 'ASSAY1435', 'q.jsonl'],
    ['what is no file of questions', `path: q.txt.age, ${KEY}`, 'ASSAY1570', 'q.txt.age'],
    [
      'another key of its examples',
      'path: q.jsonl, examples: {path: e.jsonl.age, key: {environment: TEST_OTHER}}',
      'ASSAY1432',
      '{environment: TEST_OTHER}',
    ],
  ])('with %s is a fault at its place', async (_, use, code, place) => {
    const bytes = await sealed(LINES);
    const result = await loadSet(`{${use}}`, {
      'q.jsonl': LINES,
      'q.jsonl.age': bytes,
      'q.txt.age': bytes,
      'e.jsonl.age': await sealed(EXAMPLES),
      'cut.jsonl.age': bytes.subarray(0, -1),
      'plain.jsonl.age': LINES,
    });
    expect([result.subject, found(result)]).toEqual([undefined, [[code, place]]]);
    expect(JSON.stringify(result.diagnostics)).not.toMatch(/AGE-SECRET|Zaphod/);
  });

  it('whose key is another between loading and measuring is none', async () => {
    const { subject } = await loadSet(`{path: q.jsonl.age, ${KEY}}`, { 'q.jsonl.age': await sealed(LINES) });
    vi.stubEnv('TEST_KEY', process.env['TEST_OTHER']);
    await expect(openSubject(subject!.spec).questions('tasks')).rejects.toMatchObject({ unmeasured: 'failed' });
  });
});

describe('answers to sealed questions', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'assay-sealed-answers-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const entries = [['key-of-a-question', `"${MARK} is here"`, '2026-11-02']] as const;
  const open = (key?: Key) => openShelf(folder).open('sha256:0', key);
  const file = (): string => join(folder, 'answers', '0.sealed');

  it('are kept for whoever has the key, and read by nobody else', () => {
    const [own, other] = [parseKey(identity, 'a'), parseKey(process.env['TEST_OTHER']!, 'b')];
    open(own).add(entries);
    open(other).add([['key-of-a-question', '"other"']]);
    open(parseKey(SECRET, 'c')).add(entries);
    expect(open(own).get('key-of-a-question')).toEqual({ answer: `"${MARK} is here"`, day: '2026-11-02' });
    // As earlier versions kept it.
    expect(open(other).get('key-of-a-question')).toEqual({ answer: '"other"' });
    expect([open(own).size, open().size]).toEqual([1, 0]);
    expect(readdirSync(join(folder, 'answers'))).toEqual(['0.sealed']);
    expect(readFileSync(file(), 'latin1')).not.toMatch(/Zaphod|key-of-a-question/);
    expect(openShelf(folder).open('sha256:1', own).size).toBe(0);
  });

  it('that were written in part or altered are not there; the others are', () => {
    const key = parseKey(identity, 'a');
    open(key).add(entries);
    const [line] = readFileSync(file(), 'latin1').split('\n');
    const altered = `${line!.slice(0, 40)}${line![40] === 'A' ? 'B' : 'A'}${line!.slice(41)}`;
    for (const text of [altered, line!.slice(0, -8), 'AAAA', 'not base64: §', '']) {
      writeFileSync(file(), text);
      expect(open(key).size).toBe(0);
      open(key).add(entries);
      expect(open(key).size).toBe(1);
    }
  });

  it('are in memory alone where a passphrase closes them', () => {
    const book = open(passphraseKey('correct horse battery', 'a'));
    book.add(entries);
    expect([book.size, readdirSync(folder)]).toEqual([1, []]);
  });
});
