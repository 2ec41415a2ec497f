/** How long a verdict holds by itself: the first instant at which dates alone make the same evidence say otherwise. Pure. */
import type { EffectivePolicy } from '../pack/policy.js';
import { judgeRecorded } from '../replay/judge-recorded.js';
import type { Report } from '../report/report.js';

const DAY = 86_400_000;

/**
 * @returns ISO 8601 instant, or `undefined` where no date changes the verdict. A rule that comes into effect later has
 * no evidence in the report, so the verdict holds until then at most.
 */
export function holdsUntil(report: Report, policy: EffectivePolicy, file: string): string | undefined {
  return turningPoints(report, policy).find((asOf) => {
    const { overall } = judgeRecorded(report, policy, asOf, file);
    return overall.kind !== 'verdict' || overall.verdict !== report.verdict;
  });
}

/** Instants after the check at which a rule, a waiver or the age of evidence may come out otherwise, in order. */
function turningPoints(
  { asOf, subject, measurements }: Report,
  { rules, waivers }: EffectivePolicy,
): readonly string[] {
  const dates = [
    ...rules.flatMap(({ effectiveFrom, effectiveUntil, transition }) => [
      effectiveFrom,
      effectiveUntil,
      transition?.until,
    ]),
    ...waivers.flatMap(({ issued, expires }) => [issued, expires]),
  ].flatMap((date) => (date === undefined ? [] : [Date.parse(date)]));
  const made = [
    subject.trainingDated,
    ...measurements.flatMap(({ startedAt, dated, answered }) => [startedAt, dated?.day, answered?.from]),
  ].flatMap((date) => (date === undefined ? [] : [Date.parse(date)]));
  const ages = new Set(rules.flatMap(({ maxAge }) => maxAge ?? []));
  // Evidence may be just as old as that, and dated a day ahead.
  const stale = made.flatMap((instant) => [instant - DAY, ...[...ages].map((days) => instant + days * DAY + 1)]);
  const after = [...dates, ...stale].filter((instant) => instant > Date.parse(asOf));
  return [...new Set(after)].sort((a, b) => a - b).map((instant) => new Date(instant).toISOString());
}
