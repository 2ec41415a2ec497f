import type { EnergyMeter, Instruments } from './energy-meter.js';

/** A clock that each look moves on by a millisecond, and no memory: the same on every machine. */
export function memoryInstruments(): Instruments {
  let looks = 0;
  return { now: () => looks++ / 1000, resident: () => ({ now: 2 ** 20, most: 2 ** 21 }) };
}

/** A meter that takes 20 W for work and 5 W for rest, by those instruments' clock; a model's band around both. */
export function memoryMeter({ now }: Instruments): EnergyMeter {
  return {
    name: async () => 'in memory',
    idle: async () => ({ watts: [5, 5.1, 4.9, 5], seconds: 0.25, range: [2.5, 10] }),
    async measure(work) {
      const since = now();
      await work();
      const seconds = now() - since;
      return {
        joules: 20 * seconds,
        idleJoules: 5 * seconds,
        seconds,
        basis: 'estimated',
        range: [10 * seconds, 40 * seconds],
        netRange: [7.5 * seconds, 30 * seconds],
        meter: 'in memory',
        meterSeconds: seconds / 1000,
      };
    },
  };
}
