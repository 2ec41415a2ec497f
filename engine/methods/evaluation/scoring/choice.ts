import { normalise } from './normalise.js';

/** The letters behind which choices stand. */
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The index of the choice that an answer names, or −1: the answer is a letter, begins with one that is marked off ("B.",
 * "(B)", "B:"), or says that the answer is one; else it is, normalised, the text of one choice alone.
 */
export function choiceOf(answer: string, choices: readonly string[]): number {
  const text = answer.normalize('NFKC').trim();
  const letter =
    /^["'(*[]*([A-Za-z])[\])"'*.:,]*$/.exec(text)?.[1] ??
    /^["'(*[]*([A-Z])[\])*.:、。,]/.exec(text)?.[1] ??
    [...text.matchAll(/(?:\b[Aa]nswer(?:\s+is)?|答案(?:是|为)?)\s*:?\s*["'(*[]*([A-Z])(?![A-Za-z'’])/g)].at(-1)?.[1];
  const index = letter === undefined ? -1 : LETTERS.indexOf(letter.toUpperCase());
  if (index >= 0 && index < choices.length) return index;
  const said = normalise(text);
  const alike = choices.flatMap((choice, at) => (said !== '' && normalise(choice) === said ? [at] : []));
  return alike.length === 1 ? alike[0]! : -1;
}

/** How the choices' log probabilities are compared. */
export type Per = 'answer' | 'token' | 'character';

/**
 * The likeliest continuation: by ln P as it is, a token, or a character of the text (the `acc` and `acc_norm` of
 * lm-evaluation-harness, which counts characters in `acc_norm`). The first of equals.
 */
export function likeliest(
  continuations: readonly { readonly text: string; readonly sum: number; readonly tokens: number }[],
  per: Per,
): number {
  const scores = continuations.map(({ text, sum, tokens }) => {
    if (per === 'answer') return sum;
    return sum / Math.max(1, per === 'token' ? tokens : text.length);
  });
  return scores.indexOf(Math.max(...scores));
}
