import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { blockStatistics } from './block-statistics.js';
import { repeatedKeystream, shareKeystream } from './keystream-reuse.js';
import { readableText } from './readable-text.js';

const FOLDER = new URL('../../../../tests/reference/containers/', import.meta.url);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FOLDER)));
const stream = (length: number, seed = 1): Uint8Array =>
  new Uint8Array(createCipheriv('aes-256-ctr', Buffer.alloc(32, seed), Buffer.alloc(16)).update(Buffer.alloc(length)));

describe('blocks', () => {
  it('repeat in ECB as the plain text’s do, and the different ones are even none the less', () => {
    const plain = bytesOf('plain.csv');
    const seen = new Set<string>();
    let repeated = 0;
    for (let at = 0; at + 16 <= plain.length; at += 16) {
      const block = Buffer.from(plain.subarray(at, at + 16)).toString('hex');
      if (seen.has(block)) repeated += 1;
      seen.add(block);
    }
    expect(repeated).toBeGreaterThan(100);
    expect(blockStatistics(bytesOf('openssl-ecb.enc'))).toMatchObject({ repeated, refuted: false });
    expect(blockStatistics(plain)).toMatchObject({ repeated });
  });

  it('of ciphertext repeat in no other mode', () => {
    for (const name of ['openssl-cbc-raw.enc', 'ctr-people.enc', 'gcm-nonce-one.enc']) {
      expect([name, blockStatistics(bytesOf(name))]).toEqual([
        name,
        expect.objectContaining({ repeated: 0, refuted: false }) as unknown,
      ]);
    }
  });

  it('are counted exactly', () => {
    const block = stream(16);
    const other = stream(16, 2);
    const bytes = Uint8Array.from([...block, ...other, ...block, ...block, ...other, 1, 2, 3]);
    expect(blockStatistics(bytes)).toEqual({
      repeated: 3,
      blocks: 5,
      entropy: expect.any(Number) as number,
      refuted: false,
    });
    expect(blockStatistics(new Uint8Array(0))).toMatchObject({ repeated: 0, blocks: 0, entropy: 0, refuted: false });
  });

  test.each(['plain.csv', '7z-plain.7z', 'openssl-cbc.b64'])('%s is refuted where it is long enough', (name) => {
    const bytes = bytesOf(name);
    const { refuted, repeated } = blockStatistics(bytes);
    const different = bytes.length - repeated * 16;
    expect(refuted).toBe(different > 1296);
  });

  it('of ciphertext are refused no more often than the p-value says', () => {
    const values = Array.from({ length: 200 }, (_, seed) => blockStatistics(stream(4096, seed)).pValue!);
    // Kolmogorov-Smirnov against the even distribution, at 0.001.
    const distance = Math.max(...values.toSorted((a, b) => a - b).map((p, at) => Math.abs(p - (at + 0.5) / 200)));
    expect(distance).toBeLessThan(1.95 / Math.sqrt(200));
  });

  it('of 16 MiB take seconds, not minutes', () => {
    const since = performance.now();
    expect(blockStatistics(stream(16 * 2 ** 20))).toMatchObject({ repeated: 0, blocks: 2 ** 20 });
    expect(blockStatistics(new Uint8Array(16 * 2 ** 20)).repeated).toBe(2 ** 20 - 1);
    expect(performance.now() - since).toBeLessThan(15_000);
  });
});

describe('a keystream that is used twice', () => {
  test.each<[string, Uint8Array, Uint8Array, boolean]>([
    ['shows', bytesOf('ctr-people.enc'), bytesOf('ctr-other.enc'), true],
    ['is none in other ciphertexts', stream(4096, 1), stream(4096, 2), false],
    ['is none in a copy', stream(4096, 1), stream(4096, 1), false],
    ['is not told from few bytes', bytesOf('ctr-people.enc').subarray(0, 100), bytesOf('ctr-other.enc'), false],
  ])('%s', (_, a, b, expected) => {
    expect(shareKeystream(a, b)).toBe(expected);
  });
});

describe('chunks of one file under one keystream', () => {
  const text = Buffer.from('patient-00000001,C50.9\n'.repeat(20_000));
  const chunked = (chunk: number, nonce: (index: number) => number, apart: Uint8Array): Uint8Array => {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < text.length; at += chunk) {
      const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32, 3), Buffer.alloc(12, nonce(at / chunk)));
      parts.push(apart, cipher.update(text.subarray(at, at + chunk)), cipher.final(), cipher.getAuthTag());
    }
    return new Uint8Array(Buffer.concat(parts));
  };
  const nothing = new Uint8Array(0);
  test.each<[string, Uint8Array, number | undefined]>([
    ['are found', chunked(65_536, () => 1, nothing), 65_536 + 16],
    ['are found behind vectors', chunked(4096, () => 1, new Uint8Array(12)), 4096 + 28],
    ['are none where each has its own', chunked(65_536, (index) => index, nothing), undefined],
    ['are none in one stream', stream(2 ** 20), undefined],
    ['are none in few bytes', stream(5000), undefined],
  ])('%s', (_, bytes, at) => {
    expect(repeatedKeystream(bytes)).toBe(at);
  });
});

test.each<[string, Uint8Array, readonly string[], boolean]>([
  ['nothing in ciphertext', stream(2 ** 16), ['patientName'], false],
  ['a header before ciphertext', Uint8Array.from([...bytesOf('plain.csv').subarray(0, 80), ...stream(4096)]), [], true],
  [
    'a name in ciphertext',
    Uint8Array.from([...stream(4096), ...Buffer.from('patientName'), ...stream(99)]),
    ['patientName'],
    true,
  ],
  ['not a short name, which chance gives', Uint8Array.from(Buffer.from('\u0001age\u0001', 'latin1')), ['age'], false],
])('readable is %s', (_, bytes, names, expected) => {
  expect(readableText(bytes, names)).toBe(expected);
});
