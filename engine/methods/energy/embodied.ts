/**
 * Embodied carbon of hardware, and the share of it that a computation answers for: M = TE · TS · RS (Green Software
 * Foundation, Software Carbon Intensity Specification 1.1.0, "Embodied emissions"; ISO/IEC 21031).
 */

export interface Reservation {
  /** TE: of all the hardware, in any unit of carbon; M is in the same. */
  readonly embodied: number;
  /** TiR. */
  readonly hours: number;
  /** EL. */
  readonly lifespanHours: number;
  /** RS = RR/ToR, 0 to 1. */
  readonly share: number;
}

/** TE · (TiR/EL) · RS. */
export const embodiedShareOf = ({ embodied, hours, lifespanHours, share }: Reservation): number =>
  embodied * (hours / lifespanHours) * share;

/** Four years, as in the specification's example and in Cloud Carbon Footprint. */
export const USUAL_LIFESPAN_HOURS = 4 * 365 * 24;

/** A server by what is in it. */
export interface Server {
  readonly cpus: number;
  readonly memoryGB: number;
  readonly ssds: number;
  readonly hdds: number;
  readonly gpus: number;
}

/**
 * kgCO2e of a server, by the model of Cloud Carbon Footprint (from Dell's life-cycle assessments) with the constants of
 * the Impact Framework's `sci-embodied` (Green-Software-Foundation/if, MIT): 1,000 for one processor and 16 GB, 100 for
 * each more processor, 533/384 for each more GB, 50 for an SSD, 100 for a hard disk, 150 for a GPU.
 */
export const embodiedOfServer = ({ cpus, memoryGB, ssds, hdds, gpus }: Server): number =>
  1000 + 100 * Math.max(0, cpus - 1) + (533 / 384) * Math.max(0, memoryGB - 16) + 50 * ssds + 100 * hdds + 150 * gpus;
