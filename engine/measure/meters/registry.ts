/** The meters in the order in which they are preferred, then the models; each loaded where it is asked for. */
import type { MeterKind } from './meter.js';

export const METERS = {
  rapl: async () => (await import('./rapl.js')).rapl,
  hwmon: async () => (await import('./hwmon.js')).hwmon,
  amdgpu: async () => (await import('./amdgpu.js')).amdgpu,
  'nvidia-smi': async () => (await import('./nvidia-smi.js')).nvidiaSmi,
  prometheus: async () => (await import('./prometheus.js')).prometheus,
  command: async () => (await import('./command.js')).command,
  processor: async () => (await import('./processor.js')).processor,
  accelerator: async () => (await import('./accelerator.js')).accelerator,
} as const satisfies Readonly<Record<string, () => Promise<MeterKind>>>;

export type MeterName = keyof typeof METERS;

export const METER_NAMES = Object.keys(METERS) as readonly MeterName[];

/** What they say is `estimated`. */
export const MODELS: ReadonlySet<MeterName> = new Set<MeterName>(['processor', 'accelerator']);
