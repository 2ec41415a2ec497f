import type { Band } from '../../methods/energy/band.js';

/** What a log says of one run, window or device. */
export interface LoggedPart {
  readonly name: string;
  readonly kWh: Band;
  /** ISO 3166-1 alpha-3, where the log says where it ran. */
  readonly country?: string;
  /** `gcp/europe-west1`, where the log says that it ran in a cloud. */
  readonly cloud?: string;
  /** The PUE that the log's own energy holds already; 1 where it holds none. */
  readonly pue: number;
}

export interface LoggedEnergy {
  readonly parts: readonly LoggedPart[];
  /** How long it ran; undefined where the log does not say. */
  readonly seconds: number | undefined;
  /** Of the whole machine, or of its accelerators alone. */
  readonly scope: 'machine' | 'accelerators';
  /** For people: what was seen in the log. */
  readonly notes: readonly string[];
}
