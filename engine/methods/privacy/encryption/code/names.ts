/** Names that code gives to keys and to initialisation vectors, taken apart at capitals, underscores, points and hyphens. */

/** A name that is given a value: `aes_key = …`, `"aesKey": …`, `AES_KEY=…`, `final byte[] key = …`, `key := …`. */
const ASSIGNMENT =
  /(?:^|[\s"'`,({[;.$])([A-Za-z_][A-Za-z0-9_.-]{0,63})["'`]?\s*(?:\[\]\s*)?(?::=|=(?![=>])|:(?!:))\s*(.*)$/;

export interface Assignment {
  readonly words: readonly string[];
  readonly value: string;
}

/** The first name of a line that is given a value and is one of a key or a vector; typed declarations too (`key: bytes = …`). */
export function assignmentIn(text: string, wanted: (words: readonly string[]) => boolean): Assignment | undefined {
  let rest = text;
  // Each round takes off at least the name that it found; lines are bounded.
  for (let round = 0; round < 32; round += 1) {
    const found = ASSIGNMENT.exec(rest);
    if (found === null) return undefined;
    const words = wordsOf(found[1]!);
    const value = found[2]!;
    if (wanted(words)) return { words, value: value.replace(/^[A-Za-z_[\]<>, ]{1,40}=\s*(?!=)/, '') };
    rest = value;
  }
  return undefined;
}

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]+/)
    .filter((word) => word !== '');

/** Keys of tables, caches and services are other keys. */
const OTHER_KEYS = new Set([
  'public',
  'pub',
  'primary',
  'foreign',
  'sort',
  'partition',
  'cache',
  'api',
  'access',
  'routing',
  'object',
  'dict',
  'map',
  'group',
  'unique',
  'index',
  'id',
  'name',
  'file',
  'path',
  'env',
  'size',
  'length',
  'len',
  'bits',
  'type',
  'column',
  'error',
  'vault',
  'host',
  'site',
]);
const KEY_WORDS = new Set(['key', 'secretkey', 'aeskey', 'keybytes', 'keyhex', 'encryptionkey']);
const PASSPHRASE_WORDS = new Set(['passphrase', 'password', 'passwd', 'pwd']);
/** Messages and fields about passwords. */
const ABOUT = new Set([
  'wrong',
  'invalid',
  'missing',
  'forgot',
  'reset',
  'confirm',
  'hint',
  'label',
  'message',
  'no',
  'bad',
  'field',
]);
const VECTOR_WORDS = new Set(['iv', 'nonce', 'ivspec']);

export const namesKey = (words: readonly string[]): boolean =>
  words.some((word) => KEY_WORDS.has(word)) && !words.some((word) => OTHER_KEYS.has(word));
/** `PASSPHRASE_ENV`, `password_field` name other things; `pass` alone is the opposite of `fail`. */
export const namesPassphrase = (words: readonly string[]): boolean =>
  (PASSPHRASE_WORDS.has(words.at(-1) ?? '') || (words.length > 1 && words.at(-1) === 'pass')) &&
  !words.some((word) => OTHER_KEYS.has(word) || ABOUT.has(word));
export const namesVector = (words: readonly string[]): boolean =>
  VECTOR_WORDS.has(words.at(-1) ?? '') || (words.includes('vector') && words.some((word) => word.startsWith('init')));
