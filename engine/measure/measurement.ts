/** One measurement as it stands in a report and in the cache. */
import type { AnswerDays } from '../plugins/answer-days.js';
import type { AskingCost } from '../plugins/asking-cost.js';
import type { EvidenceDate } from '../plugins/contract.js';
import type { Detail } from '../plugins/detail.js';
import type { Basis, Output, Unmeasured } from '../plugins/figure.js';

/** Of one measurement, by the processors' model: others may have run beside it, and a meter does not tell them apart. */
export interface MeasurementFootprint {
  readonly cpuSeconds: number;
  readonly joules: number;
  readonly range: readonly [number, number];
}

/** Of what was asked and what was spared, by the energy of a generated token. */
export interface AskingEnergy {
  readonly asked: EnergyBand;
  readonly spared: EnergyBand;
  readonly basis: Basis;
  /** What the energy of a token is known by. */
  readonly source: 'meter' | 'regression';
}

export interface EnergyBand {
  readonly joules: number;
  readonly range?: readonly [number, number];
}

export interface Measurement {
  readonly key: string;
  readonly plugin: string;
  readonly version: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  readonly outputs: Readonly<Record<string, Output>>;
  readonly details: readonly Detail[];
  /** Its energy follows from other measurements of the check: the cache does not have it. */
  readonly asking?: AskingCost & { readonly energy?: AskingEnergy | Unmeasured };
  readonly seed: number;
  readonly deterministic: boolean;
  readonly backend?: string;
  /** What its energy was read from. */
  readonly meter?: string;
  /** Of evidence that the subject dates. */
  readonly dated?: EvidenceDate;
  readonly answered?: AnswerDays;
  /** Readings: they differ from run to run. */
  readonly device?: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly cached: boolean;
  /** What it cost when it was run; absent where it was not. */
  readonly footprint?: MeasurementFootprint;
}
