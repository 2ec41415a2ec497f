import { countsOf, overlap } from './tokens.js';

const CHARACTERS = 6;
const BETA = 2;

/**
 * chrF2 of one sentence, in [0, 1] (Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015), as
 * sacreBLEU computes it (Post 2018; signature `nc:6|nw:0|space:no|case:mixed|eff:yes`): precision and recall of runs of
 * 1 to 6 characters without white space, each averaged over the lengths that both texts have, joined with β = 2; the
 * best over the references. With `wordOrder` 2 it is chrF++ (Popović 2017), over runs of words too.
 */
export const chrf = (answer: string, references: readonly string[], wordOrder = 0): number =>
  Math.max(0, ...references.map((reference) => pairScore(answer, reference, wordOrder)));

function pairScore(answer: string, reference: string, wordOrder: number): number {
  let [precision, recall, orders] = [0, 0, 0];
  const add = (given: readonly string[], wanted: readonly string[]): void => {
    if (given.length === 0 || wanted.length === 0) return;
    const common = overlap(countsOf(given), countsOf(wanted));
    precision += common / given.length;
    recall += common / wanted.length;
    orders += 1;
  };
  const [given, wanted] = [charactersOf(answer), charactersOf(reference)];
  for (let n = 1; n <= CHARACTERS; n++) add(runsOf(given, n), runsOf(wanted, n));
  const [givenWords, wantedWords] = [wordsOf(answer), wordsOf(reference)];
  for (let n = 1; n <= wordOrder; n++) add(runsOf(givenWords, n), runsOf(wantedWords, n));
  if (precision + recall === 0) return 0;
  const factor = BETA * BETA;
  return ((1 + factor) * (precision / orders) * (recall / orders)) / (factor * (precision / orders) + recall / orders);
}

const charactersOf = (text: string): readonly string[] => [...text.replace(/\s+/gu, '')];

/** Punctuation at one end of a word is a word of its own, as in chrF++.py. */
const wordsOf = (text: string): readonly string[] =>
  text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .flatMap((word) => {
      if (word.length === 1) return [word];
      if (PUNCTUATION.test(word.at(-1)!)) return [word.slice(0, -1), word.at(-1)!];
      return PUNCTUATION.test(word[0]!) ? [word[0]!, word.slice(1)] : [word];
    });

const PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** Runs of n items. */
const runsOf = (items: readonly string[], n: number): readonly string[] =>
  Array.from({ length: Math.max(0, items.length - n + 1) }, (_, at) => items.slice(at, at + n).join('\u0000'));
