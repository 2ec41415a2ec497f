/** How a report ends, in English: what it rests on, what it cost, how to read it. */
import { count } from './count.js';

export const footing = {
  footer: {
    policy: (packs: string, digest: string) => `Policy ${packs} (${digest})`,
    policyFromCommandLine: 'from the command line: the subject’s own choice was ignored',
    asOf: (date: string) => `as of ${date}`,
    seed: (seed: string) => `seed ${seed}, from the digests of policy and data`,
    seedChosen: (seed: string) => `seed ${seed}, chosen by the caller`,
    measurements: (measured: number, cached: number) =>
      `${count(measured, 'measurement', 'measurements')} run, ${cached} from the cache`,
    cost: (wall: string, cpu: string) => `${wall}, ${cpu} of processor time`,
    energy: (joules: string, meter: string, lower?: string, upper?: string) =>
      `The check used ${joules}${lower === undefined ? '' : `, between ${lower} and ${upper}`} (${meter}).`,
    carbon: (grams: string, grid: string, lower?: string, upper?: string) =>
      `Its electricity caused ${grams}${lower === undefined ? '' : `, between ${lower} and ${upper}`} (${grid}).`,
    noRegion: 'nobody named the region, so the average of the world, with a band over all published grids',
    noYear: 'no year stated',
    saved: (joules: string, seconds: string) =>
      `Figures from the cache saved about ${joules} and ${seconds} of measuring.`,
    adapter: (name: string, n: number) => `${count(n, 'measurement', 'measurements')} ran on ${name}.`,
    falseFailures: (n: string) =>
      `Were every figure exactly at its limit, at most ${n} of these rules would be expected to fail falsely.`,
    legend: (s: { estimate: string; interval: string; limit: string; allowed: string; level: string }) =>
      `${s.estimate} estimate   ${s.interval} ${s.level === '' ? '' : `${s.level} `}interval   ${s.limit} limit   ${s.allowed} what the rule allows`,
  },
};
