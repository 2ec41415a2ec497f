import type { AnswerDays } from '../plugins/answer-days.js';
import type { UnmeasuredCause } from '../plugins/figure.js';
import { lastWords } from '../programs/last-words.js';

/** How one run of a plugin ended, before its result is held against the contract. */
export type Outcome =
  | {
      readonly kind: 'result';
      readonly seconds: number;
      readonly cpuSeconds?: number;
      readonly result: unknown;
      readonly answered?: AnswerDays;
    }
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
  const said = lastWords(errors);
  return said === '' ? how : `${how}: ${said}`;
}
