/** Judges what a report holds again, and says where the report says otherwise. Pure: nothing is measured. */
import type { Diagnostic } from '../document/diagnostic.js';
import { intervalOf } from '../judge/support.js';
import type { CheckVerdict } from '../judge/verdict.js';
import {
  clausesWithoutRule,
  expectedFalseFailures,
  intervalLevelOf,
  questionsOf,
  ruleRecord,
} from '../report/assemble.js';
import { recordMeasurement } from '../report/record-measurement.js';
import type { Report } from '../report/report.js';
import { differencesBetween, type Difference } from './differences.js';
import { judgeRecorded } from './judge-recorded.js';
import { policyOfReport } from './policy-of-report.js';

export interface ReplayedRule {
  readonly rule: string;
  readonly recorded: string;
  readonly again: string;
  /** Of all that the report says of it. */
  readonly differences: readonly Difference[];
}

export interface Replay {
  readonly subject: { readonly name: string; readonly version: string };
  readonly recorded: CheckVerdict;
  /** `null` where nothing can be judged. */
  readonly again: CheckVerdict | null;
  readonly rules: readonly ReplayedRule[];
  /** Beside the rules: digest of the policy, intervals, what was not assessed. */
  readonly differences: readonly Difference[];
  /** Whether the report says nothing but what follows from its evidence. */
  readonly same: boolean;
}

export interface ReplayOutcome {
  /** Absent where the policy in the report cannot be read again. */
  readonly replay?: Replay;
  readonly diagnostics: readonly Diagnostic[];
}

/** @param file of the report, as a person knows it */
export function replayReport(report: Report, file: string): ReplayOutcome {
  const { policy, diagnostics } = policyOfReport(report, file);
  if (policy === undefined) return { diagnostics };
  const { subject } = report;
  const records = new Map(report.rules.map((record) => [record.id, record]));
  const judged = judgeRecorded(report, policy, report.asOf, file);
  const again = policy.rules.map((rule) =>
    ruleRecord(rule, {
      judgement: judged.judgements[rule.id]!,
      level: judged.levels[rule.id]!,
      waiver: judged.waivers.get(rule.id),
      ...measuredFor(records.get(rule.id), report),
    }),
  );
  const rules = again.map((record): ReplayedRule => {
    const recorded = records.get(record.id)!;
    return {
      rule: record.id,
      recorded: recorded.verdict,
      again: record.verdict,
      differences: differencesBetween(recorded, record),
    };
  });
  const level = intervalLevelOf(policy.rules);
  const verdict = judged.overall.kind === 'verdict' ? judged.overall.verdict : null;
  const differences = differencesBetween(
    {
      // Of a part of a policy the digest is that of the whole.
      'policy.digest': report.policy.only === undefined ? report.policy.digest : '',
      intervalLevel: report.intervalLevel,
      notAssessed: report.notAssessed,
      expectedFalseFailures: report.expectedFalseFailures,
      intervals: report.measurements.map(({ outputs }) => outputs),
    },
    {
      'policy.digest': report.policy.only === undefined ? policy.digest : '',
      intervalLevel: level,
      notAssessed: clausesWithoutRule(policy),
      expectedFalseFailures: expectedFalseFailures(again),
      intervals: report.measurements.map((one) => recordMeasurement(withoutIntervals(one), level, intervalOf).outputs),
    },
  );
  const same =
    verdict === report.verdict && differences.length === 0 && rules.every((rule) => rule.differences.length === 0);
  const { name, version } = subject;
  return {
    replay: { subject: { name, version }, recorded: report.verdict, again: verdict, rules, differences, same },
    diagnostics,
  };
}

function measuredFor(record: Report['rules'][number] | undefined, { measurements: all }: Report) {
  const measurements = record?.measurements ?? {};
  return { measurements, questions: questionsOf(Object.values(measurements), all) };
}

/** As it was measured. */
function withoutIntervals(measurement: Report['measurements'][number]): Parameters<typeof recordMeasurement>[0] {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => !(key === 'interval' && 'estimate' in value));
    return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner)]));
  };
  const outputs = Object.entries(measurement.outputs).map(([name, output]) => [name, bare(output)]);
  return { ...measurement, outputs: Object.fromEntries(outputs) as typeof measurement.outputs };
}
