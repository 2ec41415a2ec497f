import { createHash } from 'node:crypto';
import { looksHashed } from '../../methods/privacy/replaced-values.js';

/** Bytes of their digests. */
const ALGORITHMS = { md5: 16, sha1: 20, sha224: 28, sha256: 32, 'sha3-256': 32, sha384: 48, sha512: 64 } as const;

interface Way {
  readonly algorithm: keyof typeof ALGORITHMS;
  readonly encoding: 'hex' | 'base64' | 'base64url';
}

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

/** What may have made a text: by its length one or two algorithms, if it is no front of a hash. */
function waysOf(text: string): readonly Way[] {
  const encodings = /^[0-9a-f]+$/i.test(text) ? (['hex'] as const) : (['base64', 'base64url'] as const);
  const all = Object.keys(ALGORITHMS).flatMap((algorithm) =>
    encodings.map((encoding): Way => ({ algorithm: algorithm as Way['algorithm'], encoding })),
  );
  const bytes = Buffer.from(text, encodings[0]).length;
  const whole = all.filter(({ algorithm }) => ALGORITHMS[algorithm] === bytes);
  return whole.length > 0 ? whole : all;
}

/**
 * The released texts that are plain hashes, without a key, of one of the words or of a day: by code. Words are what an
 * attacker can list: the values of the column itself, which somebody knows.
 */
export function reversedTexts(released: readonly string[], words: Iterable<string>): ReadonlySet<number> {
  const wanted = new Map<string, number[]>();
  const ways = new Map<string, Way>();
  released.forEach((text, code) => {
    if (!looksHashed(text)) return;
    for (const way of waysOf(text)) ways.set(`${way.algorithm} ${way.encoding}`, way);
    for (const front of new Set([text.slice(0, FRONT), text.slice(0, FRONT).toLowerCase()])) {
      wanted.set(front, [...(wanted.get(front) ?? []), code]);
    }
  });
  const found = new Set<number>();
  if (wanted.size === 0) return found;
  let tried = 0;
  for (const list of [words, days()]) {
    for (const word of list) {
      if (found.size === released.length || tried++ >= MOST_WORDS) return found;
      for (const { algorithm, encoding } of ways.values()) {
        const hash = createHash(algorithm).update(word).digest(encoding);
        for (const code of wanted.get(hash.slice(0, FRONT)) ?? []) {
          const text = released[code]!;
          if (hash.startsWith(text) || hash.startsWith(text.toLowerCase())) found.add(code);
        }
      }
    }
  }
  return found;
}
