/**
 * Sensors of Linux's hwmon that give energy (a counter of microjoules) or power (microwatts): of a board, of sockets, of a
 * supply (kernel documentation, hwmon/sysfs-interface.rst). Graphics cards have meters of their own and are left out.
 */
import type { Machine } from './machine.js';
import { numberOf, textOf } from './machine.js';
import { counterMeter } from './counter-meter.js';
import { absent, MeterFault, present, type MeterKind } from './meter.js';
import { powerMeter } from './power-meter.js';

const FOLDER = '/sys/class/hwmon';
/** Batteries are what feeds, cards are metered apart. */
const OTHERS = /^(amdgpu|radeon|nouveau|nvidia|i915|xe|BAT.*|ucsi.*)$/;
const PERIOD = 0.1;
/** Of the sensor itself, where no data sheet is at hand. */
const ACCURACY = 0.05;

interface Sensor {
  readonly name: string;
  readonly path: string;
}

interface Sensors {
  readonly kind: 'energy' | 'power';
  readonly sensors: readonly Sensor[];
}

/** A meter of the whole machine (ACPI's) alone; else counters; else powers. */
function sensorsOf(machine: Machine): Sensors | undefined {
  const chips = (machine.list(FOLDER) ?? []).flatMap((folder) => {
    const name = textOf(machine, `${FOLDER}/${folder}/name`) ?? folder;
    return OTHERS.test(name) ? [] : [{ name, path: `${FOLDER}/${folder}` }];
  });
  const whole = chips.filter(({ name }) => name === 'power_meter');
  const some = whole.length > 0 ? whole : chips;
  for (const kind of ['energy', 'power'] as const) {
    const sensors = some.flatMap((chip) => inputsOf(machine, chip, kind));
    if (sensors.length > 0) return { kind, sensors };
  }
  return undefined;
}

function inputsOf(machine: Machine, chip: Sensor, kind: 'energy' | 'power'): readonly Sensor[] {
  const files = machine.list(chip.path) ?? [];
  const inputs = files.filter((file) =>
    (kind === 'energy' ? /^energy\d+_input$/ : /^power\d+_(input|average)$/).test(file),
  );
  const labelled = inputs.flatMap((file): readonly Sensor[] => {
    const path = `${chip.path}/${file}`;
    const label = textOf(machine, `${chip.path}/${file.replace(/_.*/, '_label')}`) ?? file.replace(/_.*/, '');
    // One power may be given both now and as an average: the average misses nothing between.
    const averaged = file.endsWith('_input') && files.includes(file.replace('_input', '_average'));
    return averaged || 'fault' in machine.read(path) ? [] : [{ name: `${chip.name} ${label}`, path }];
  });
  // Cores lie inside their socket (amd_energy).
  const sockets = labelled.filter(({ name }) => /socket/i.test(name));
  return sockets.length > 0 ? sockets : labelled;
}

export const hwmon: MeterKind = {
  async find(machine) {
    if (machine.platform !== 'linux') return absent('read on Linux only');
    const chips = machine.list(FOLDER);
    if (chips === undefined)
      return absent(`${FOLDER} is not there: no sensors in this kernel, or a container hides them`);
    const found = sensorsOf(machine);
    return found === undefined
      ? absent(`none of ${chips.length} sensors gives power or energy that may be read`)
      : present(found.sensors.map(({ name }) => name).join(', '));
  },
  async open(machine) {
    const found = sensorsOf(machine);
    if (found === undefined)
      throw new MeterFault(`the meter hwmon cannot be read: ${(await hwmon.find(machine, '')).detail}`);
    const { kind, sensors } = found;
    const name = `hwmon (${sensors.map((sensor) => sensor.name).join(', ')})`;
    const read = (): ReadonlyMap<string, number> =>
      new Map(sensors.map((sensor) => [sensor.name, numberOf(machine, sensor.path, 1e-6)]));
    return kind === 'energy'
      ? await counterMeter(machine, { name, read })
      : await powerMeter(machine, { name, read, period: PERIOD, accuracy: ACCURACY });
  },
};
