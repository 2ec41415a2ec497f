import { normalise } from './normalise.js';
import { tokensOf } from './tokens.js';

/** 1 where the words of a reference stand together in the answer, both normalised; a reference without words does not. */
export function contains(answer: string, references: readonly string[]): number {
  const given = spaced(answer);
  return references.some((reference) => {
    const wanted = spaced(reference);
    return wanted.trim() !== '' && given.includes(wanted);
  })
    ? 1
    : 0;
}

/** Whole words alone: "art" is not in "start". */
const spaced = (text: string): string => ` ${tokensOf(normalise(text)).join(' ')} `;
