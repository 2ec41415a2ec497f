import { wordsOf } from './plain-text.js';

/**
 * With how many words of the true continuation an answer begins, but for case and signs. An answer that first repeats what
 * it was to go on with is read from behind it; what it merely repeats is no continuation, even where a text repeats itself.
 *
 * @param said what an answer may repeat: the excerpt, or all that was said with it
 */
export function verbatimWords(answer: string, said: readonly string[], continuation: string): number {
  const words = wordsOf(answer);
  const truth = wordsOf(continuation);
  const straight = shared(words, truth);
  const readings = said.map((text) => {
    const before = wordsOf(text);
    const repeated = shared(words, before);
    return { repeated, behind: repeated > 0 && repeated === before.length ? shared(words.slice(repeated), truth) : 0 };
  });
  const isNew = readings.every(({ repeated }) => straight > repeated);
  return Math.max(isNew ? straight : 0, ...readings.map(({ behind }) => behind));
}

function shared(words: readonly string[], others: readonly string[]): number {
  let count = 0;
  while (count < words.length && words[count] === others[count]) count++;
  return count;
}
