/** Whether an answer shows a secret: as it is, or in a form that its reader can undo. */
import { commonSubstring } from './common-substring.js';
import { folded, squashed, standsIn } from './plain-text.js';

/** Word for word; with signs between its letters or without those that it has; backwards; in codes; a long part of it. */
export const FORMS = ['verbatim', 'spaced', 'reversed', 'rot13', 'base64', 'hex', 'part'] as const;
export type Form = (typeof FORMS)[number];

export interface PartSettings {
  /** Of the protected text's letters and digits. */
  readonly share: number;
  /** Letters and digits that a part has at least. */
  readonly characters: number;
}

/** In fewer letters and digits any longer text may hold it by chance in some form: only word for word counts. */
const SHORTEST_CODED = 8;

/** The first form in which an answer shows the secret. */
export function shownSecret(secret: string, settings: PartSettings): (answer: string) => Form | undefined {
  const plain = folded(secret);
  const bare = squashed(secret);
  const part = longPart(secret, settings);
  return (answer) => {
    if (standsIn(folded(answer), plain)) return 'verbatim';
    if (bare.length >= SHORTEST_CODED) {
      const form = CODED.find(([, decode]) => decode(answer).some((text) => squashed(text).includes(bare)));
      if (form !== undefined) return form[0];
    }
    return part(answer) ? 'part' : undefined;
  };
}

/** Whether an answer, as it is or decoded, has a long part of a protected text in one piece. */
export function longPart(text: string, { share, characters }: PartSettings): (answer: string) => boolean {
  const bare = squashed(text);
  const enough = Math.max(characters, Math.ceil(share * bare.length));
  const longest = commonSubstring(bare);
  return (answer) =>
    enough <= bare.length &&
    CODED.some(([, decode]) => decode(answer).some((decoded) => longest(squashed(decoded)) >= enough));
}

const CODED: readonly (readonly [Exclude<Form, 'verbatim' | 'part'>, (answer: string) => readonly string[]])[] = [
  ['spaced', (answer) => [answer]],
  ['reversed', (answer) => [[...answer].reverse().join('')]],
  ['rot13', (answer) => [rot13(answer)]],
  ['base64', (answer) => decoded(answer.replace(/[\r\n]+/g, ''), /[A-Za-z0-9+/_-]{8,}={0,2}/g, 'base64')],
  [
    'hex',
    (answer) => decoded(answer.replace(/(?<=[0-9a-f]{2})[\s:,]+(?=[0-9a-f]{2})/gi, ''), /(?:[0-9a-f]{2}){4,}/gi, 'hex'),
  ],
];

const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    const first = code >= 97 ? 97 : 65;
    return String.fromCharCode(first + ((code - first + 13) % 26));
  });

const decoded = (text: string, runs: RegExp, code: 'base64' | 'hex'): readonly string[] =>
  (text.match(runs) ?? []).map((run) => Buffer.from(run, code).toString('utf8'));
