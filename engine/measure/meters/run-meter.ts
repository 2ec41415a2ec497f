/** An open meter as plugins have it: work between two readings, with what rest would have used. */
import { minus, NO_ENERGY, times, type Energy } from '../../methods/energy/energy.js';
import type { EnergyMeter, IdlePower } from '../../plugins/energy-meter.js';
import type { Machine } from './machine.js';
import type { MeterReading, OpenMeter } from './meter.js';

/** Rest is read in so many windows, whose spread says how steady it is. */
const IDLE_WINDOWS = 4;
const IDLE_SECONDS = 0.5;

interface Rest extends IdlePower {
  /** W. */
  readonly power: Energy;
  readonly active: Energy | undefined;
}

/** Opens the meter where it is first needed: most measurements ask for none. */
export function runMeter(open: () => Promise<OpenMeter>, machine: Machine, signal: AbortSignal): EnergyMeter {
  let opened: Promise<OpenMeter> | undefined;
  let rested: Promise<Rest> | undefined;
  const meter = (): Promise<OpenMeter> => (opened ??= open());
  const rest = (): Promise<Rest> => (rested ??= meter().then((one) => readRest(one, machine, signal)));
  return {
    name: async () => (await meter()).name,
    async idle() {
      const { watts, seconds, range } = await rest();
      return { watts, seconds, ...(range !== undefined && { range }) };
    },
    async measure(work) {
      const idle = await rest();
      const { name, basis, read } = await meter();
      const asked = machine.now();
      const before = await read();
      const began = machine.now();
      await work();
      const ended = machine.now();
      const after = await read();
      const seconds = after.at - before.at;
      const energy = minus(after.energy, before.energy);
      const net = netOf(before, after, energy, idle, seconds);
      return {
        joules: energy.joules,
        idleJoules: energy.joules - net.joules,
        seconds,
        basis,
        ...(isBand(energy) && { range: [energy.lower, energy.upper] as const }),
        ...(isBand(net) && { netRange: [net.lower, net.upper] as const }),
        meter: name,
        meterSeconds: began - asked + (machine.now() - ended),
      };
    },
  };
}

const isBand = ({ lower, upper }: Energy): boolean => lower < upper;

/** A model knows what load adds better than the difference of two bands does. */
function netOf(before: MeterReading, after: MeterReading, gross: Energy, idle: Rest, seconds: number): Energy {
  if (before.active !== undefined && after.active !== undefined && idle.active !== undefined) {
    return minus(minus(after.active, before.active), times(idle.active, seconds));
  }
  const { joules, lower, upper } = times(idle.power, seconds);
  return { joules: gross.joules - joules, lower: gross.lower - upper, upper: gross.upper - lower };
}

function knownRest(power: Energy): Rest {
  const watts = Array.from({ length: IDLE_WINDOWS }, () => power.joules);
  return { watts, seconds: IDLE_SECONDS, power, active: NO_ENERGY, range: [power.lower, power.upper] };
}

async function readRest(meter: OpenMeter, machine: Machine, signal: AbortSignal): Promise<Rest> {
  if (meter.rest !== undefined) return knownRest(meter.rest);
  const readings = [await meter.read()];
  for (let window = 0; window < IDLE_WINDOWS; window++) {
    await machine.wait(IDLE_SECONDS, signal);
    readings.push(await meter.read());
  }
  const watts = readings.slice(1).map((reading, at) => {
    const { at: since, energy } = readings[at]!;
    return (reading.energy.joules - energy.joules) / (reading.at - since);
  });
  const [first, last] = [readings[0]!, readings.at(-1)!];
  const seconds = last.at - first.at;
  const power = times(minus(last.energy, first.energy), 1 / seconds);
  const active =
    first.active !== undefined && last.active !== undefined
      ? times(minus(last.active, first.active), 1 / seconds)
      : undefined;
  return {
    watts,
    seconds: seconds / IDLE_WINDOWS,
    power,
    active,
    ...(isBand(power) && { range: [power.lower, power.upper] as const }),
  };
}
