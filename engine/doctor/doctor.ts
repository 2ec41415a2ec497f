import { findAdapter } from '../backends/find-adapter.js';
import { acceleratorFindings } from './accelerators.js';
import { backendFindings } from './backends.js';
import { deviceFindings } from './devices.js';
import type { DoctorReport } from './finding.js';
import { machineFindings } from './machine.js';
import { meterFindings } from './meters.js';
import { storageFindings } from './storage.js';

export type { DoctorReport } from './finding.js';

export interface DoctorRequest {
  /** The cache's folder, relative to the working folder. */
  readonly cache: string;
  /** The budget of a logical device, where one is asked for. */
  readonly gpuMemoryMiB?: number;
}

/**
 * Looks at this machine. Backends are tried in processes of their own: a driver that crashes costs its line only.
 */
export async function doctor({ cache, gpuMemoryMiB }: DoctorRequest): Promise<DoctorReport> {
  const adapter = await findAdapter();
  const [backends, accelerators, meters] = await Promise.all([
    backendFindings(adapter),
    acceleratorFindings(adapter),
    meterFindings(),
  ]);
  const devices = deviceFindings(adapter, gpuMemoryMiB);
  return { machine: machineFindings(), backends, accelerators, devices, meters, storage: storageFindings(cache) };
}
