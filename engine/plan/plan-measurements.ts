import type { EffectivePolicy } from '../pack/policy.js';
import { givesReadings, partsOf, readsMeter } from '../plugins/contract.js';
import type { Catalogue, Need } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import { measurementKey } from './key.js';
import type { KeyParts } from './key.js';
import type { Plan, PlannedMeasurement } from './plan.js';
import type { PlanSubject } from './plan-subject.js';
import { readableInputs } from './relevant.js';
import { defaultSeed } from './seed.js';

/** A GPU or a software adapter, and which of a subject's work has a way to run there. */
export interface PlanAdapter {
  /** Figures may differ in their last bits from one to another. */
  readonly name: string;
  /** Bytes: the budget of trainings decides which models train together. */
  readonly memory?: number;
  readonly model: boolean;
  readonly estimator: boolean;
}

export interface PlanRequest {
  readonly policy: Pick<EffectivePolicy, 'digest'> & {
    readonly rules: readonly Pick<EffectivePolicy['rules'][number], 'id' | 'measurements'>[];
  };
  readonly subject: PlanSubject;
  readonly catalogue: Catalogue;
  /** `--seed N`: a whole number in 0…2³²−1. */
  readonly seed?: number;
  readonly backends: Readonly<Record<string, string>>;
  readonly adapter?: PlanAdapter;
  /** What metered measurements read (`meterInWords`). */
  readonly meter?: string;
  /** Bytes: `--gpu-memory`, for what is held against it. */
  readonly budget?: number;
  /** Digests of third parties' code by plugin id (`externalCode`). */
  readonly code?: Readonly<Record<string, string>>;
}

/**
 * Every distinct measurement that a policy's rules ask of a subject, once, sorted by key, each with the rules that
 * read it. Throws where a plugin is not in the catalogue or refuses its parameters: the policy's
 * static check has seen to both.
 */
export function planMeasurements(request: PlanRequest): Plan {
  const { policy, subject, catalogue, seed, backends, adapter, meter, budget, code = {} } = request;
  const chosen = seed ?? defaultSeed(policy.digest, subject);
  const planned = new Map<string, PlannedMeasurement>();
  for (const rule of policy.rules) {
    for (const [alias, asked] of Object.entries(rule.measurements)) {
      const entry = Object.hasOwn(catalogue, asked.plugin) ? catalogue[asked.plugin] : undefined;
      if (entry === undefined) throw new Error(`rule ${rule.id}: no plugin ${asked.plugin} in the catalogue`);
      const { value: parameters, faults } = fillParameters(entry, asked.with);
      if (faults[0] !== undefined)
        throw new Error(`rule ${rule.id}, ${alias}${faults[0].pointer}: ${faults[0].message}`);
      const ownCode = code[entry.id];
      const lacks = entry.needs.filter((need) => subject.lacks.includes(need));
      const parts: KeyParts = {
        entry,
        with: parameters,
        subject,
        seed: chosen,
        backends,
        ...(meter !== undefined && { meter }),
        ...(budget !== undefined && { budget }),
        ...(ownCode !== undefined && { code: ownCode }),
      };
      const streams = measurementKey(parts);
      const device = lacks.length === 0 ? deviceFor(partsOf(entry), adapter) : {};
      const key = 'device' in device ? measurementKey({ ...parts, ...device }) : streams;
      const known = planned.get(key);
      planned.set(key, {
        key,
        streams,
        plugin: entry.id,
        version: entry.version,
        about: entry.about,
        with: parameters,
        inputs: readableInputs(partsOf(entry), subject.inputs),
        seed: chosen,
        deterministic: !givesReadings(entry, parameters),
        ...device,
        lacks,
        askedBy: [...(known?.askedBy ?? []), { rule: rule.id, alias }],
      });
    }
  }
  const measurements = [...planned.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { seed: chosen, seedChosen: seed !== undefined, measurements };
}

function deviceFor(needs: readonly Need[], adapter: PlanAdapter | undefined): { readonly device?: string } {
  if (adapter?.estimator === true && needs.includes('estimator')) {
    const { name, memory } = adapter;
    return { device: memory === undefined ? name : `${name}, ${memory / 2 ** 20} MiB` };
  }
  return adapter?.model === true && needs.includes('model') ? { device: adapter.name } : {};
}

/** Whether some measurement of the rules is to read the meter. */
export const planReadsMeter = ({ policy, catalogue }: Pick<PlanRequest, 'policy' | 'catalogue'>): boolean =>
  policy.rules.some(({ measurements }) =>
    Object.values(measurements).some(({ plugin, with: given }) => {
      const entry = Object.hasOwn(catalogue, plugin) ? catalogue[plugin] : undefined;
      return entry !== undefined && readsMeter(entry, fillParameters(entry, given).value);
    }),
  );
