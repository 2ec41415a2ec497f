/** The choice of a meter, as plain data that child processes open. */
import type { MeterName } from './registry.js';

export interface MeterSpec {
  readonly kind: MeterName;
  /** What the user names behind the colon; empty for meters of this machine. */
  readonly target: string;
}

/** Meters of parts of the machine that are read together; never none. */
export type ChosenMeter = readonly MeterSpec[];

/** The processors' model: it needs nothing of the machine, and so is there everywhere. */
export const MODEL_METER: ChosenMeter = [{ kind: 'processor', target: '' }];

/** As a measurement's identity has it: figures of two meters are two measurements. */
export const meterInWords = (meter: ChosenMeter): string =>
  meter.map(({ kind, target }) => (target === '' ? kind : `${kind}:${target}`)).join('+');
