/** One measurement as it stands in a report and in the cache. */
import type { EvidenceDate } from '../plugins/contract.js';
import type { Detail } from '../plugins/detail.js';
import type { Output } from '../plugins/figure.js';

/** Of one measurement, by the processors' model: others may have run beside it, and a meter does not tell them apart. */
export interface MeasurementFootprint {
  readonly cpuSeconds: number;
  readonly joules: number;
  readonly range: readonly [number, number];
}

export interface Measurement {
  readonly key: string;
  readonly plugin: string;
  readonly version: string;
  readonly with: Readonly<Record<string, unknown>>;
  readonly about: 'model' | 'procedure' | 'data' | 'training';
  readonly outputs: Readonly<Record<string, Output>>;
  readonly details: readonly Detail[];
  readonly seed: number;
  readonly deterministic: boolean;
  readonly backend?: string;
  /** What its energy was read from. */
  readonly meter?: string;
  /** Of evidence that the subject dates. */
  readonly dated?: EvidenceDate;
  /** Readings: they differ from run to run. */
  readonly device?: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly cached: boolean;
  /** What it cost when it was run; absent where it was not. */
  readonly footprint?: MeasurementFootprint;
}
