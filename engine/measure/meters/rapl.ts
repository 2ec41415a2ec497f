/**
 * Running average power limit of Intel and AMD processors, through Linux's powercap: counters of microjoules of packages
 * and memory (kernel documentation, power/powercap/powercap.rst). `core` and `uncore` lie inside a package, and a whole
 * platform (`psys`) around it: they are left out, unless the platform is all that there is.
 */
import type { Machine } from './machine.js';
import { numberOf, textOf } from './machine.js';
import { counterMeter } from './counter-meter.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';

const FOLDER = '/sys/class/powercap';
const ZONE = /^(intel|amd)-rapl(-mmio)?:\d+(:\d+)?$/;
/** No package takes more: so often counters are read, twice before they can wrap. */
const MOST_WATTS = 1000;

interface Zone {
  readonly name: string;
  readonly path: string;
}

/** Packages by name, memory by its package: the same package is seen through registers and through memory (`-mmio`). */
function zonesOf(machine: Machine): readonly Zone[] {
  const folders = [...(machine.list(FOLDER) ?? [])].sort((a, b) => Number(throughMemory(a)) - Number(throughMemory(b)));
  const all = folders.flatMap((folder) => {
    const name = ZONE.test(folder) ? textOf(machine, `${FOLDER}/${folder}/name`) : undefined;
    return name === undefined ? [] : [{ folder, name, path: `${FOLDER}/${folder}/energy_uj` }];
  });
  const packages = all.filter(({ name }) => /^package/.test(name));
  const once = packages.filter(({ name }, at) => packages.findIndex((other) => other.name === name) === at);
  const memory = all.filter(({ name, folder }) => name === 'dram' && once.some((zone) => inside(folder, zone.folder)));
  const several = memory.length > 1;
  const named = memory.map((zone) => ({
    ...zone,
    name: several ? `dram of ${once.find(({ folder }) => inside(zone.folder, folder))?.name}` : zone.name,
  }));
  return once.length > 0 ? [...once, ...named] : all.filter(({ name }) => name === 'psys').slice(0, 1);
}

const throughMemory = (folder: string): boolean => folder.includes('-mmio');
const inside = (folder: string, parent: string): boolean => folder.startsWith(`${parent}:`);

export const rapl: MeterKind = {
  async find(machine) {
    if (machine.platform !== 'linux') return absent('read through Linux’s powercap only');
    if (machine.list(FOLDER) === undefined)
      return absent(`${FOLDER} is not there: no powercap in this kernel, or a container hides it`);
    const zones = zonesOf(machine);
    if (zones.length === 0) return absent(`${FOLDER} has no package: usual in a virtual machine`);
    const closed = zones.find(({ path }) => 'fault' in machine.read(path));
    if (closed === undefined) return present(zones.map(({ name }) => name).join(', '));
    const fault = machine.read(closed.path);
    return absent(
      'fault' in fault && fault.fault === 'denied'
        ? `${closed.path} may be read by root only: give it to the group that runs Assay`
        : `${closed.path} cannot be read`,
    );
  },
  async open(machine) {
    const { present: found, detail } = await rapl.find(machine, '');
    if (!found) throw new MeterFault(`the meter rapl cannot be read: ${detail}`);
    const zones = zonesOf(machine);
    const ranges = new Map(
      zones.map(({ name, path }) => [name, numberOf(machine, path.replace('energy_uj', 'max_energy_range_uj'), 1e-6)]),
    );
    return await counterMeter(machine, {
      name: `rapl (${detail})`,
      read: () => new Map(zones.map(({ name, path }) => [name, numberOf(machine, path, 1e-6)])),
      modulus: (zone) => ranges.get(zone),
      seconds: Math.max(1, Math.min(...ranges.values()) / (2 * MOST_WATTS)),
    });
  },
};
