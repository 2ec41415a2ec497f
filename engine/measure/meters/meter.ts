/** What a meter is: something that has counted energy since it was opened. */
import type { Energy } from '../../methods/energy/energy.js';
import { ModelFault } from '../../subject/view.js';
import type { Machine } from './machine.js';

/** What an open meter says. Bounds and energies only grow, so that a span's are the differences of its ends'. */
export interface MeterReading {
  /** For when it holds, in s of the machine's clock. */
  readonly at: number;
  /** Since the meter was opened. */
  readonly energy: Energy;
  /** Of a model: what load added to rest, for which it knows more than the difference of two energies does. */
  readonly active?: Energy;
}

export interface OpenMeter {
  /** As results name it, with what it covers: `rapl (package-0, dram)`. */
  readonly name: string;
  readonly basis: 'observed' | 'estimated';
  /** Of a model that knows it, in W: rest need not be waited for. */
  readonly rest?: Energy;
  /** Throws MeterFault. */
  read(): Promise<MeterReading>;
  close(): void;
}

/** Whether a meter can be read here: what it covers, or why not and what would change that. */
export interface MeterFinding {
  readonly present: boolean;
  readonly detail: string;
}

export interface MeterKind {
  readonly find: (machine: Machine, target: string) => Promise<MeterFinding>;
  /** `target`: what the user names behind the colon, of meters that are somewhere else. Throws MeterFault. */
  readonly open: (machine: Machine, target: string) => Promise<OpenMeter>;
}

/** A meter that cannot be read, or not any more: what rests on it is `failed`. */
export class MeterFault extends ModelFault {
  constructor(message: string) {
    super('failed', message);
  }
}

export const present = (detail: string): MeterFinding => ({ present: true, detail });
export const absent = (detail: string): MeterFinding => ({ present: false, detail });
