/** What the public door is asked of how packs are loaded and measurements run. */
import type { DeviceRequest } from './backends/device.js';

/** What packs and plugins have to be to be loaded. */
export interface Supply {
  /** A TrustRoots document; absent: the nearest `assay.trust.yaml`, in the working folder or above it, if any. */
  readonly trust?: string;
  /** Whether packs and plugins that are not in `assay.lock`, as it pins them, are refused. */
  readonly frozen?: boolean;
  /** Whether `assay.lock` is to pin what is loaded, in the place of what it pins of the same ids; never what is older. */
  readonly updateLock?: boolean;
}

/** How measurements are run. */
export interface Running {
  /** The cache's folder, or `false` for none. */
  readonly cache: string | false;
  readonly offline: boolean;
  /** Whether commands that a subject or profile names may run. */
  readonly allowCommands: boolean;
  /** Measurements at once; absent: as the machine allows. */
  readonly concurrency?: number;
  readonly limits?: MeasureLimits;
  /** What models and trainings run on, where they can; absent: the processor. */
  readonly device?: DeviceRequest;
  /** What energy is read from: names of meters that are read together; absent: what this machine has. */
  readonly meters?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: MeasureProgress) => void;
}

export interface MeasureLimits {
  /** Of one measurement. Absent: the plugin's own, else the engine's. */
  readonly seconds?: number;
  readonly memoryMiB?: number;
}

/** Measurements come and go; `of` counts those of this subject. */
export interface MeasureProgress {
  readonly subject: string;
  readonly plugin: string;
  readonly key: string;
  readonly state: 'started' | 'advanced' | 'finished';
  readonly cached: boolean;
  /** Of this measurement's own steps, where it tells. */
  readonly done?: number;
  readonly total?: number;
  readonly note?: string;
  readonly finished: number;
  readonly of: number;
}
