/**
 * A model, not a meter: processors by their load and design power, memory by its modules (docs/energy.md). The load is
 * that of the work alone, this process and what it started: a neighbour's does not move the figure, as it does a meter's.
 */
import { designPowerOf } from '../../methods/energy/design-power.js';
import type { Energy } from '../../methods/energy/energy.js';
import { NO_ENERGY, plus } from '../../methods/energy/energy.js';
import {
  activeEnergy,
  energyOfLoad,
  energyOfPower,
  memoryBand,
  powerOfDesign,
  powerOfThreads,
} from '../../methods/energy/load-power.js';
import type { LoadPower, PowerBand } from '../../methods/energy/load-power.js';
import { memoryPower } from '../../methods/energy/memory-power.js';
import type { Machine } from './machine.js';
import { textOf } from './machine.js';
import { present, type MeterKind } from './meter.js';

export interface MachineModel {
  readonly power: LoadPower;
  readonly memory: PowerBand;
  readonly threads: number;
  readonly detail: string;
}

export function modelOf(machine: Machine): MachineModel {
  const { threads } = machine.load();
  const info = textOf(machine, '/proc/cpuinfo') ?? '';
  const virtual = /^flags\s*:.*\bhypervisor\b/m.test(info);
  // A guest has some threads of a processor whose design power is for all of them.
  const design = virtual ? undefined : designPowerOf(machine.processor);
  const sockets = new Set(info.match(/^physical id\s*:.*$/gm) ?? []).size || 1;
  const modules = memoryPower({ bytes: machine.memory }, machine.arch.startsWith('arm') ? 'arm' : 'x86');
  const memory = memoryBand(modules);
  const of =
    design === undefined
      ? `${threads} ${virtual ? 'virtual ' : ''}threads of ${machine.processor || 'an unknown processor'}`
      : `${sockets > 1 ? `${sockets} × ` : ''}${design.name}, ${design.watts} W`;
  return {
    power: design === undefined ? powerOfThreads(threads) : powerOfDesign(design.watts, sockets),
    memory,
    threads,
    detail: `${of}; memory ${memory.estimate} W`,
  };
}

export const processor: MeterKind = {
  find: async (machine) => present(modelOf(machine).detail),
  async open(machine) {
    const { power, memory, threads, detail } = modelOf(machine);
    let [energy, active]: [Energy, Energy] = [NO_ENERGY, NO_ENERGY];
    let last = { at: machine.now(), ...machine.load() };
    return {
      name: `processor model (${detail})`,
      basis: 'estimated',
      rest: plus(energyOfLoad(power, 0, 1), energyOfPower(memory, 1)),
      async read() {
        const now = { at: machine.now(), ...machine.load() };
        const seconds = now.at - last.at;
        const load = seconds > 0 ? (now.busy - last.busy) / (threads * seconds) : 0;
        energy = plus(energy, plus(energyOfLoad(power, load, seconds), energyOfPower(memory, seconds)));
        active = plus(active, activeEnergy(power, load, seconds));
        last = now;
        return { at: now.at, energy, active };
      },
      close: () => undefined,
    };
  },
};
