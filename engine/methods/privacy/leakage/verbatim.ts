import { wordsOf } from './plain-text.js';

/**
 * With how many words of the true continuation an answer begins, but for case and signs; an answer that first repeats
 * the excerpt that it was to go on with is read from behind it.
 */
export function verbatimWords(answer: string, excerpt: string, continuation: string): number {
  const words = wordsOf(answer);
  const before = wordsOf(excerpt);
  const truth = wordsOf(continuation);
  const repeated = before.length > 0 && before.every((word, at) => words[at] === word) ? before.length : 0;
  return Math.max(shared(words, truth, 0), shared(words, truth, repeated));
}

function shared(words: readonly string[], truth: readonly string[], from: number): number {
  let count = 0;
  while (count < truth.length && words[from + count] === truth[count]) count++;
  return count;
}
