import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hasForeignLetters, keyedHash, keyedNoise, pseudonymOf } from './keyed.js';

const key = Buffer.from('an example key of 32 bytes, kept.');
const other = Buffer.from('another key of 32 bytes, not kept');
const pseudonym = (text: string, of = key, domain = 'id'): string => pseudonymOf(of, domain, text).text;

describe('hashes', () => {
  test('are HMAC-SHA-256 of the parts with their lengths', () => {
    const mac = createHmac('sha256', key).update('4:hash').update('2:id').update('5:alice').digest('hex');
    expect(keyedHash(key, 'id', 'alice', 64)).toBe(mac);
    expect(keyedHash(key, 'id', 'alice', 16)).toBe(mac.slice(0, 16));
  });
  test('hang on key, domain and value, and no two pairs of them run together', () => {
    const all = [
      keyedHash(key, 'id', 'alice', 32),
      keyedHash(other, 'id', 'alice', 32),
      keyedHash(key, 'name', 'alice', 32),
      keyedHash(key, 'ida', 'lice', 32),
    ];
    expect(new Set(all).size).toBe(4);
  });
});

describe('pseudonyms', () => {
  test.each(['', '7', '42', '0-0', 'Q9', 'a b', '王'])('of the format of %j are one to one', (example) => {
    const alphabets: Record<string, string> = {
      '9': '0123456789',
      a: 'abcdefghijklmnopqrstuvwxyz',
      A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    };
    const all = [...example].reduce<readonly string[]>(
      (texts, character) => {
        const name = /\d/.test(character) ? '9' : /[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : '';
        const letters = /[\u4e00-\u9fff]/.test(character)
          ? Array.from({ length: 500 }, (_, index) => String.fromCodePoint(0x4e00 + index))
          : [...(alphabets[name] ?? character)];
        return texts.flatMap((text) => letters.map((letter) => text + letter));
      },
      [''],
    );
    const masked = all.map((text) => pseudonym(text));
    expect(new Set(masked).size).toBe(all.length);
    if (!example.includes('王')) expect(masked.toSorted()).toEqual(all.toSorted());
  });

  test('keep their format, and differ by key and domain', () => {
    const masked = pseudonym('+49 (0)30 AbC-12345 王五');
    expect(masked).toMatch(/^\+\d\d \(\d\)\d\d [A-Z][a-z][A-Z]-\d{5} [\u4e00-\u9fff]{2}$/);
    expect(
      new Set([
        masked,
        pseudonym('+49 (0)30 AbC-12345 王五', other),
        pseudonym('+49 (0)30 AbC-12345 王五', key, 'phone'),
      ]).size,
    ).toBe(3);
  });

  test('letters that have none are told; what has no letters stays', () => {
    expect([
      hasForeignLetters('Müller'),
      hasForeignLetters('Ivan Иван'),
      hasForeignLetters('١'),
      hasForeignLetters('A-1 王'),
    ]).toEqual([true, true, true, false]);
    expect(pseudonymOf(key, 'id', '--')).toEqual({ text: '--', choices: 1n });
  });

  test('a long text takes no time', () => {
    const started = performance.now();
    expect(pseudonym('x'.repeat(1000))).toHaveLength(1000);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

test.each([
  ['laplace', 2 * 3 ** 2],
  ['gaussian', 3 ** 2],
] as const)('%s noise has its mean and variance', (distribution, variance) => {
  const noise = Array.from({ length: 20_000 }, (_, row) =>
    keyedNoise(key, 'x', 'table', row, { distribution, scale: 3 }),
  );
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const spread = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
  expect(Math.abs(mean)).toBeLessThan(0.12);
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.06);
  expect(keyedNoise(key, 'x', 'table', 0, { distribution, scale: 3 })).toBe(noise[0]);
  expect(keyedNoise(other, 'x', 'table', 0, { distribution, scale: 3 })).not.toBe(noise[0]);
});
