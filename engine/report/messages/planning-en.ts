/** What a reader is told of a plan, in English. */
import type { AskedModel } from '../../api.js';
import { count } from './count.js';

export const planning = {
  plan: {
    title: (n: number) => count(n, 'measurement', 'measurements'),
    askedBy: 'for',
    lacks: (needs: string) => `not run: the subject lacks ${needs}`,
    cached: 'in the cache',
    stale: (rule: string) => `in the cache, and too old for ${rule}`,
    datedTitle: 'Rules that do not count fully on this day',
    notCounting: (dates: string) => `not measured: ${dates}`,
    expected: (time: string) => `about ${time}`,
    unknownTime: 'never run here',
    nothingToRun: 'Nothing is left to run.',
    total: (time: string | undefined, unknown: number) =>
      [
        ...(time === undefined ? [] : [`In all about ${time}.`]),
        ...(unknown === 0
          ? []
          : [`How long ${count(unknown, 'measurement takes', 'measurements take')} is not known here.`]),
      ].join(' '),
    rowsTitle: 'Rows needed to pass at the expected figures (80 % power)',
    rows: (n: string) => `${n} rows`,
    never: 'never at this figure',
    asks: ({ name, url, known, budget }: AskedModel) => {
      const parts = [
        ...(budget.requests === undefined ? [] : [count(budget.requests, 'request', 'requests')]),
        ...(budget.tokens === undefined ? [] : [count(budget.tokens, 'token', 'tokens')]),
        ...(budget.seconds === undefined ? [] : [`${budget.seconds} s`]),
      ];
      const most = parts.length === 0 ? 'no budget is set' : `at most ${parts.join(', ')} a check`;
      return `Questions go to ${name} at ${url}: ${count(known, 'answer is', 'answers are')} known; ${most}.`;
    },
    noRows: 'No number of rows can be told: say what you expect with --expect OUTPUT=NUMBER.',
  },
};
