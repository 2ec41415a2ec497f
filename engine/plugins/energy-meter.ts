/** The meter that a measurement is handed: what it says of work, and of rest. */

/** Joules of one piece of work. */
export interface EnergyReading {
  /** Gross: all that the meter covers, whoever used it. */
  readonly joules: number;
  /** What would have been used in that time at rest; net of idle is `joules` less these. */
  readonly idleJoules: number;
  /** Between the two readings, in s: the work and what little lies around it. */
  readonly seconds: number;
  /** A meter's are `observed`, a model's `estimated`. */
  readonly basis: 'observed' | 'estimated';
  /** A systematic band around `joules`: of a model, or of a sensor that was sampled; absent for a counter. */
  readonly range?: readonly [number, number];
  /** The same around the net of idle. */
  readonly netRange?: readonly [number, number];
  /** With what it covers: `rapl (package-0, dram)`. */
  readonly meter: string;
  /** That reading the meter took, beside the work. */
  readonly meterSeconds: number;
}

/** Power at rest, in W: several windows, each of `seconds`. */
export interface IdlePower {
  readonly watts: readonly number[];
  readonly seconds: number;
  readonly range?: readonly [number, number];
}

export interface EnergyMeter {
  /** As its readings name it. Rejects as `idle` does. */
  name(): Promise<string>;
  /** The user names it by an address or a program, not as a part of this machine: it reads what they mean it to. */
  readonly isElsewhere?: boolean;
  /** Measured on the first call and kept. Rejects with a `ModelFault` where the meter cannot be read. */
  idle(): Promise<IdlePower>;
  /** Runs the work once, between two readings. Rejects likewise, and with what the work rejects with. */
  measure(work: () => Promise<void>): Promise<EnergyReading>;
}

/** Clock and memory of the process that measures: readings, for plugins that say `deterministic: false`. */
export interface Instruments {
  /** Monotonic, in s. */
  readonly now: () => number;
  /** Bytes resident now, and the most since the process began. */
  readonly resident: () => { readonly now: number; readonly most: number };
}
