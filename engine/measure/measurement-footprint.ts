import { plus, type Energy } from '../methods/energy/energy.js';
import { activeEnergy, energyOfLoad, energyOfPower } from '../methods/energy/load-power.js';
import type { MeasurementFootprint } from './measurement.js';
import { thisMachine } from './meters/machine.js';
import { modelOf, type MachineModel } from './meters/processor.js';

let model: MachineModel | undefined;
const modelOfThis = (): MachineModel => (model ??= modelOf(thisMachine()));

/** What so many processor seconds add to a machine at rest. */
export function measurementFootprint(cpuSeconds: number): MeasurementFootprint {
  const { power, threads } = modelOfThis();
  const { joules, lower, upper } = activeEnergy(power, 1, cpuSeconds / threads);
  return { cpuSeconds, joules, range: [lower, upper] };
}

/** What this machine used in so much time, by its model alone: rest counts. */
export function modelledEnergy(
  seconds: number,
  cpuSeconds: number,
): { readonly energy: Energy; readonly name: string } {
  const { power, memory, threads, detail } = modelOfThis();
  const load = seconds > 0 ? cpuSeconds / (threads * seconds) : 0;
  return {
    energy: plus(energyOfLoad(power, load, seconds), energyOfPower(memory, seconds)),
    name: `processor model (${detail})`,
  };
}
