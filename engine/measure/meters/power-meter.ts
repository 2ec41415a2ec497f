/** A meter that rests on power, which is sampled and integrated; its bounds are the sampling's and the sensor's error. */
import { NO_ENERGY, plus } from '../../methods/energy/energy.js';
import { powerTimeline } from '../../methods/energy/power-timeline.js';
import type { Timeline } from '../../methods/energy/power-timeline.js';
import type { Machine } from './machine.js';
import { MeterFault, type OpenMeter } from './meter.js';

export interface Powers {
  readonly name: string;
  /** All sensors at this moment, in W. Throws where one cannot be read. */
  readonly read: () => ReadonlyMap<string, number> | Promise<ReadonlyMap<string, number>>;
  /** Between samples, in s. */
  readonly period: number;
  /** The sensors' own relative error. */
  readonly accuracy: number;
}

export async function powerMeter(machine: Machine, { name, read, period, accuracy }: Powers): Promise<OpenMeter> {
  const timelines = new Map<string, Timeline>();
  let broken: string | undefined;
  const sample = async (): Promise<number> => {
    if (broken !== undefined) throw new MeterFault(broken);
    try {
      const powers = await read();
      const at = machine.now();
      for (const sensor of timelines.keys()) if (!powers.has(sensor)) throw new Error(`${sensor} is gone`);
      for (const [sensor, watts] of powers) {
        const timeline = timelines.get(sensor) ?? powerTimeline(accuracy);
        timelines.set(sensor, timeline);
        timeline.add(at, watts);
      }
      return at;
    } catch (error) {
      broken = `the meter ${name} cannot be read: ${(error as Error).message}`;
      throw new MeterFault(broken);
    }
  };
  await sample();
  const stop = machine.every(period, () => void sample().catch(() => {}));
  return {
    name,
    basis: 'observed',
    async read() {
      const sampled = await sample();
      // Within the clock's resolution of the last sample nothing was added.
      const at = Math.min(sampled, ...[...timelines.values()].map(({ last }) => last ?? sampled));
      const energy = [...timelines.values()].reduce((sum, timeline) => plus(sum, timeline.until(at)), NO_ENERGY);
      return { at, energy };
    },
    close: stop,
  };
}
