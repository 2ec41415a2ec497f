import { countsOf, overlap } from './tokens.js';

const CHARACTERS = 6;
const BETA = 2;

/**
 * chrF2 of a sentence, in [0, 1] (Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015), as
 * sacreBLEU computes it (Post 2018; signature `case:mixed|eff:yes|nc:6|nw:0|space:no`); the best over the references.
 * With `wordOrder` 2 it is chrF++ (Popović 2017), over runs of words too.
 */
export const chrf = (answer: string, references: readonly string[], wordOrder = 0): number =>
  Math.max(0, ...references.map((reference) => chrfOf(chrfCounts(answer, reference, wordOrder))));

/** Of one length of runs. */
export interface RunCounts {
  readonly answer: number;
  readonly reference: number;
  readonly common: number;
}

/** Runs of 1 to 6 characters without white space, then of 1 to `wordOrder` words. Of several sentences they add up. */
export function chrfCounts(answer: string, reference: string, wordOrder: number): readonly RunCounts[] {
  const orders = (a: readonly string[], b: readonly string[], longest: number): readonly RunCounts[] =>
    Array.from({ length: longest }, (_, index) => {
      const [given, wanted] = [runsOf(a, index + 1), runsOf(b, index + 1)];
      return { answer: given.length, reference: wanted.length, common: overlap(countsOf(given), countsOf(wanted)) };
    });
  return [
    ...orders(charactersOf(answer), charactersOf(reference), CHARACTERS),
    ...orders(wordsOf(answer), wordsOf(reference), wordOrder),
  ];
}

/** Precision and recall, each averaged over the lengths of which both texts have runs, joined with β = 2. */
export function chrfOf(counts: readonly RunCounts[]): number {
  const had = counts.filter(({ answer, reference }) => answer > 0 && reference > 0);
  const mean = (of: 'answer' | 'reference'): number =>
    had.reduce((sum, each) => sum + each.common / each[of], 0) / Math.max(1, had.length);
  const [precision, recall] = [mean('answer'), mean('reference')];
  const weight = BETA * BETA;
  return precision + recall === 0 ? 0 : ((1 + weight) * precision * recall) / (weight * precision + recall);
}

const charactersOf = (text: string): readonly string[] => [...text.replace(/\s+/gu, '')];

/** A mark at the end or else the beginning of a word is a word of its own, as in chrF++.py. */
const wordsOf = (text: string): readonly string[] =>
  text.split(/\s+/u).flatMap((word) => {
    if (word.length < 2) return word === '' ? [] : [word];
    if (MARK.test(word.at(-1)!)) return [word.slice(0, -1), word.at(-1)!];
    return MARK.test(word[0]!) ? [word[0]!, word.slice(1)] : [word];
  });

const MARK = /^[!-/:-@[-`{-~]$/;

/** Runs of n items, each as one text. */
const runsOf = (items: readonly string[], n: number): readonly string[] =>
  Array.from({ length: Math.max(0, items.length - n + 1) }, (_, at) => items.slice(at, at + n).join('\u0000'));
