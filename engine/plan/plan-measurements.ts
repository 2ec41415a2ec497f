import type { EffectivePolicy, EffectiveRule } from '../pack/policy.js';
import { givesReadings, partsOf, readsMeter } from '../plugins/contract.js';
import type { Catalogue, Comparison, Need } from '../plugins/contract.js';
import { fillParameters } from '../plugins/parameters.js';
import { isSwitchedOff, readComparisons } from './comparisons.js';
import type { Facts } from './comparisons.js';
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
    /** Without a requirement: asked for, and compared with nothing. */
    readonly rules: readonly (Pick<EffectiveRule, 'id' | 'measurements'> &
      Partial<Pick<EffectiveRule, 'when' | 'require' | 'confidence' | 'basis'>>)[];
  };
  readonly subject: PlanSubject;
  /** As rules read them: with `name`, `version` and `task`. */
  readonly facts?: Facts;
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
  const { policy, subject, seed, facts = {} } = request;
  const chosen = seed ?? defaultSeed(policy.digest, subject);
  const asked = new Map<string, Asked>();
  for (const rule of policy.rules) {
    for (const alias of Object.keys(rule.measurements)) {
      const one = askedMeasurement(request, chosen, rule, alias);
      const known = asked.get(one.streams);
      const readers = [...(known?.readers ?? []), { rule, alias }];
      asked.set(one.streams, { ...one, readers });
    }
  }
  const measurements = [...asked.values()]
    .flatMap((one) => planned(one, facts))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { seed: chosen, seedChosen: seed !== undefined, measurements };
}

type AskingRule = PlanRequest['policy']['rules'][number];

interface Asked {
  /** Its key, but for the device and for what settles it. */
  readonly streams: string;
  readonly parts: KeyParts;
  readonly device: { readonly device?: string };
  readonly lacks: readonly Need[];
  readonly readers: readonly { readonly rule: AskingRule; readonly alias: string }[];
}

function askedMeasurement(
  { subject, catalogue, backends, adapter, meter, budget, code = {} }: PlanRequest,
  seed: number,
  rule: AskingRule,
  alias: string,
): Omit<Asked, 'readers'> {
  const { plugin, with: given } = rule.measurements[alias]!;
  const entry = Object.hasOwn(catalogue, plugin) ? catalogue[plugin] : undefined;
  if (entry === undefined) throw new Error(`rule ${rule.id}: no plugin ${plugin} in the catalogue`);
  const { value: parameters, faults } = fillParameters(entry, given);
  if (faults[0] !== undefined) throw new Error(`rule ${rule.id}, ${alias}${faults[0].pointer}: ${faults[0].message}`);
  const ownCode = code[entry.id];
  const lacks = entry.needs.filter((need) => subject.lacks.includes(need));
  const parts: KeyParts = {
    entry,
    with: parameters,
    subject,
    seed,
    backends,
    ...(meter !== undefined && { meter }),
    ...(budget !== undefined && { budget }),
    ...(ownCode !== undefined && { code: ownCode }),
  };
  const device = lacks.length === 0 ? deviceFor(partsOf(entry), adapter) : {};
  return { streams: measurementKey(parts), parts, device, lacks };
}

/** Nothing where it would measure until rules are settled none of which applies. */
function planned({ streams, parts, device, lacks, readers }: Asked, facts: Facts): PlannedMeasurement[] {
  const { entry, subject, seed } = parts;
  const applying = entry.settles === true ? readers.filter(({ rule }) => !isSwitchedOff(rule, facts)) : readers;
  if (applying.length === 0) return [];
  const settles = entry.settles === true && {
    comparisons: distinct(applying.flatMap((one) => comparedBy(one, facts))),
  };
  return [
    {
      key: measurementKey({ ...parts, ...device, ...settles }),
      streams,
      plugin: entry.id,
      version: entry.version,
      about: entry.about,
      with: parts.with,
      inputs: readableInputs(partsOf(entry), subject.inputs),
      seed,
      deterministic: !givesReadings(entry, parts.with),
      ...device,
      lacks,
      ...settles,
      askedBy: readers.map(({ rule, alias }) => ({ rule: rule.id, alias })),
    },
  ];
}

const comparedBy = ({ rule, alias }: Asked['readers'][number], facts: Facts): Comparison[] =>
  !isJudged(rule)
    ? []
    : readComparisons(rule, facts).flatMap(({ alias: of, ...comparison }) => (of === alias ? [comparison] : []));

const isJudged = (rule: AskingRule): rule is AskingRule & EffectiveRule => rule.require !== undefined;

/** Each once, in an order of their own: which rule comes first is no part of a measurement. */
function distinct(comparisons: readonly Comparison[]): readonly Comparison[] {
  const texts = new Map(comparisons.map((comparison) => [JSON.stringify(comparison), comparison]));
  return [...texts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, comparison]) => comparison);
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
