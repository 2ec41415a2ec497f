/** Classes of UTF-16 units, by tables: a scan asks for every one. */
export const WORD = 1;
export const DIGIT = 2;
export const UPPER = 4;
export const LOWER = 8;
const LOCAL = 16;
const HEX = 32;
export const UNDERSCORE = 128;
/** What joins words to something longer than a phrase: an address, a number in groups, an assignment. */
const LINK = 64;

const TABLE = new Uint8Array(128);
const mark = (characters: string, bit: number): void => {
  for (const character of characters) TABLE[character.charCodeAt(0)]! |= bit;
};
const DIGITS = '0123456789';
const UPPERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
mark(DIGITS, WORD | DIGIT | LOCAL | HEX);
mark(UPPERS, WORD | UPPER | LOCAL);
mark(UPPERS.toLowerCase(), WORD | LOWER | LOCAL);
mark('_', WORD | LOCAL | UNDERSCORE);
mark('.%+-', LOCAL);
mark('@:.%+-/=<', LINK);
mark('abcdefABCDEF', HEX);

const has = (code: number, bits: number): boolean => code < 128 && (TABLE[code]! & bits) !== 0;

/** The classes of a unit, as bits; 0 where it is not ASCII. */
export const classesOf = (code: number): number => (code < 128 ? TABLE[code]! : 0);

/** Codes past the end of a text are NaN: in no class. */
export const isWord = (code: number): boolean => has(code, WORD);
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isUpper = (code: number): boolean => has(code, UPPER);
export const isLower = (code: number): boolean => has(code, LOWER);
export const isLetter = (code: number): boolean => has(code, UPPER | LOWER);
export const isHex = (code: number): boolean => has(code, HEX);
export const isLink = (code: number): boolean => has(code, LINK);
/** Of the part of an e-mail address before the `@`. */
export const isLocal = (code: number): boolean => has(code, LOCAL);
/** CJK unified ideographs, the first block and its extension A. */
export const isHan = (code: number): boolean =>
  (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);

/** Whether all of `[start, end)` are digits, and there are any. */
export function areDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return end > start && end <= text.length;
}

/** The end of the run of `test` from `start`, no further than `limit`. */
export function runEnd(text: string, start: number, limit: number, test: (code: number) => boolean): number {
  const last = Math.min(limit, text.length);
  let at = start;
  while (at < last && test(text.charCodeAt(at))) at++;
  return at;
}

const POINT = 46;
const DASH = 45;
const SLASH = 47;

/** Whether a number that begins here is the rest of a longer one: `3.14`, `2024-01`, `1/2`. */
export function continuesNumber(text: string, start: number): boolean {
  const before = text.charCodeAt(start - 1);
  return (before === POINT || before === DASH || before === SLASH) && isDigit(text.charCodeAt(start - 2));
}

/** Whether a number that ends here goes on, as `3` in `3.14` does. A full stop ends a sentence. */
export function goesOn(text: string, end: number): boolean {
  const after = text.charCodeAt(end);
  if (isWord(after)) return true;
  return (after === POINT || after === DASH || after === SLASH) && isDigit(text.charCodeAt(end + 1));
}

const CUE_REACH = 32;
const ENDS_OF_CUE = new Set([...'0123456789\n。！？；'].map((character) => character.charCodeAt(0)));

/**
 * Whether one of the cues (lower case) stands in the 32 characters before `start`, with no digit, line or Chinese
 * sentence ending between: a cue speaks of the first number after it.
 */
export function cuedBy(text: string, start: number, cues: readonly string[]): boolean {
  let from = start;
  const least = Math.max(0, start - CUE_REACH);
  while (from > least && !ENDS_OF_CUE.has(text.charCodeAt(from - 1))) from--;
  if (from === start) return false;
  const before = text.slice(from, start).toLowerCase();
  return cues.some((cue) => endsNear(before, cue));
}

/** A cue of Latin letters is a word of its own: `ip` is not in `ship`. */
function endsNear(before: string, cue: string): boolean {
  const at = before.lastIndexOf(cue);
  if (at === -1) return false;
  if (!isLetter(cue.charCodeAt(0))) return true;
  return !isLetter(before.charCodeAt(at - 1)) && !isLetter(before.charCodeAt(at + cue.length));
}
