/** How old evidence is, and what a rule with a `maxAge` makes of it. */
import type { AnswerDays } from '../plugins/answer-days.js';
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
  readonly answered?: AnswerDays;
}

const DAY = 86_400_000;

/**
 * The outputs as a rule takes them: where they are older than it allows, `stale`.
 *
 * What has an age: readings (measurements that are not deterministic), from when they were made, though a cache held them
 * since; answers of models behind servers, the oldest that was used; and evidence that the subject dates: about a training
 * (`training.dated`), and where a measurement says so (`dated`). What has no day counts as too old, and so does what the
 * subject dates later than the day after the check. Of several the oldest is told. All else is computed from files that
 * are there, and has none.
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
  { about, deterministic, startedAt, dated, answered }: DatedMeasurement,
  maxAge: number,
  asOf: string,
  trainingDated: string | undefined,
): string | undefined {
  const isOld = (since: string): boolean => Date.parse(asOf) - Date.parse(since) > maxAge * DAY;
  const days = (since: string): number => Math.floor((Date.parse(asOf) - Date.parse(since)) / DAY);
  const training = { of: 'training.dated', ...(trainingDated !== undefined && { day: trainingDated }) };
  const declared: readonly EvidenceDate[] = [...(about === 'training' ? [training] : []), ...(dated ? [dated] : [])];
  const dates = [...declared, ...(answered ? [oldestAnswer(answered)] : [])];
  const since = ({ day }: EvidenceDate): number => (day === undefined ? 0 : Date.parse(day));
  dates.sort((a, b) => since(a) - since(b));
  for (const date of dates) {
    const { of, day } = date;
    const again = declared.includes(date) ? '' : ': ask anew, with --no-cache or another --cache';
    if (day === undefined) return `the evidence has no date (${of}), and may be ${maxAge} days old at most${again}`;
    if (isOld(day))
      return `the evidence is of ${day} (${of}), ${days(day)} days old, and may be ${maxAge} at most${again}`;
    if (declared.includes(date) && days(day) < -1) return `the evidence is of ${day} (${of}), which is after the check`;
  }
  if (!deterministic && isOld(startedAt)) {
    return `it was read on ${startedAt.slice(0, 10)}, ${days(startedAt)} days ago, and may be ${maxAge} days old at most: measure again, with --no-cache`;
  }
  return undefined;
}

const oldestAnswer = ({ from }: AnswerDays): EvidenceDate =>
  from === undefined
    ? { of: "a server's answer that was kept without its day" }
    : { of: 'the oldest answer of a server', day: from };
