/** What sealing, opening and slimming wrote, for a terminal: results, and notes beside them. */
import type { SealOutcome, SlimOutcome } from '../api.js';
import { messagesIn, type Language } from './messages/messages.js';
import { neutraliseAll } from './text/neutralise.js';

/** `results` are for standard output, `notes` for standard error; each line with its end. */
export interface Told {
  readonly results: string;
  readonly notes: string;
}

const lines = (...each: readonly (string | undefined)[]): string =>
  each.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join('');

export function tellSealing(raw: SealOutcome, done: 'sealed' | 'opened', language: Language): Told {
  const { sealing } = messagesIn(language);
  const { recipient, files, interrupted } = neutraliseAll(raw);
  return {
    results: lines(recipient, ...files.map(({ from, to, written }) => sealing[done](from, to, String(written)))),
    notes: lines(
      done === 'sealed' && files.length > 0 ? sealing.plainStays : undefined,
      interrupted ? sealing.interrupted : undefined,
    ),
  };
}

export function tellSlimming(raw: Pick<SlimOutcome, 'slimmed' | 'interrupted'>, language: Language): Told {
  const { slimming } = messagesIn(language);
  const { slimmed, interrupted } = neutraliseAll(raw);
  if (interrupted) return { results: '', notes: lines(slimming.interrupted) };
  if (slimmed === undefined) return { results: '', notes: lines(slimming.none) };
  const { path, level, weights, bytes, originalBytes, flopsSaved, metricLoss } = slimmed;
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return {
    results: lines(
      slimming.wrote(path, share(level), weights, slimming.sizes(String(bytes), String(originalBytes))),
      flopsSaved === undefined ? undefined : slimming.operations(share(flopsSaved)),
      metricLoss === undefined ? undefined : slimming.worse(metricLoss.toFixed(4)),
    ),
    notes: '',
  };
}
