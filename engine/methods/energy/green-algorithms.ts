/**
 * Energy of a computation from its hardware and its running time.
 *
 * Lannelongue, Grealey, Inouye: Green Algorithms: Quantifying the Carbon Footprint of Computation, Advanced Science 8
 * (2021) 2100707, eq. 2: E = t · (n_c · P_c · u_c + n_m · P_m) · PUE · 0.001, times the pragmatic scaling factor (how
 * often it was run).
 */
import { productOf, sumOf, exactly } from './band.js';
import type { Band } from './band.js';

/** P_m, the same paper. */
export const MEMORY_WATTS_PER_GB = 0.3725;

/** Average of data centres, Uptime Institute, Global Data Center Survey 2024; the tool's default (data/latest/defaults_PUE.csv). */
export const AVERAGE_PUE = 1.56;

export interface Computation {
  readonly hours: number;
  /** n_c: cores, or accelerators. */
  readonly count: number;
  /** P_c, W, of one of them. */
  readonly watts: number;
  /** u_c: share of that power, 0 to 1. */
  readonly usage: Band;
  /** n_m. */
  readonly memoryGB: number;
  /** PSF. */
  readonly runs: number;
}

/** kWh at the machines: the facility's are these times its PUE. */
export function energyOfComputation({ hours, count, watts, usage, memoryGB, runs }: Computation): Band {
  const power = sumOf([productOf(exactly(count * watts), usage), exactly(memoryGB * MEMORY_WATTS_PER_GB)]);
  return productOf(exactly((hours * runs) / 1000), power);
}
