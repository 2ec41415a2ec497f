/** Whether one of the reports at hand is the attested one, and says nothing but what follows from its evidence. */
import type { EffectivePolicy } from '../pack/policy.js';
import { policyOfReport } from '../replay/policy-of-report.js';
import { replayReport } from '../replay/replay-report.js';
import type { Report } from '../report/report.js';
import { digestValue } from '../trust/digest.js';
import type { Told } from './conditions.js';
import type { VerdictPredicate } from './predicate.js';

export interface GivenReport {
  readonly path: string;
  readonly report: Report;
  readonly digest: string;
}

export const givenReport = (path: string, report: Report): GivenReport => ({
  path,
  report,
  digest: digestValue(report),
});

export interface ReportFound {
  /** Absent where no report was given. */
  readonly told?: Told;
  /** Of the attested report. */
  readonly policy?: EffectivePolicy;
}

export function reportCondition({ report: { digest } }: VerdictPredicate, given: readonly GivenReport[]): ReportFound {
  if (given.length === 0) return {};
  const found = given.find((each) => each.digest === digest);
  if (found === undefined) {
    const message = `${given.map(({ path }) => path).join(', ')}: not the report that was attested, or changed since`;
    return { told: ['report', digest, [{ code: 'ASSAY1970', message }]] };
  }
  const { replay } = replayReport(found.report, found.path);
  if (replay?.same !== true) {
    const message = `${found.path} says something else than its evidence`;
    return { told: ['report', digest, [{ code: 'ASSAY1971', message, hint: `see: assay replay ${found.path}` }]] };
  }
  const { policy } = policyOfReport(found.report, found.path);
  return { told: ['report', digest, []], ...(policy !== undefined && { policy }) };
}
