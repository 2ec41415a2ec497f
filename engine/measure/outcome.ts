import type { UnmeasuredCause } from '../plugins/figure.js';

/** How one run of a plugin ended, before its result is held against the contract. */
export type Outcome =
  | { readonly kind: 'result'; readonly seconds: number; readonly cpuSeconds?: number; readonly result: unknown }
  | {
      readonly kind: 'fault';
      readonly seconds: number;
      readonly cpuSeconds?: number;
      readonly cause: UnmeasuredCause;
      readonly detail: string;
    };

/** How a process that ended without an answer ended, in words. */
export function exitInWords(code: number | null, signal: NodeJS.Signals | null, errors: string): string {
  const how =
    signal === null
      ? `its process ended with status ${code ?? 'unknown'} and no answer`
      : `its process was ended by ${signal}`;
  if (errors.includes('heap out of memory') || errors.includes('heap limit')) return `${how}: it ran out of memory`;
  const said = lastLine(errors);
  return said === '' ? how : `${how}: ${said}`;
}

/** The line of standard error that says most: the last `…Error: …`, else the last line. No stack. */
function lastLine(errors: string): string {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const line = lines.findLast((text) => /^[A-Za-z.]*(Error|Exception): /.test(text)) ?? lines.at(-1) ?? '';
  return oneLine(line);
}

/** Text of a stranger as one short line without control characters. */
export function oneLine(text: string, most = 300): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`;
}
