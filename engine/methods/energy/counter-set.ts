/** Counters of energy that are read from time to time, each of which may wrap, come and go. */

/** A counter cannot be followed: what was used while it was away is not known. */
export class CounterFault extends Error {}

/** In J; by counter. */
export type CounterReading = ReadonlyMap<string, number>;

export interface CounterSet {
  /** Joules of all counters since each was first read. Throws CounterFault. */
  advance(reading: CounterReading): number;
}

/**
 * `modulus`: at what value a counter starts again from 0, in J; `undefined` for one that does not. A counter that is new
 * counts from its first reading on. One that is gone, or that runs backwards without a modulus, is a fault. At most one
 * wrap can lie between two readings: whoever reads does so often enough.
 */
export function counterSet(modulus: (counter: string) => number | undefined = () => undefined): CounterSet {
  const last = new Map<string, number>();
  let total = 0;
  return {
    advance(reading) {
      for (const counter of last.keys()) {
        if (!reading.has(counter)) throw new CounterFault(`${counter} is gone`);
      }
      for (const [counter, joules] of reading) {
        if (!Number.isFinite(joules)) throw new CounterFault(`${counter} gives no number`);
        const before = last.get(counter);
        last.set(counter, joules);
        if (before === undefined) continue;
        const wraps = joules < before ? modulus(counter) : 0;
        if (wraps === undefined) throw new CounterFault(`${counter} has started anew`);
        total += joules - before + wraps;
      }
      return total;
    },
  };
}
