/** How old evidence is, and what a rule with a `maxAge` makes of it. */
import type { EvidenceDate } from '../plugins/contract.js';
import type { Output, Unmeasured } from '../plugins/figure.js';
import { isUnmeasured } from '../plugins/figure.js';

export interface DatedMeasurement {
  readonly outputs: Readonly<Record<string, Output>>;
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  readonly deterministic: boolean;
  /** ISO 8601 instant at which it was run; of a cached one, the first time. */
  readonly startedAt: string;
  readonly dated?: EvidenceDate;
}

const DAY = 86_400_000;

/**
 * The outputs as a rule takes them: where they are older than it allows, `stale`.
 *
 * What has an age: readings (measurements that are not deterministic), from when they were made, though a cache held them
 * since; and evidence that the subject dates: about a training (`training.dated`), and where a measurement says so
 * (`dated`). Without its day such evidence counts as too old, and so does what is dated later than the day after the
 * check. All else is computed from files that are there, and has none.
 *
 * @param maxAge in days; absent: any age
 * @param asOf ISO 8601 instant of the check
 */
export function freshOutputs(
  measurement: DatedMeasurement,
  maxAge: number | undefined,
  asOf: string,
  trainingDated: string | undefined,
): Readonly<Record<string, Output>> {
  if (maxAge === undefined) return measurement.outputs;
  const detail = staleness(measurement, maxAge, asOf, trainingDated);
  if (detail === undefined) return measurement.outputs;
  const stale: Unmeasured = { unmeasured: 'stale', detail };
  return Object.fromEntries(
    Object.entries(measurement.outputs).map(([name, output]) => [name, isUnmeasured(output) ? output : stale]),
  );
}

function staleness(
  { about, deterministic, startedAt, dated }: DatedMeasurement,
  maxAge: number,
  asOf: string,
  trainingDated: string | undefined,
): string | undefined {
  const isOld = (since: string): boolean => Date.parse(asOf) - Date.parse(since) > maxAge * DAY;
  const days = (since: string): number => Math.floor((Date.parse(asOf) - Date.parse(since)) / DAY);
  const training = { of: 'training.dated', ...(trainingDated !== undefined && { day: trainingDated }) };
  const dates: readonly EvidenceDate[] = [...(about === 'training' ? [training] : []), ...(dated ? [dated] : [])];
  for (const { of, day } of dates) {
    if (day === undefined) return `the evidence has no date (${of}), and may be ${maxAge} days old at most`;
    if (isOld(day)) return `the evidence is of ${day} (${of}), ${days(day)} days old, and may be ${maxAge} at most`;
    if (days(day) < -1) return `the evidence is of ${day} (${of}), which is after the check`;
  }
  if (!deterministic && isOld(startedAt)) {
    return `it was read on ${startedAt.slice(0, 10)}, ${days(startedAt)} days ago, and may be ${maxAge} days old at most: measure again, with --no-cache`;
  }
  return undefined;
}
