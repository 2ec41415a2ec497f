/** A meter that rests on counters of energy: read at both ends of the work, exact to the counters' resolution. */
import { counted } from '../../methods/energy/energy.js';
import { CounterFault, counterSet } from '../../methods/energy/counter-set.js';
import type { CounterReading } from '../../methods/energy/counter-set.js';
import type { Machine } from './machine.js';
import { MeterFault, type OpenMeter } from './meter.js';

export interface Counters {
  readonly name: string;
  /** All counters at this moment, in J. Throws where one cannot be read. */
  readonly read: () => CounterReading | Promise<CounterReading>;
  readonly modulus?: (counter: string) => number | undefined;
  /** How often they must be read at the least, so that no two wraps lie between; never where they do not wrap. */
  readonly seconds?: number;
}

export async function counterMeter(machine: Machine, { name, read, modulus, seconds }: Counters): Promise<OpenMeter> {
  const set = counterSet(modulus);
  let broken: string | undefined;
  const advance = async (): Promise<{ readonly at: number; readonly joules: number }> => {
    if (broken !== undefined) throw new MeterFault(broken);
    try {
      const reading = await read();
      return { at: machine.now(), joules: set.advance(reading) };
    } catch (error) {
      // A wrap or a device that was missed cannot be made good: nor can a later reading of this meter.
      broken = `the meter ${name} cannot be read: ${(error as Error).message}`;
      if (error instanceof CounterFault || error instanceof Error) throw new MeterFault(broken);
      throw error;
    }
  };
  await advance();
  const stop = seconds === undefined ? () => undefined : machine.every(seconds, () => void advance().catch(() => {}));
  return {
    name,
    basis: 'observed',
    async read() {
      const { at, joules } = await advance();
      return { at, energy: counted(joules) };
    },
    close: stop,
  };
}
