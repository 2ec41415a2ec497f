/** What one measurement may use before its process group is killed. */
export interface Limits {
  readonly seconds: number;
  /** Resident memory of its process and all that it started. */
  readonly memoryMiB: number;
}

/** Where neither the command line nor the plugin says otherwise. */
export const DEFAULT_LIMITS: Limits = { seconds: 600, memoryMiB: 4096 };

/** A child that has not loaded the engine by then never will. */
export const START_SECONDS = 60;

/** One answer, as JSON. Draws of 30 outputs take about 1 MiB. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** The command line's word, else the plugin's, else the default. */
export function limitsOf(declared: Partial<Limits> | undefined, asked: Partial<Limits> | undefined): Limits {
  return {
    seconds: asked?.seconds ?? declared?.seconds ?? DEFAULT_LIMITS.seconds,
    memoryMiB: asked?.memoryMiB ?? declared?.memoryMiB ?? DEFAULT_LIMITS.memoryMiB,
  };
}
