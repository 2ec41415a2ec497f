/**
 * Power of a processor by its load. No sensor is read: the bands say what such a model can be wrong by, and no more than
 * the truth being inside is claimed.
 *
 * A processor of known design power: at full load the design power, between half of it (assumed, for light
 * instructions) and 1.25 times (the short-term limit PL2 = 1.25 PL1 of Intel's data sheets); at rest 20 % of it, between 5
 * and 40 % (assumed: wider than the 15 to 37 % of the coefficients below). Power between the two in proportion to load
 * (Fan, Weber, Barroso: Power provisioning for a warehouse-sized computer, ISCA 2007).
 *
 * A virtual processor, or one that no table knows: per hardware thread, Cloud Carbon Footprint's coefficients from
 * SPECpower results of servers: 0.74 W at rest, 3.5 W at full load; the bands are the lowest and the highest of its
 * processor families (AMD EPYC 2 and 3, Intel Ivy and Sandy Bridge).
 */
import type { Energy } from './energy.js';

/** W. */
export interface PowerBand {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

export interface LoadPower {
  readonly idle: PowerBand;
  readonly full: PowerBand;
  /** Full less idle; narrower than their difference, because a family's idle and full power go together. */
  readonly active: PowerBand;
}

const scaled = ({ estimate, lower, upper }: PowerBand, factor: number): PowerBand => ({
  estimate: estimate * factor,
  lower: lower * factor,
  upper: upper * factor,
});

const OF_DESIGN: LoadPower = {
  idle: { estimate: 0.2, lower: 0.05, upper: 0.4 },
  full: { estimate: 1, lower: 0.5, upper: 1.25 },
  active: { estimate: 0.8, lower: 0.35, upper: 1.2 },
};
const OF_THREAD: LoadPower = {
  idle: { estimate: 0.74, lower: 0.45, upper: 3.04 },
  full: { estimate: 3.5, lower: 1.69, upper: 8.58 },
  active: { estimate: 2.76, lower: 1.22, upper: 6.41 },
};

const scaledPower = ({ idle, full, active }: LoadPower, factor: number): LoadPower => ({
  idle: scaled(idle, factor),
  full: scaled(full, factor),
  active: scaled(active, factor),
});

export const powerOfDesign = (designWatts: number, sockets: number): LoadPower =>
  scaledPower(OF_DESIGN, designWatts * sockets);

export const powerOfThreads = (threads: number): LoadPower => scaledPower(OF_THREAD, threads);

/** Of `seconds` at a mean load of 0 (rest) to 1 (all threads busy). */
export function energyOfLoad({ idle, full }: LoadPower, load: number, seconds: number): Energy {
  const busy = Math.min(1, Math.max(0, load));
  const at = (corner: keyof PowerBand): number => (idle[corner] + (full[corner] - idle[corner]) * busy) * seconds;
  return { joules: at('estimate'), lower: at('lower'), upper: at('upper') };
}

/** What load adds to rest. */
export function activeEnergy({ active }: LoadPower, load: number, seconds: number): Energy {
  const busy = Math.min(1, Math.max(0, load));
  return {
    joules: active.estimate * busy * seconds,
    lower: active.lower * busy * seconds,
    upper: active.upper * busy * seconds,
  };
}

/** Of constant power. */
export const energyOfPower = ({ estimate, lower, upper }: PowerBand, seconds: number): Energy => ({
  joules: estimate * seconds,
  lower: lower * seconds,
  upper: upper * seconds,
});

/** CodeCarbon states no error of its memory model: half to twice as much. */
export const memoryBand = (watts: number): PowerBand => ({ estimate: watts, lower: watts / 2, upper: 2 * watts });

/** A card whose load is not known: from a tenth of its board power, at rest, to all of it. */
export const boardBand = (watts: number): PowerBand => ({ estimate: watts / 2, lower: watts / 10, upper: watts });
