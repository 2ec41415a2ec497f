import { freshOutputs } from '../judge/age.js';
import type { EvidenceSource } from '../judge/verdict.js';
import type { Measurement } from '../measure/measurement.js';
import type { EffectiveRule } from '../pack/policy.js';
import type { Plan } from '../plan/plan.js';
import type { LoadedSubject } from '../subject/loaded.js';

/** What one rule is judged on: the outputs of its measurements by alias, stale ones as such, and the subject's facts. */
export function evidenceFor(
  rule: Pick<EffectiveRule, 'id' | 'maxAge'>,
  plan: Plan,
  measurements: readonly Measurement[],
  subject: Pick<LoadedSubject, 'facts' | 'name' | 'version' | 'task' | 'trainingDated'>,
  asOf: string,
): EvidenceSource {
  const byKey = new Map(measurements.map((measurement) => [measurement.key, measurement]));
  const outputs: Record<string, Measurement['outputs']> = {};
  for (const { key, askedBy } of plan.measurements) {
    for (const { rule: asking, alias } of askedBy) {
      if (asking !== rule.id) continue;
      const measurement = byKey.get(key);
      outputs[alias] =
        measurement === undefined ? {} : freshOutputs(measurement, rule.maxAge, asOf, subject.trainingDated);
    }
  }
  return { measurements: outputs, facts: factsOf(subject) };
}

/** As rules read them. */
export const factsOf = ({
  facts,
  name,
  version,
  task,
}: Pick<LoadedSubject, 'facts' | 'name' | 'version' | 'task'>): EvidenceSource['facts'] => ({
  ...facts,
  name,
  version,
  task,
});
