import { activeEnergy } from '../methods/energy/load-power.js';
import type { MeasurementFootprint } from './measurement.js';
import { thisMachine } from './meters/machine.js';
import { modelOf, type MachineModel } from './meters/processor.js';

let model: MachineModel | undefined;

/** What so many processor seconds add to a machine at rest. */
export function measurementFootprint(cpuSeconds: number): MeasurementFootprint {
  model ??= modelOf(thisMachine());
  const { joules, lower, upper } = activeEnergy(model.power, 1, cpuSeconds / model.threads);
  return { cpuSeconds, joules, range: [lower, upper] };
}
