import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { generateIdentity, identityToRecipient, sealAge } from '../../sealing/age.js';
import { chunksOf, concatenated } from '../../sealing/chunks.js';
import { sealJwe } from '../../sealing/jwe.js';
import { parseKey, secretText } from '../../sealing/key.js';
import { opensBy } from '../../subject/open-storage.js';
import type { StorageView } from '../../subject/view.js';
import { memoryContext } from '../memory-context.js';
import { memoryStorage } from '../memory-storage.js';
import { memorySubject } from '../memory-subject.js';
import { encryption } from './encryption.js';

const FOLDER = new URL('../../../tests/reference/containers/', import.meta.url);
const made = (name: string): Uint8Array => {
  const bytes = readFileSync(new URL(name, FOLDER));
  return new Uint8Array(name.startsWith('luks') ? gunzipSync(bytes) : bytes);
};
const ofFiles = (...names: readonly string[]): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(names.map((name) => [name, made(name)]));
const CSV = new TextEncoder().encode(`patientName,age\n${'Ada,36\n'.repeat(30_000)}`);

async function measure(storage: StorageView, tamperBytes = 2 ** 28) {
  const result = await encryption.measure(
    memoryContext(memorySubject({ task: 'regression', storage }), { tamperBytes }),
  );
  const values = Object.fromEntries(
    Object.entries(result.outputs).map(([name, output]) => [
      name,
      'estimate' in output
        ? output.estimate
        : 'value' in output
          ? output.value
          : 'unmeasured' in output
            ? output.unmeasured
            : 0,
    ]),
  );
  const faults = result.details?.find(({ id }) => id === 'faults');
  return {
    values,
    faults: faults?.type === 'text' ? (faults.text as { en: string; zh: string }) : undefined,
    details: result.details,
  };
}

describe('privacy/encryption', () => {
  it('finds nothing in sealed files whose key is elsewhere', async () => {
    const identity = await generateIdentity();
    const to = { recipients: [await identityToRecipient(identity)] };
    const sealed = () => concatenated(sealAge(chunksOf(CSV), to), 2 ** 24);
    const storage = memoryStorage(
      { 'a.csv.age': await sealed(), 'b.csv.age': await sealed(), empty: new Uint8Array(0) },
      { 'read.py': 'key = os.environ["ASSAY_KEY"]  # age, AES' },
      { opens: opensBy(() => parseKey(identity, 'test')), columns: ['patientName', 'age'] },
    );
    const { values, faults } = await measure(storage);
    expect(values).toEqual({
      encrypted: true,
      authenticated: true,
      files: 2,
      filesPlain: 0,
      filesUnrecognised: 0,
      filesUnauthenticated: 0,
      weakCiphers: 0,
      weakestKeyBits: 128,
      nonceReuses: 0,
      repeatedBlocks: 0,
      readableHeaders: 0,
      ecbUses: 0,
      keysInClear: 0,
      fixedVectors: 0,
      tamperRefused: true,
      faults: 0,
    });
    expect(faults).toBeUndefined();
  });

  it('names each fault of AES in ECB with its key in the source', async () => {
    const key = 'ThisIsASecretKey';
    const cipher = createCipheriv('aes-128-ecb', key, null);
    const script = `from Crypto.Cipher import AES\nKEY = b'${key}'\ncipher = AES.new(KEY, AES.MODE_ECB)\n`;
    const ecb = new Uint8Array(Buffer.concat([cipher.update(made('plain.csv')), cipher.final()]));
    const { values, faults, details } = await measure(memoryStorage({ 'people.enc': ecb }, { 'encrypt.py': script }));
    expect(values).toMatchObject({
      encrypted: false,
      authenticated: false,
      filesUnrecognised: 1,
      ecbUses: 1,
      keysInClear: 1,
      tamperRefused: 'missing-input',
      faults: 4,
    });
    expect(values['repeatedBlocks']).toBeGreaterThan(100);
    expect(faults?.en).toBe(
      'people.enc: in no recognised container; repeated blocks of 16 bytes, as ECB leaves them. ' +
        'encrypt.py:2: a key or passphrase in clear (a constant key). ' +
        'encrypt.py:3: a cipher in ECB (MODE_ECB (PyCryptodome)).',
    );
    expect(faults?.zh.split('。')).toHaveLength(4);
    expect(JSON.stringify(details)).not.toContain(key);
  });

  test.each<[string, readonly string[], Readonly<Record<string, unknown>>]>([
    [
      'plain files',
      ['plain.csv', 'parquet-plain.parquet', 'zip-mixed.zip'],
      { encrypted: false, authenticated: false, filesPlain: 3, readableHeaders: 2 },
    ],
    [
      'openssl’s',
      ['openssl-cbc.enc', 'openssl-cbc.b64'],
      { encrypted: false, authenticated: false, filesUnauthenticated: 2, weakestKeyBits: 'out-of-domain' },
    ],
    [
      'containers that are sound',
      ['gpg-symmetric-aes256.gpg', 'zip-aes256.zip', 'fernet.token', 'parquet-gcm.parquet'],
      { encrypted: true, authenticated: true, weakestKeyBits: 128, faults: 0 },
    ],
    [
      'a volume without integrity',
      ['luks2-xts.gz'],
      { encrypted: false, filesPlain: 0, filesUnrecognised: 0, filesUnauthenticated: 1, weakestKeyBits: 256 },
    ],
    [
      'old ciphers',
      ['gpg-symmetric-cast5.gpg', 'zip-crypto.zip', 'luks1-cbc-plain.gz'],
      { weakCiphers: 3, filesUnauthenticated: 2 },
    ],
    ['one plain among sealed', ['plain.csv', 'age.age'], { encrypted: false, authenticated: true, filesPlain: 1 }],
    [
      'a nonce before two ciphertexts',
      ['gcm-nonce-one.enc', 'gcm-nonce-two.enc'],
      { nonceReuses: 1, filesUnrecognised: 2 },
    ],
    [
      'one keystream for two texts',
      ['ctr-people.enc', 'ctr-other.enc', 'openssl-cbc-raw.enc'],
      { nonceReuses: 1, filesUnrecognised: 3, repeatedBlocks: 0 },
    ],
    ['ECB in base64', ['openssl-ecb.b64'], { filesUnrecognised: 1, readableHeaders: 0, repeatedBlocks: 551 }],
  ])('%s', async (_, names, expected) => {
    const { values } = await measure(
      memoryStorage(ofFiles(...names), {}, { columns: ['patientName', 'diagnosisCode'] }),
    );
    expect(values).toMatchObject({ ...expected, ecbUses: 'missing-input', keysInClear: 'missing-input' });
  });

  it('counts a file that is there twice as one that repeats its nonce', async () => {
    const { values, details } = await measure(memoryStorage({ a: made('age.age'), b: made('age.age') }));
    expect(values['nonceReuses']).toBe(1);
    expect(details).toContainEqual(expect.objectContaining({ id: 'reuse', rows: [['b', 'a']] }));
  });

  it('does not believe a header', async () => {
    const header = made('age.age').subarray(0, 200);
    const forged = Uint8Array.from([...header, ...CSV]);
    const salted = Uint8Array.from([...Buffer.from('Salted__12345678'), ...made('openssl-ecb.enc')]);
    const jwe = `${Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url')}..AAAAAAAAAAAAAAAA.${Buffer.from(CSV).toString('base64url')}.AAAA`;
    const storage = memoryStorage({ 'a.age': forged, 'b.enc': salted, 'c.jwe': new TextEncoder().encode(jwe) });
    const { values } = await measure(storage);
    expect(values).toMatchObject({ encrypted: false, filesPlain: 2, readableHeaders: 2, repeatedBlocks: 551 });
  });

  it('finds a key that lies among the data', async () => {
    const storage = memoryStorage({ 'a.age': made('age.age'), 'key.txt': made('age-key.txt') });
    const { values, details } = await measure(storage);
    expect(values).toMatchObject({ keysInClear: 1, ecbUses: 'missing-input', encrypted: false });
    expect(JSON.stringify(details)).not.toContain('AGE-SECRET-KEY');
  });

  it('takes uneven bytes for no ciphertext', async () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => (at * at * 7 + (at >> 3)) % 97);
    bytes[0] = 1;
    expect((await measure(memoryStorage({ x: bytes }))).values).toMatchObject({ filesPlain: 1, filesUnrecognised: 0 });
  });

  it('has nothing to say of no file', async () => {
    const { values } = await measure(memoryStorage({ empty: new Uint8Array(0) }));
    expect(values).toMatchObject({ encrypted: 'out-of-domain', authenticated: 'out-of-domain', files: 0, faults: 0 });
  });
});

describe('the tamper test', () => {
  const secret = parseKey(secretText(randomBytes(32)), 'test');

  test.each<[string, () => Promise<Uint8Array>, Pick<StorageView, 'opens'>, unknown]>([
    ['has a JWE refused', () => sealJwe(CSV, secret), { opens: opensBy(() => secret) }, true],
    [
      'says that another key opens nothing',
      () => sealJwe(CSV, parseKey(secretText(randomBytes(32)), 'test')),
      { opens: opensBy(() => secret) },
      'failed',
    ],
    [
      'cannot be made on other containers',
      async () => made('gpg-symmetric-aes256.gpg'),
      { opens: opensBy(() => secret) },
      'unsupported',
    ],
    ['needs a key', () => sealJwe(CSV, secret), {}, 'missing-input'],
    ['tells where changes are let through', () => sealJwe(CSV, secret), { opens: async () => 'opened' }, false],
  ])('%s', async (_, bytes, { opens }, expected) => {
    const { values } = await measure(memoryStorage({ 'd.jwe': await bytes() }, {}, opens && { opens }));
    expect(values['tamperRefused']).toBe(expected);
    expect(values['faults']).toBe(expected === false ? 1 : 0);
  });

  it('opens what age itself has sealed, and reads large files no further than their first chunk', async () => {
    const key = readFileSync(new URL('age-key.txt', FOLDER), 'utf8');
    const opens = opensBy(() => parseKey(key, 'test'));
    let read = 0;
    const counting: typeof opens = async (sealed, enough) => {
      const counted = async function* () {
        for await (const chunk of sealed) {
          read += chunk.length;
          yield chunk;
        }
      };
      return opens(counted(), enough);
    };
    const identity = await identityToRecipient(
      readFileSync(new URL('age-key.txt', FOLDER), 'utf8').split('\n').at(-2)!,
    );
    const large = await concatenated(sealAge(chunksOf(new Uint8Array(2 ** 22)), { recipients: [identity] }), 2 ** 24);
    const storage = memoryStorage(
      { 'age.age': made('age.age'), large, 'age-two.asc': made('age-two.asc') },
      {},
      { opens: counting },
    );
    const { values } = await measure(storage, 2 ** 20);
    expect([values['tamperRefused'], values['encrypted']]).toEqual([true, true]);
    expect(read).toBeLessThan(2 ** 21);
  });
});
