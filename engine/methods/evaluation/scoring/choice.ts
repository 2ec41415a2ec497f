import { normalise } from './normalise.js';

/** The letters behind which choices stand. */
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The index of the choice that an answer names, or −1: the answer is a letter, begins with one that is marked off ("B.",
 * "(B)", "B:"), or says that the answer is one ("Answer: B", 答案是B, 选B; the last such); else it is, normalised, the text
 * of one choice alone. Who names two ("A, B", "the answer is A or B", a list of the choices) names none.
 */
export function choiceOf(answer: string, choices: readonly string[]): number {
  const text = answer.normalize('NFKC').trim();
  const letter =
    /^["'(*[]*([A-Za-z])[\])"'*.:,]*$/.exec(text)?.[1] ?? markedOff(text) ?? [...text.matchAll(SAID)].at(-1)?.[1];
  const index = letter === undefined ? -1 : LETTERS.indexOf(letter.toUpperCase());
  if (index >= 0 && index < choices.length) return index;
  const said = normalise(text);
  const alike = choices.flatMap((choice, at) => (said !== '' && normalise(choice) === said ? [at] : []));
  return alike.length === 1 ? alike[0]! : -1;
}

/** No other letter is named beside it. */
const ALONE = String.raw`(?![A-Za-z'’])(?![\])"'*.]{0,4}\s{0,4}(?:[,、/&]|and|or|和|或|与)\s{0,4}(?:or\s|and\s)?["'(*[]{0,4}[A-Z](?![A-Za-z'’]))`;

const MARKED = new RegExp(String.raw`^["'(*[]{0,8}([A-Z])${ALONE}[\])*.:、。,]`);

/** Spaces are counted: whatever the text, no place in it is looked at more than so often. */
const SAID = new RegExp(
  String.raw`(?:\b[Aa]nswer(?:\s{1,9}is)?|答案(?:应该?)?(?:是|为|选)?|(?<!不应?该?|别)选择?)\s{0,9}:?\s{0,9}["'(*[]{0,8}([A-Z])${ALONE}`,
  'g',
);

/** The letter at the beginning, unless other lines begin with others: then the choices are listed. */
function markedOff(text: string): string | undefined {
  const letters = new Set(text.split('\n').flatMap((line) => MARKED.exec(line.trimStart())?.[1] ?? []));
  const first = MARKED.exec(text)?.[1];
  return letters.size === 1 ? first : undefined;
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
