/** Texts as they are compared: without what a model may change in passing. */

/** Compatible forms, small letters, one space between words. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** Letters and digits alone. */
export const squashed = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Whether a squashed part stands in a text, whatever signs and spaces are within it, but not within a longer word or number
 * (a letter beside a digit ends either): else the digits of two numbers that stand side by side would hold a third.
 */
export function squashedWords(text: string): (part: string) => boolean {
  let bare = '';
  const ends = new Set([0]);
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) ends.add((bare += run).length);
  return (part) => {
    for (let at = bare.indexOf(part); at !== -1 && part !== ''; at = bare.indexOf(part, at + 1)) {
      if (ends.has(at) && ends.has(at + part.length)) return true;
    }
    return false;
  };
}

const RUNS = /\p{Script=Han}|\p{N}+|(?:(?!\p{Script=Han})\p{L})+/gu;

/** Of scripts without spaces between words. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const LETTER = String.raw`(?!${UNSPACED})[\p{L}\p{M}\p{N}]`;
const WORDS = new RegExp(`${UNSPACED}|(?:${LETTER})+`, 'gu');

/** Runs of letters and digits, in small letters; a Chinese or Japanese character is a word. */
export const wordsOf = (text: string): readonly string[] => text.normalize('NFKC').toLowerCase().match(WORDS) ?? [];

/** Where so many words of a text end, as it is written; its end where it has fewer. */
export function endOfWords(text: string, words: number): number {
  let count = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) if (++count === words) return index + word.length;
  return text.length;
}

/** Whether `part` stands in `text` as words of its own: not inside a longer run of letters or digits. */
export function standsIn(text: string, part: string): boolean {
  if (part === '') return false;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    if (isWhole(text, at, at + part.length)) return true;
  }
  return false;
}

/** Whether the run [start, end) of a text neither begins nor ends within a word. */
export const isWhole = (text: string, start: number, end: number): boolean => !joins(text, start) && !joins(text, end);

/** Whether a word goes over the place before `at`. */
const joins = (text: string, at: number): boolean =>
  at > 0 && at < text.length && WORD.test(text[at - 1]!) && WORD.test(text[at]!);

const WORD = new RegExp(LETTER, 'u');
