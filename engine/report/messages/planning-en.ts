/** What a reader is told of a plan, in English. */
import { count } from './count.js';

export const planning = {
  plan: {
    title: (n: number) => count(n, 'measurement', 'measurements'),
    askedBy: 'for',
    until: (comparisons: string) => `until it is settled: ${comparisons}`,
    fixed: 'a sample of fixed size, whatever the answers',
    inFull: (outputs: string) =>
      outputs === '' ? 'in full: no rule holds it against a limit' : `in full: rules read ${outputs} in another way`,
    lacks: (needs: string) => `not run: the subject lacks ${needs}`,
    cached: 'in the cache',
    stale: (rule: string) => `in the cache, and too old for ${rule}`,
    datedTitle: 'Rules that do not count fully on this day',
    notCounting: (dates: string) => `not measured: ${dates}`,
    expected: (time: string) => `about ${time}`,
    unknownTime: 'time not known',
    nothingToRun: 'Nothing is left to run.',
    total: (time: string | undefined, unknown: number) =>
      [
        ...(time === undefined ? [] : [`In all about ${time}.`]),
        ...(unknown === 0
          ? []
          : [`How long ${count(unknown, 'measurement takes', 'measurements take')} is not known here.`]),
      ].join(' '),
    rowsTitle: 'Rows needed to pass at the expected figures (80 % power)',
    rows: (n: string, counted: string) => `${n} ${counted}`,
    never: 'never at this figure',
    asks: (name: string, url: string, known: number, most: string) =>
      `Questions go to ${name} at ${url}: ${count(known, 'answer is', 'answers are')} known; ${most}.`,
    budget: {
      none: 'no budget is set',
      most: (parts: string) => `at most ${parts} a check`,
      requests: (n: number) => count(n, 'request', 'requests'),
      tokens: (n: number) => count(n, 'token', 'tokens'),
      seconds: (n: number) => `${n} s`,
    },
    noRows: 'No number of rows can be told: say what you expect with --expect OUTPUT=NUMBER.',
  },
};
