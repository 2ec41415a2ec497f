/** Energy of a training from all the evidence there is, the strongest first. */
import { exactly, productOf, sumOf } from '../../methods/energy/band.js';
import type { Band } from '../../methods/energy/band.js';
import type { Basis, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { energyOfCompute, energyOfHardware } from './declared-hardware.js';
import { quantityIn } from './quantity.js';
import type { TrainingEvidence } from './training-evidence.js';
import { loggedEnergy } from './training-log.js';

/**
 * In the order of strength. A meter's reading of a training by Assay itself (energy/training, `source: meter`) stands before
 * them all and is asked for by name: it trains, and what it reads is that training.
 */
export const ENERGY_SOURCES = ['log', 'declared', 'hardware', 'compute'] as const;
export type EnergySource = (typeof ENERGY_SOURCES)[number];

export interface EnergyPart {
  readonly name: string;
  /** With all that is known of the data centre. */
  readonly kWh: Band;
  /** Where it ran, as the source itself says: ISO 3166-1 alpha-3, and the region of a cloud. */
  readonly country?: string;
  readonly cloud?: string;
}

export interface TrainingEnergy {
  readonly source: EnergySource;
  /** At the machines, as the source has it. */
  readonly machine: { readonly kWh: Band; readonly basis: Basis };
  /** The machines' times the PUE. */
  readonly facility: { readonly kWh: Band; readonly basis: Basis; readonly parts: readonly EnergyPart[] };
  readonly seconds: number | undefined;
  readonly scope: 'machine' | 'accelerators';
  readonly notes: readonly string[];
}

export interface EnergyOptions {
  /** `null`: the strongest there is. */
  readonly source: EnergySource | null;
  /** Of hardware whose data centre declares none: the estimate, and the highest that is reckoned with. */
  readonly pue: number;
}

/** A source that is there and faulty is no reason to take a weaker one: its fault is the answer. */
export async function trainingEnergy(
  evidence: TrainingEvidence,
  { source, pue }: EnergyOptions,
): Promise<TrainingEnergy | Unmeasured> {
  for (const candidate of source === null ? ENERGY_SOURCES : [source]) {
    const found = await energyFrom(candidate, evidence, pue);
    if (found === undefined) continue;
    if ('unmeasured' in found || Number.isFinite(found.facility.kWh.upper)) return found;
    return unmeasured('out-of-domain', 'the numbers given are too large to compute with');
  }
  return unmeasured(
    'missing-input',
    source === null
      ? 'nothing is known of the energy: give training.emissions or training.log, training.energy, or training.hardware with hours'
      : `the training has no evidence of this kind: ${source}`,
  );
}

async function energyFrom(
  source: EnergySource,
  evidence: TrainingEvidence,
  pue: number,
): Promise<TrainingEnergy | Unmeasured | undefined> {
  if (source === 'log') return fromLog(evidence);
  const kWh = BY_WORD[source](evidence);
  if (kWh === undefined || 'unmeasured' in kWh) return kWh;
  // What a person states as the energy is taken as it stands; what is computed of machines lacks the building.
  const unknown = source === 'declared' ? exactly(1) : { estimate: pue, lower: 1, upper: pue };
  const building = evidence.pue === undefined ? unknown : exactly(evidence.pue);
  const facility = productOf(kWh, building);
  return {
    source,
    machine: { kWh, basis: 'declared' },
    facility: { kWh: facility, basis: 'declared', parts: [{ name: source, kWh: facility }] },
    seconds: longest(evidence),
    scope: 'machine',
    notes:
      source !== 'declared' && evidence.pue === undefined
        ? [`no PUE is declared: ${pue} is assumed, and anything down to 1 is possible`]
        : [],
  };
}

const BY_WORD: Readonly<
  Record<Exclude<EnergySource, 'log'>, (evidence: TrainingEvidence) => Band | Unmeasured | undefined>
> = {
  declared: ({ energy }) => {
    const kWh = energy === undefined ? undefined : quantityIn(energy, 'kWh', 'training.energy');
    return typeof kWh === 'number' ? exactly(kWh) : kWh;
  },
  hardware: energyOfHardware,
  compute: energyOfCompute,
};

async function fromLog(evidence: TrainingEvidence): Promise<TrainingEnergy | Unmeasured | undefined> {
  const logged = await loggedEnergy(evidence);
  if (logged === undefined || 'unmeasured' in logged) return logged;
  const { pue } = evidence;
  const parts = logged.parts.map(({ pue: held, kWh, ...part }) => ({
    ...part,
    kWh: pue === undefined || held > 1 ? kWh : productOf(kWh, exactly(pue)),
  }));
  const added = pue !== undefined && logged.parts.some(({ pue: held }) => held === 1);
  const held = logged.parts.some((part) => part.pue > 1);
  return {
    source: 'log',
    machine: { kWh: sumOf(logged.parts.map(({ kWh }) => kWh)), basis: 'logged' },
    facility: {
      kWh: sumOf(parts.map(({ kWh }) => kWh)),
      basis: added ? 'declared' : 'logged',
      parts,
    },
    seconds: logged.seconds,
    scope: logged.scope,
    notes: [...logged.notes, ...(held ? ['the log’s own energy holds a PUE already'] : [])],
  };
}

const longest = ({ hardware = [] }: TrainingEvidence): number | undefined => {
  const hours = hardware.flatMap(({ hours: each, runs = 1 }) => (each === undefined ? [] : [each * runs]));
  return hours.length === 0 ? undefined : 3600 * Math.max(...hours);
};
