/** Energy between samples of a counter: of a program that samples by itself, at times of its own. */
import { CounterFault } from './counter-set.js';
import { counted, NO_ENERGY, type Energy } from './energy.js';
import type { Timeline } from './power-timeline.js';

/** Like `powerTimeline`, of joules: between two samples energy is taken to grow evenly. */
export function counterTimeline(): Timeline {
  let samples: { readonly at: number; readonly joules: number }[] = [];
  let first: number | undefined;
  return {
    get last() {
      return samples.at(-1)?.at;
    },
    add(at, joules) {
      const before = samples.at(-1);
      first ??= joules;
      if (before !== undefined && joules < before.joules) throw new CounterFault('a counter has started anew');
      if (before === undefined || at > before.at) samples.push({ at, joules });
    },
    until(at): Energy {
      const next = samples.findIndex((sample) => sample.at >= at);
      const found = samples[next];
      if (found === undefined) throw new RangeError(`no sample at ${at} s or after it`);
      const before = samples[next - 1];
      if (next > 1) samples = samples.slice(next - 1);
      if (before === undefined) return NO_ENERGY;
      const share = (at - before.at) / (found.at - before.at);
      return counted(before.joules + share * (found.joules - before.joules) - first!);
    },
  };
}
