import { UNSEEN } from './unseen.js';

/** The line of a program's standard error that says most: the last `…Error: …`, else the last line. No stack. */
export function lastWords(errors: string): string {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((text) => /^[A-Za-z.]*(Error|Exception): /.test(text)) ?? lines.at(-1) ?? '';
  return oneLine(line);
}

const RUN = new RegExp(`(?:${UNSEEN.source})+`, 'gu');

/** Text of a stranger as one short line of whole characters that can be seen. */
export function oneLine(text: string, most = 300): string {
  const plain = text.replace(RUN, ' ').trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
