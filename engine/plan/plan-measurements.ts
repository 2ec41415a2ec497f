import type { EffectivePolicy } from '../pack/policy.js';
import type { Catalogue } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import { measurementKey } from './key.js';
import type { Plan, PlannedMeasurement } from './plan.js';
import type { PlanSubject } from './plan-subject.js';
import { readableInputs } from './relevant.js';
import { defaultSeed } from './seed.js';

export interface PlanRequest {
  readonly policy: Pick<EffectivePolicy, 'digest'> & {
    readonly rules: readonly Pick<EffectivePolicy['rules'][number], 'id' | 'measurements'>[];
  };
  readonly subject: PlanSubject;
  readonly catalogue: Catalogue;
  /** `--seed N`: a whole number in 0…2³²−1. */
  readonly seed?: number;
  readonly backends: Readonly<Record<string, string>>;
  /** Digests of third parties' code by plugin id (`externalCode`). */
  readonly code?: Readonly<Record<string, string>>;
}

/**
 * Every distinct measurement that a policy's rules ask of a subject, once, sorted by key, each with the rules that
 * read it. Throws where a plugin is not in the catalogue or refuses its parameters: the policy's
 * static check has seen to both.
 */
export function planMeasurements({ policy, subject, catalogue, seed, backends, code = {} }: PlanRequest): Plan {
  const chosen = seed ?? defaultSeed(policy.digest, subject);
  const planned = new Map<string, PlannedMeasurement>();
  for (const rule of policy.rules) {
    for (const [alias, request] of Object.entries(rule.measurements)) {
      const entry = Object.hasOwn(catalogue, request.plugin) ? catalogue[request.plugin] : undefined;
      if (entry === undefined) throw new Error(`rule ${rule.id}: no plugin ${request.plugin} in the catalogue`);
      const { value: parameters, faults } = fillParameters(entry, request.with);
      if (faults[0] !== undefined)
        throw new Error(`rule ${rule.id}, ${alias}${faults[0].pointer}: ${faults[0].message}`);
      const ownCode = code[entry.id];
      const key = measurementKey({
        entry,
        with: parameters,
        subject,
        seed: chosen,
        backends,
        ...(ownCode !== undefined && { code: ownCode }),
      });
      const known = planned.get(key);
      planned.set(key, {
        key,
        plugin: entry.id,
        version: entry.version,
        about: entry.about,
        with: parameters,
        inputs: readableInputs(entry.needs, subject.inputs),
        seed: chosen,
        deterministic: entry.deterministic,
        lacks: entry.needs.filter((need) => subject.lacks.includes(need)),
        askedBy: [...(known?.askedBy ?? []), { rule: rule.id, alias }],
      });
    }
  }
  const measurements = [...planned.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { seed: chosen, seedChosen: seed !== undefined, measurements };
}
