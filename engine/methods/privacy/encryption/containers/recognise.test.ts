import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CompactEncrypt, FlattenedEncrypt } from 'jose';
import { describe, expect, it, test } from 'vitest';
import type { Container } from '../glimpse.js';
import { recognise } from './recognise.js';

const FOLDER = new URL('../../../../../tests/reference/containers/', import.meta.url);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)));
const unpacked = (name: string): Uint8Array => new Uint8Array(gunzipSync(bytesOf(name)));
const whole = (bytes: Uint8Array) => recognise({ size: bytes.length, head: bytes, tail: bytes });
const container = (bytes: Uint8Array): Container | undefined => whole(bytes).container;

/** Made by gpg, openssl, age, cryptsetup, zip, 7z, sqlite3, Python and Arrow: see make.sh there. */
describe('files that other programs made', () => {
  test.each<[string, Partial<Container>]>([
    [
      'gpg-symmetric-aes256.gpg',
      { name: 'OpenPGP', cipher: 'AES-256, CFB with MDC', keyBits: 256, authenticated: true },
    ],
    ['gpg-symmetric-cast5.gpg', { name: 'OpenPGP', cipher: 'CAST5, CFB with MDC', keyBits: 128, weak: true }],
    ['gpg-symmetric-aes128.asc', { name: 'OpenPGP (armoured)', keyBits: 128, authenticated: true }],
    ['gpg-public-key.gpg', { name: 'OpenPGP', cipher: 'CFB with MDC', authenticated: true }],
    ['gpg-store.gpg', { name: 'OpenPGP', encrypts: false }],
    ['openssl-cbc.enc', { name: 'OpenSSL enc', authenticated: false, payload: 16 }],
    ['openssl-cbc.b64', { name: 'OpenSSL enc in base64', authenticated: false }],
    ['age.age', { name: 'age', cipher: 'ChaCha20-Poly1305', keyBits: 128, authenticated: true }],
    ['age-two.asc', { name: 'age (armoured)', authenticated: true }],
    ['zip-crypto.zip', { name: 'ZIP', cipher: 'ZipCrypto', weak: true, authenticated: false }],
    ['zip-aes256.zip', { name: 'ZIP', keyBits: 256, authenticated: true }],
    ['zip-aes128.zip', { name: 'ZIP', keyBits: 128, authenticated: true }],
    ['zip-mixed.zip', { name: 'ZIP', encrypts: false }],
    ['zip-plain.zip', { name: 'ZIP', encrypts: false }],
    ['7z-aes.7z', { name: '7z', encrypts: true, keyBits: 256, authenticated: false }],
    ['7z-aes-header.7z', { name: '7z', encrypts: true, keyBits: 256, authenticated: false }],
    ['7z-plain.7z', { name: '7z', encrypts: false }],
    ['fernet.token', { name: 'Fernet', keyBits: 128, authenticated: true }],
    ['parquet-plain.parquet', { name: 'Parquet', encrypts: false }],
    ['parquet-gcm.parquet', { name: 'encrypted Parquet', cipher: 'AES_GCM_V1', authenticated: true }],
    ['parquet-gcm-ctr.parquet', { name: 'encrypted Parquet', cipher: 'AES_GCM_CTR_V1', authenticated: false }],
    ['plain.csv', { name: 'CSV', encrypts: false }],
    ['plain.csv.gz', { name: 'gzip', encrypts: false }],
  ])('%s', (name, expected) => {
    expect(container(bytesOf(name))).toMatchObject({ encrypts: true, ...expected });
  });

  test.each<[string, Partial<Container>]>([
    ['luks1-xts.gz', { name: 'LUKS1', cipher: 'aes-xts-plain64', keyBits: 256, authenticated: false }],
    ['luks1-cbc-plain.gz', { name: 'LUKS1', cipher: 'aes-cbc-plain', keyBits: 128, weak: true }],
    ['luks2-xts.gz', { name: 'LUKS2', cipher: 'aes-xts-plain64', keyBits: 256, authenticated: false }],
    ['sqlite-plain.db.gz', { name: 'SQLite', encrypts: false }],
  ])('%s', (name, expected) => {
    expect(container(unpacked(name))).toMatchObject({ encrypts: true, ...expected });
  });

  test.each(['openssl-ecb.enc', 'openssl-cbc-raw.enc', 'ctr-people.enc', 'gcm-nonce-one.enc'])(
    '%s tells nothing',
    (name) => {
      expect(whole(bytesOf(name))).toEqual({});
    },
  );

  it('are told from what they are encoded in', () => {
    expect(Buffer.from(whole(bytesOf('openssl-ecb.b64')).inner!)).toEqual(Buffer.from(bytesOf('openssl-ecb.enc')));
  });

  it('show what must differ from file to file', () => {
    const nonces = (name: string): readonly string[] => container(bytesOf(name))!.nonces;
    expect(nonces('age.age')).toHaveLength(2);
    expect(nonces('age-two.asc')).toHaveLength(3);
    for (const name of [
      'openssl-cbc.enc',
      'zip-aes256.zip',
      'fernet.token',
      'parquet-gcm.parquet',
      'parquet-gcm-ctr.parquet',
    ]) {
      expect([name, nonces(name)]).toEqual([name, [expect.stringMatching(/ [0-9a-f]{16,}$/)]]);
    }
  });
});

describe('JWE', () => {
  const plain = new TextEncoder().encode('a,b\n1,2\n');
  test.each([
    ['A256GCM', 32, 256],
    ['A128GCM', 16, 128],
    ['A256CBC-HS512', 64, 256],
    ['A128CBC-HS256', 32, 128],
  ])('%s, compact and as JSON', async (enc, bytes, keyBits) => {
    const key = new Uint8Array(randomBytes(bytes));
    const expected = { name: 'JWE', cipher: `${enc}, dir`, keyBits, authenticated: true };
    const compact = await new CompactEncrypt(plain).setProtectedHeader({ alg: 'dir', enc }).encrypt(key);
    expect(container(new TextEncoder().encode(compact))).toMatchObject(expected);
    const json = await new FlattenedEncrypt(plain).setProtectedHeader({ alg: 'dir', enc }).encrypt(key);
    const found = container(new TextEncoder().encode(JSON.stringify(json)));
    expect(found).toMatchObject({ ...expected, nonces: [`JWE ${json.iv}`] });
  });
});

describe('by hand, after the specification', () => {
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
  const packet = (tag: number, ...body: readonly number[]): readonly number[] => [0xc0 | tag, body.length, ...body];
  const session = packet(3, 4, 9, 0, 8);
  const content = Array.from({ length: 40 }, (_, at) => (at * 37) % 256);

  test.each<[string, Uint8Array, Partial<Container> | undefined]>([
    [
      'OpenPGP without integrity (RFC 4880, 5.7)',
      Uint8Array.from([...session, ...packet(9, ...content)]),
      { cipher: 'AES-256, CFB without integrity', authenticated: false },
    ],
    [
      'OpenPGP with OCB (RFC 9580, 5.13.2)',
      Uint8Array.from([...packet(3, 6, 30, 9, 2), ...packet(18, 2, 9, 2, 16, ...content)]),
      { cipher: 'AES-256, OCB', authenticated: true },
    ],
    [
      'OpenPGP with OCB as GnuPG 2.3 has it',
      Uint8Array.from([...session, ...packet(20, 1, 9, 2, 16, ...content)]),
      { cipher: 'AES-256, OCB', authenticated: true },
    ],
    ['a LUKS1 header with the null cipher', luks1('cipher_null', 'ecb'), { encrypts: false }],
    ['a LUKS1 header with ECB', luks1('aes', 'ecb'), { weak: true }],
    [
      'a LUKS2 header with integrity',
      luks2({ encryption: 'aes-gcm-random', integrity: { type: 'aead' } }),
      { cipher: 'aes-gcm-random, aead', authenticated: true },
    ],
    ['a LUKS2 header that is damaged', luks2(undefined), { name: 'LUKS2', authenticated: false }],
    [
      'Ansible Vault',
      ascii(`$ANSIBLE_VAULT;1.1;AES256\n${'3'.repeat(80)}\n`),
      { name: 'Ansible Vault', authenticated: true },
    ],
    [
      'an age file that is cut off in its header',
      ascii('age-encryption.org/v1\n-> X25519 abc\n'),
      { name: 'text', encrypts: false },
    ],
    ['JSON', ascii('{"a": 1}'), { name: 'JSON' }],
    ['a word', ascii('hello'), { name: 'text' }],
    ['nothing', new Uint8Array(0), { name: 'text' }],
    ['JSON that says it is a JWE', ascii('{"ciphertext": "x", "protected": "eyJhIjoxfQ"}'), { name: 'JSON' }],
  ])('%s', (_, bytes, expected) => {
    expect(container(bytes)).toMatchObject(expected!);
  });

  function luks1(cipher: string, mode: string): Uint8Array {
    const bytes = Buffer.alloc(592);
    bytes.write('LUKS\u00ba\u00be', 'latin1');
    bytes.writeUInt16BE(1, 6);
    bytes.write(cipher, 8);
    bytes.write(mode, 40);
    bytes.writeUInt32BE(16, 108);
    return new Uint8Array(bytes);
  }
  function luks2(segment: object | undefined): Uint8Array {
    const bytes = Buffer.alloc(8192);
    bytes.write('LUKS\u00ba\u00be', 'latin1');
    bytes.writeUInt16BE(2, 6);
    bytes.write(
      segment === undefined ? '{"seg' : JSON.stringify({ segments: { 0: segment }, keyslots: { 0: { key_size: 32 } } }),
      4096,
    );
    return new Uint8Array(bytes);
  }
});

it('takes ciphertext for none of the formats', () => {
  for (let file = 0; file < 300; file += 1) {
    const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 5), Buffer.alloc(16, file & 255));
    cipher.update(Buffer.alloc(file));
    expect([file, whole(new Uint8Array(cipher.update(Buffer.alloc(600))))]).toEqual([file, {}]);
  }
});

it('survives every file that is cut off', () => {
  for (const name of [
    'gpg-symmetric-aes256.gpg',
    'gpg-public-key.gpg',
    'zip-aes256.zip',
    'zip-mixed.zip',
    'parquet-gcm.parquet',
    '7z-aes.7z',
    'gpg-symmetric-aes128.asc',
  ]) {
    const bytes = bytesOf(name);
    for (let length = 0; length < bytes.length; length += 1) whole(bytes.slice(0, length));
  }
});
