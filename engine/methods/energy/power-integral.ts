/** Energy from readings of power that another program took now and then. */
import type { Band } from './band.js';

/** Readings of one device in the order of time. */
export interface PowerReadings {
  /** Seconds, not falling. */
  readonly times: readonly number[];
  /** W. */
  readonly watts: readonly number[];
}

export interface PowerIntegral {
  readonly joules: Band;
  readonly seconds: number;
  /** Intervals so long that nothing is known of the power between. */
  readonly gaps: number;
  readonly gapSeconds: number;
}

/** An interval longer than so many usual ones is a gap. */
const GAP = 10;

/**
 * The trapezoidal rule, O(readings · log readings). The band: between two readings the power lies between them (their
 * lower and upper sum); in a gap (more than ten times the median interval) it is anything from 0 to the highest reading;
 * each reading may be off by `error` W, all the same way. Undefined of fewer than two readings.
 */
export function integratePower({ times, watts }: PowerReadings, error: number): PowerIntegral | undefined {
  if (times.length < 2) return undefined;
  const intervals = times.slice(1).map((time, at) => time - times[at]!);
  const longest = GAP * medianOf(intervals);
  const highest = watts.reduce((most, value) => Math.max(most, value), 0);
  let [estimate, lower, upper, gaps, gapSeconds] = [0, 0, 0, 0, 0];
  intervals.forEach((seconds, at) => {
    const [first, second] = [watts[at]!, watts[at + 1]!];
    const isGap = longest > 0 && seconds > longest;
    estimate += ((first + second) / 2) * seconds;
    lower += isGap ? 0 : Math.max(0, Math.min(first, second) - error) * seconds;
    upper += (isGap ? highest : Math.max(first, second)) * seconds + error * seconds;
    if (isGap) [gaps, gapSeconds] = [gaps + 1, gapSeconds + seconds];
  });
  return {
    joules: { estimate, lower: Math.min(lower, estimate), upper: Math.max(upper, estimate) },
    seconds: times[times.length - 1]! - times[0]!,
    gaps,
    gapSeconds,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
