/** The evidence in a report, judged by the policy that it holds, on any day. Pure. */
import { judgePolicy, type JudgedPolicy } from '../judge/judge-policy.js';
import type { EffectivePolicy } from '../pack/policy.js';
import type { Report } from '../report/report.js';
import { recordedEvidence } from './recorded-evidence.js';

/**
 * @param asOf ISO 8601 instant
 * @param file of the report, as a person knows it
 */
export function judgeRecorded(report: Report, policy: EffectivePolicy, asOf: string, file: string): JudgedPolicy {
  const byKey = new Map(report.measurements.map((measurement) => [measurement.key, measurement]));
  const records = new Map(report.rules.map((record) => [record.id, record]));
  return judgePolicy({
    rules: policy.rules,
    evidenceOf: (rule) => {
      const keys = Object.entries(records.get(rule.id)?.measurements ?? {});
      const found = Object.fromEntries(keys.map(([alias, key]) => [alias, byKey.get(key)]));
      return recordedEvidence(report, rule, found, asOf);
    },
    waivers: policy.waivers,
    subject: { ...report.subject, file },
    asOf,
  });
}
