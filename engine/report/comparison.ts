/** Two reports beside each other: their subjects paired by name. */
import type { Report, ReportList } from './report.js';
import { isReport } from './registry.js';

export interface ReportPair {
  readonly before: Report;
  readonly after: Report;
}

export interface Comparison {
  readonly pairs: readonly ReportPair[];
  /** Names of subjects that only one of the two has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

const reportsOf = (document: Report | ReportList): readonly Report[] =>
  document.kind === 'Report' ? [document] : document.reports.filter(isReport);

/** One report each is compared whatever their subjects are called: two models against one policy. */
export function pairReports(before: Report | ReportList, after: Report | ReportList): Comparison {
  if (before.kind === 'Report' && after.kind === 'Report')
    return { pairs: [{ before, after }], onlyBefore: [], onlyAfter: [] };
  const [old, now] = [reportsOf(before), reportsOf(after)];
  const named = new Map(old.map((report) => [report.subject.name, report]));
  const names = new Set(now.map(({ subject }) => subject.name));
  return {
    pairs: now.flatMap((report) => {
      const earlier = named.get(report.subject.name);
      return earlier === undefined ? [] : [{ before: earlier, after: report }];
    }),
    onlyBefore: old.map(({ subject }) => subject.name).filter((name) => !names.has(name)),
    onlyAfter: now.map(({ subject }) => subject.name).filter((name) => !named.has(name)),
  };
}
