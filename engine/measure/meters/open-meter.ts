import type { ChosenMeter } from './chosen-meter.js';
import { joinedMeter } from './joined-meter.js';
import { thisMachine, type Machine } from './machine.js';
import type { OpenMeter } from './meter.js';
import { METERS } from './registry.js';

/** Throws MeterFault. */
export async function openMeter(meter: ChosenMeter, machine: Machine = thisMachine()): Promise<OpenMeter> {
  const open: OpenMeter[] = [];
  try {
    for (const { kind, target } of meter) open.push(await (await METERS[kind]()).open(machine, target));
  } catch (error) {
    for (const part of open) part.close();
    throw error;
  }
  return joinedMeter(open);
}
