import { createHash } from 'node:crypto';
import { looksHashed } from '../../methods/privacy/replaced-values.js';

const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256'] as const;

/** Characters of a hash by which texts are found; shorter ones are not taken for hashes. */
const FRONT = 16;
/** Most texts that are hashed: an attacker has more time. */
const MOST_WORDS = 200_000;

/** Every day from 1900 to 2030 as programs write it, which many columns of dates of birth consist of. */
function* days(): Generator<string> {
  for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2031, 0, 1); day += 86_400_000) {
    const iso = new Date(day).toISOString().slice(0, 10);
    yield iso;
    yield iso.replaceAll('-', '');
  }
}

/**
 * The released texts that are plain hashes, without a key, of one of the words or of a day: by code. Words are what an
 * attacker can list: the values of the column itself, which somebody knows.
 */
export function reversedTexts(released: readonly string[], words: Iterable<string>): ReadonlySet<number> {
  const wanted = new Map<string, number[]>();
  released.forEach((text, code) => {
    if (!looksHashed(text)) return;
    for (const front of [text.slice(0, FRONT), text.slice(0, FRONT).toLowerCase()]) {
      wanted.set(front, [...(wanted.get(front) ?? []), code]);
    }
  });
  const found = new Set<number>();
  if (wanted.size === 0) return found;
  let tried = 0;
  const tryAll = (texts: Iterable<string>): void => {
    for (const word of texts) {
      if (tried++ >= MOST_WORDS) return;
      for (const algorithm of ALGORITHMS) {
        const digest = createHash(algorithm).update(word).digest();
        for (const encoding of ['hex', 'base64', 'base64url'] as const) {
          const hash = digest.toString(encoding);
          for (const code of wanted.get(hash.slice(0, FRONT)) ?? []) {
            const text = released[code]!;
            if (hash.startsWith(text) || hash.startsWith(text.toLowerCase())) found.add(code);
          }
        }
      }
    }
  };
  tryAll(words);
  tryAll(days());
  return found;
}
