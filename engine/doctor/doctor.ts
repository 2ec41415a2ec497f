import { acceleratorFindings } from './accelerators.js';
import { backendFindings } from './backends.js';
import type { DoctorReport } from './finding.js';
import { machineFindings } from './machine.js';
import { meterFindings } from './meters.js';
import { storageFindings } from './storage.js';

export type { DoctorReport } from './finding.js';

/**
 * Looks at this machine. Backends are tried in processes of their own: a driver that crashes costs its line only.
 *
 * @param cache the cache's folder, relative to the working folder
 */
export async function doctor(cache: string): Promise<DoctorReport> {
  const [backends, accelerators, meters] = await Promise.all([
    backendFindings(),
    acceleratorFindings(),
    meterFindings(),
  ]);
  return { machine: machineFindings(), backends, accelerators, meters, storage: storageFindings(cache) };
}
