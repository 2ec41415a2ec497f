import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Decrypter, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { generateIdentity, identityToRecipient, sealAge } from './age.js';
import { chunksOf, concatenated } from './chunks.js';
import type { Chunks } from './chunks.js';
import { containerOf } from './container.js';
import { sealJwe } from './jwe.js';
import { parseKey, passphraseKey, secretText } from './key.js';
import type { Key } from './key.js';
import { openBytes, openChunks } from './open.js';
import type { SealingFault } from './sealing-fault.js';

const MOST = 2 ** 24;
const CHUNK = 64 * 1024;
/** ChaCha20-Poly1305's tag. */
const TAG = 16;

let key: Key;
let recipient: string;
const secret = parseKey(secretText(randomBytes(32)), 'test');

beforeAll(async () => {
  const identity = await generateIdentity();
  key = parseKey(`# created for a test\n\n${identity}\n`, 'test');
  recipient = await identityToRecipient(identity);
});

const sealed = (plain: Uint8Array): Promise<Uint8Array> =>
  concatenated(sealAge(chunksOf(plain), { recipients: [recipient] }), MOST);
/** `toEqual` looks at every byte by itself. */
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const kindOf = async (bytes: Uint8Array, by = key): Promise<string> =>
  openBytes(bytes, by, MOST).then(
    () => 'opened',
    (fault: SealingFault) => fault.kind ?? String(fault),
  );
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};
const payloadAt = (bytes: Uint8Array): number => {
  const mac = Buffer.from(bytes).indexOf('\n--- ');
  return bytes.indexOf(0x0a, mac + 1) + 1;
};

describe('the container age', () => {
  it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])('gives %d bytes back', async (length) => {
    const plain = new Uint8Array(randomBytes(length));
    const bytes = await sealed(plain);
    expect(containerOf(bytes)).toBe('age');
    expect(same(await openBytes(bytes, key, MOST), plain)).toBe(true);
  });

  it.each([0, 1, CHUNK, CHUNK + 1, 3 * CHUNK])('is the library’s own, in both directions: %d bytes', async (length) => {
    const plain = new Uint8Array(randomBytes(length));
    const [identity] = key.kind === 'identities' ? key.identities : [];
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity!);
    expect(same(await decrypter.decrypt(await sealed(plain)), plain)).toBe(true);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    expect(same(await openBytes(await encrypter.encrypt(plain), key, MOST), plain)).toBe(true);
  });

  it('opens what the age program has sealed, armoured too', async () => {
    const folder = new URL('../../tests/reference/containers/', import.meta.url);
    const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
    const its = parseKey(Buffer.from(read('age-key.txt')).toString(), 'test');
    for (const name of ['age.age', 'age-two.asc']) {
      expect(same(await openBytes(read(name), its, MOST), read('plain.csv'))).toBe(true);
    }
  });

  it('never uses a file key or a nonce again', async () => {
    const files = await Promise.all(Array.from({ length: 3 }, () => sealed(new Uint8Array(8))));
    const heads = files.map((bytes) => Buffer.from(bytes.subarray(0, payloadAt(bytes) + 16)).toString('hex'));
    const contents = files.map((bytes) => Buffer.from(bytes.subarray(payloadAt(bytes) + 16)).toString('hex'));
    expect([new Set(heads).size, new Set(contents).size]).toEqual([3, 3]);
  });

  it('does so however the bytes come', async () => {
    const plain = new Uint8Array(randomBytes(CHUNK + 77));
    const bytes = await sealed(plain);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 6 }), async (cuts) => {
        const ends = [...new Set(cuts), bytes.length].sort((a, b) => a - b);
        const pieces = async function* (): Chunks {
          let from = 0;
          for (const to of ends) {
            yield bytes.subarray(from, to);
            from = to;
          }
        };
        expect(same(await concatenated(openChunks(pieces(), key), MOST), plain)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a flipped bit anywhere', async () => {
    const bytes = await sealed(Uint8Array.of(1, 2, 3, 4));
    const outcomes = new Set<string>();
    // Of the header one bit a byte, each at some byte; of the content all.
    const content = payloadAt(bytes) * 8;
    for (let bit = 0; bit < content; bit += 11) outcomes.add(await kindOf(flipped(bytes, bit)));
    for (let bit = content; bit < bytes.length * 8; bit += 1) outcomes.add(await kindOf(flipped(bytes, bit)));
    expect([...outcomes].sort()).toEqual(['damaged', 'unsupported', 'wrong-key']);
  });

  it('refuses a file that is cut off anywhere, or has more at its end', async () => {
    const small = await sealed(Uint8Array.of(1, 2, 3, 4));
    for (let length = 0; length < small.length; length += 1) {
      expect(await kindOf(small.subarray(0, length))).not.toBe('opened');
    }
    const bytes = await sealed(new Uint8Array(3 * CHUNK));
    const start = payloadAt(bytes) + TAG;
    const cuts = [1, 2, 3].map((chunks) => start + chunks * (CHUNK + TAG)).filter((at) => at < bytes.length);
    expect(cuts).toHaveLength(2);
    for (const at of cuts) expect(await kindOf(bytes.subarray(0, at))).toBe('damaged');
    expect(await kindOf(new Uint8Array(Buffer.concat([bytes, Buffer.alloc(1)])))).toBe('damaged');
    expect(await kindOf(new Uint8Array(Buffer.concat([bytes, bytes.subarray(start)])))).toBe('damaged');
  });

  it('refuses chunks that are swapped, doubled or left out', async () => {
    const bytes = await sealed(new Uint8Array(3 * CHUNK + 9));
    const start = payloadAt(bytes) + TAG;
    const chunk = (index: number): Uint8Array =>
      bytes.subarray(start + index * (CHUNK + TAG), start + (index + 1) * (CHUNK + TAG));
    const ordered = (...order: readonly number[]): Uint8Array =>
      new Uint8Array(Buffer.concat([bytes.subarray(0, start), ...order.map(chunk)]));
    expect(await kindOf(ordered(0, 1, 2, 3))).toBe('opened');
    for (const order of [[1, 0, 2, 3], [0, 2, 1, 3], [0, 0, 1, 2, 3], [0, 2, 3], [1, 2, 3], [0, 1, 2], [3]]) {
      expect([order, await kindOf(ordered(...order))]).toEqual([order, 'damaged']);
    }
  });

  it('refuses another key, and says which', async () => {
    const bytes = await sealed(Uint8Array.of(1));
    expect(await kindOf(bytes, parseKey(await generateIdentity(), 'test'))).toBe('wrong-key');
    expect(await kindOf(bytes, secret)).toBe('wrong-key');
    expect(await kindOf(bytes, passphraseKey('not the one at all', 'test'))).toBe('wrong-key');
  });

  it('opens by passphrase', async () => {
    const bytes = await concatenated(
      sealAge(chunksOf(Uint8Array.of(7)), { passphrase: 'one of my own', workFactor: 10 }),
      MOST,
    );
    expect(await openBytes(bytes, passphraseKey('one of my own', 'test'), MOST)).toEqual(Uint8Array.of(7));
    expect(await kindOf(bytes, passphraseKey('one of my ovn', 'test'))).toBe('wrong-key');
  });

  it('does not look for the end of a header for ever', async () => {
    let read = 0;
    const endless = async function* (): Chunks {
      yield new TextEncoder().encode('age-encryption.org/v1\n');
      for (;;) {
        read += CHUNK;
        yield new Uint8Array(CHUNK).fill(0x61);
      }
    };
    await expect(concatenated(openChunks(endless(), key), MOST)).rejects.toMatchObject({ kind: 'damaged' });
    expect(read).toBeLessThan(2 ** 21);
  });

  it('says so where it is the reading that failed', async () => {
    const bytes = await sealed(new Uint8Array(3 * CHUNK));
    const broken = async function* (): Chunks {
      yield bytes.subarray(0, 2 * CHUNK);
      throw new RangeError('the disk is gone');
    };
    await expect(concatenated(openChunks(broken(), key), MOST)).rejects.toThrow('the disk is gone');
  });
});

describe('JWE', () => {
  it('gives the bytes back, to its key alone', async () => {
    const plain = new Uint8Array(randomBytes(1000));
    const bytes = await sealJwe(plain, secret);
    expect(containerOf(bytes)).toBe('jwe');
    expect(await openBytes(bytes, secret, MOST)).toEqual(plain);
    expect(await kindOf(bytes, parseKey(secretText(randomBytes(32)), 'test'))).toBe('wrong-key');
    expect(await kindOf(bytes, key)).toBe('wrong-key');
  });

  it('by passphrase too', async () => {
    const bytes = await sealJwe(Uint8Array.of(7), passphraseKey('one of my own', 'test'));
    expect(await openBytes(bytes, passphraseKey('one of my own', 'test'), MOST)).toEqual(Uint8Array.of(7));
  });

  it('refuses a flipped bit anywhere, and every cut', async () => {
    const bytes = await sealJwe(Uint8Array.of(1, 2, 3, 4), secret);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      expect([bit, await kindOf(flipped(bytes, bit), secret)]).not.toEqual([bit, 'opened']);
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await kindOf(bytes.subarray(0, length), secret)).not.toBe('opened');
    }
  });

  test.each([
    ['another cipher', { alg: 'A256KW', enc: 'A128CBC-HS256' }, 'unsupported'],
    ['another wrapping', { alg: 'RSA1_5', enc: 'A256GCM' }, 'unsupported'],
    ['none', { alg: 'none', enc: 'none' }, 'unsupported'],
  ])('with %s is %o: %s', async (_, header, kind) => {
    const part = Buffer.from(JSON.stringify(header)).toString('base64url');
    expect(await kindOf(new TextEncoder().encode(`${part}.AAAA.AAAA.AAAA.AAAA`), secret)).toBe(kind);
  });

  it('does not let a file choose how long its key takes', async () => {
    const header = { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2 ** 31, p2s: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const part = Buffer.from(JSON.stringify(header)).toString('base64url');
    const bytes = new TextEncoder().encode(`${part}.AAAA.AAAA.AAAA.AAAA`);
    expect(await kindOf(bytes, passphraseKey('one of my own', 'test'))).toBe('damaged');
  });
});

describe('keys', () => {
  test.each([
    ['nothing', ''],
    ['a word', 'hunter2'],
    ['a recipient', 'age1hrq9tze6vzrz7a3hzetedhvxex9pt6hvx008elj4gcax55d834aqsyxzhx'],
    ['128 bits', JSON.stringify({ kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['a public key', JSON.stringify({ kty: 'OKP', x: 'AAAA' })],
    ['null', 'null'],
  ])('%s is none', (_, text) => {
    expect(() => parseKey(text, 'test')).toThrow(expect.objectContaining({ kind: 'unusable-key' }));
  });

  it('with a letter mistyped are told by their checksum', async () => {
    const identity = await generateIdentity();
    const wrong = `${identity.slice(0, -1)}${identity.endsWith('Q') ? 'P' : 'Q'}`;
    expect(await kindOf(await sealed(Uint8Array.of(1)), parseKey(wrong, 'test'))).toBe('unusable-key');
  });
});

test.each([
  ['nothing', ''],
  ['CSV', 'a,b\n1,2\n'],
  ['numbers with points', '1.2.3.4.5'],
  ['a JWT', 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln'],
  ['OpenSSL', 'Salted__12345678'],
])('%s is in no container', async (_, text) => {
  expect(containerOf(new TextEncoder().encode(text))).toBeUndefined();
  expect(await kindOf(new TextEncoder().encode(text))).toBe('unsupported');
});
