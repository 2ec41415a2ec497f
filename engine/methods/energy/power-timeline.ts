/** Energy from power that was sampled. */
import type { Energy } from './energy.js';
import { NO_ENERGY, plus } from './energy.js';

export interface Timeline {
  /** Times in s; one that is not after the last adds nothing. Power in W, or of a counter its joules. */
  add(at: number, value: number): void;
  /** Of the last sample, in s; `undefined` before the first. */
  readonly last: number | undefined;
  /** Energy from the first sample to this time, which is not after the last one. */
  until(at: number): Energy;
}

interface Sample {
  readonly at: number;
  readonly watts: number;
  readonly energy: Energy;
}

/**
 * Trapezoids between samples. What happens between two is not seen: as far as power goes from one to the other without
 * leaving their range, the energy is wrong by at most half their difference times the time between them; `accuracy` is
 * the sensor's own relative error. Both bounds grow with time, so that a span's are the differences of its ends'.
 */
export function powerTimeline(accuracy: number): Timeline {
  // Spans are read in the order of time: samples before the last two that were asked about are let go.
  let samples: Sample[] = [];
  const step = (from: Sample, at: number, watts: number): Energy => {
    const seconds = at - from.at;
    const joules = ((from.watts + watts) / 2) * seconds;
    const error = (Math.abs(watts - from.watts) / 2) * seconds + accuracy * Math.abs(joules);
    return plus(from.energy, { joules, lower: Math.max(0, joules - error), upper: joules + error });
  };
  return {
    get last() {
      return samples.at(-1)?.at;
    },
    add(at, watts) {
      const before = samples.at(-1);
      if (before !== undefined && at <= before.at) return;
      samples.push({ at, watts, energy: before === undefined ? NO_ENERGY : step(before, at, watts) });
    },
    until(at) {
      const next = samples.findIndex((sample) => sample.at >= at);
      const found = samples[next];
      if (found === undefined) throw new RangeError(`no sample at ${at} s or after it`);
      const before = samples[next - 1];
      if (next > 1) samples = samples.slice(next - 1);
      if (before === undefined) return NO_ENERGY;
      if (found.at === at) return found.energy;
      const share = (at - before.at) / (found.at - before.at);
      return step(before, at, before.watts + share * (found.watts - before.watts));
    },
  };
}
