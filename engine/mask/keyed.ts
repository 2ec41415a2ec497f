/** What hangs on the plan's secret. Nothing here is random: the same key gives the same masked values in every table. */
import { createHmac } from 'node:crypto';
import { normalQuantile } from '../numerics/distributions/normal.js';

/** Bytes that a secret has at least. */
export const LEAST_KEY_BYTES = 16;

const macOf = (key: Uint8Array, purpose: string, ...parts: readonly string[]): Buffer => {
  const mac = createHmac('sha256', key);
  // Lengths in front: no two lists of parts are the same bytes.
  for (const part of [purpose, ...parts]) mac.update(`${Buffer.byteLength(part)}:`).update(part);
  return mac.digest();
};

/** HMAC-SHA-256 (FIPS 198-1), the first `digits` hexadecimal digits of it. */
export const keyedHash = (key: Uint8Array, domain: string, text: string, digits: number): string =>
  macOf(key, 'hash', domain, text).toString('hex').slice(0, digits);

/** In (0, 1), by row of a column of a table. */
function uniform(key: Uint8Array, column: string, table: string, row: number): number {
  const bits = macOf(key, 'noise', column, table, `${row}`).readBigUInt64BE() >> 11n;
  return (Number(bits) + 0.5) / 2 ** 53;
}

export interface NoiseOptions {
  readonly distribution: 'laplace' | 'gaussian';
  readonly scale: number;
}

/** By the inverse of the distribution function. `table` tells tables apart, such as a digest. */
export function keyedNoise(
  key: Uint8Array,
  column: string,
  table: string,
  row: number,
  { distribution, scale }: NoiseOptions,
): number {
  const p = uniform(key, column, table, row);
  if (distribution === 'gaussian') return scale * normalQuantile(p);
  return p < 0.5 ? scale * Math.log(2 * p) : -scale * Math.log(2 * (1 - p));
}

/** Characters that have pseudonyms among their like. */
const ALPHABETS = [
  { first: 0x30, count: 10n, name: '9' },
  { first: 0x61, count: 26n, name: 'a' },
  { first: 0x41, count: 26n, name: 'A' },
  { first: 0x4e00, count: 20_992n, name: '字' },
] as const;

const alphabetOf = (point: number) =>
  ALPHABETS.find(({ first, count }) => point >= first && point < first + Number(count));

/** A letter or digit that none of the alphabets has. */
export const hasForeignLetters = (text: string): boolean =>
  [...text].some((character) => /[\p{L}\p{N}]/u.test(character) && alphabetOf(character.codePointAt(0)!) === undefined);

const ROUNDS = 10;

/**
 * Another text of the same format: one to one among the texts of that format, by the generalised Feistel cipher of
 * Black & Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, with HMAC-SHA-256 as the round function and
 * cycle walking. `choices` is the number of texts of the format.
 */
export function pseudonymOf(
  key: Uint8Array,
  domain: string,
  text: string,
): { readonly text: string; readonly choices: bigint } {
  const points = [...text].map((character) => character.codePointAt(0)!);
  const format = points.map((point) => alphabetOf(point)?.name ?? String.fromCodePoint(point)).join('');
  let value = 0n;
  let choices = 1n;
  for (const point of points) {
    const alphabet = alphabetOf(point);
    if (alphabet === undefined) continue;
    value = value * alphabet.count + BigInt(point - alphabet.first);
    choices *= alphabet.count;
  }
  if (choices === 1n) return { text, choices };
  let rest = permuted(value, choices, (round, half) => macOf(key, 'pseudonym', domain, format, `${round}`, `${half}`));
  const characters = points.toReversed().map((point) => {
    const alphabet = alphabetOf(point);
    if (alphabet === undefined) return String.fromCodePoint(point);
    const digit = Number(rest % alphabet.count);
    rest /= alphabet.count;
    return String.fromCodePoint(alphabet.first + digit);
  });
  return { text: characters.reverse().join(''), choices };
}

/** A permutation of 0…size−1: Feistel rounds over pairs (a, b) with a·b ≥ size, until the result is below size. */
function permuted(value: bigint, size: bigint, mac: (round: number, half: bigint) => Buffer): bigint {
  const a = ceilingRoot(size);
  const b = (size + a - 1n) / a;
  let result = value;
  do {
    let [left, right] = [result % a, result / a];
    for (let round = 1; round <= ROUNDS; round++) {
      const mixed = BigInt(`0x${mac(round, right).toString('hex')}`);
      const modulus = round % 2 === 1 ? a : b;
      [left, right] = [right, (left + mixed) % modulus];
    }
    // An even number of rounds: left is below a again, right below b.
    result = a * right + left;
  } while (result >= size);
  return result;
}

/** The least root with root² ≥ size, by Newton's method on whole numbers. */
function ceilingRoot(size: bigint): bigint {
  let root = 1n << BigInt((size.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + size / root) >> 1n;
    if (next >= root) return root * root < size ? root + 1n : root;
    root = next;
  }
}
