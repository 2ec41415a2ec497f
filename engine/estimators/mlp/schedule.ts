import { stepsOf } from './batches.js';
import { privateSteps } from './privacy.js';
import type { MlpSettings } from './settings.js';

/** The steps of a training, as one model of so many rows takes them. */
export interface Schedule {
  readonly total: number;
  /** Between two looks at whether to go on. */
  readonly perRun: number;
  /** Rows of a step, as good as at most: Poisson sampling draws more once in a billion steps, which costs memory only. */
  readonly batch: number;
}

type Settings = Pick<MlpSettings, 'epochs' | 'batch' | 'dropout' | 'earlyStopping' | 'privacy'>;

/** Steps that one run takes at least: below this the way in and out of the runtime shows. */
const STEPS_OF_A_RUN = 32;
/** Deviations beyond which a normal number lies once in a billion draws. */
const FAR = 6;

export function scheduleOf({ epochs, batch, dropout, earlyStopping, privacy }: Settings, rows: number): Schedule {
  if (privacy !== null) {
    const expected = privacy.sampleRate * rows;
    const most = expected + FAR * Math.sqrt(expected * (1 - privacy.sampleRate)) + FAR;
    return {
      total: privateSteps(epochs, privacy),
      perRun: STEPS_OF_A_RUN,
      batch: Math.min(rows, Math.ceil(most)),
    };
  }
  const perEpoch = stepsOf(rows, batch);
  const epochsOfRun = earlyStopping || dropout > 0 ? 1 : Math.ceil(STEPS_OF_A_RUN / perEpoch);
  return { total: epochs * perEpoch, perRun: epochsOfRun * perEpoch, batch: Math.min(rows, batch) };
}
