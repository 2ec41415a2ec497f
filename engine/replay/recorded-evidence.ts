import { freshOutputs } from '../judge/age.js';
import type { EvidenceSource } from '../judge/verdict.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { MeasurementRecord, Report } from '../report/report.js';

/** What a report holds for a rule, by alias. */
export function recordedEvidence(
  { subject }: Pick<Report, 'subject'>,
  rule: Pick<EffectiveRule, 'maxAge'>,
  measurements: Readonly<Record<string, MeasurementRecord | undefined>>,
  asOf: string,
): EvidenceSource {
  const { facts, name, version, task, trainingDated } = subject;
  const outputs = Object.entries(measurements).map(([alias, measurement]) => [
    alias,
    measurement === undefined ? {} : freshOutputs(measurement, rule.maxAge, asOf, trainingDated),
  ]);
  return {
    measurements: Object.fromEntries(outputs) as EvidenceSource['measurements'],
    facts: { ...facts, name, version, ...(task !== undefined && { task }) },
  };
}
