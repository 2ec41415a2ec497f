import type { MlpShape } from './layout.js';
import type { MlpSettings } from './settings.js';

/** Models to be trained at once: plain data, fit for a worker thread. */
export interface Group {
  readonly settings: MlpSettings;
  readonly shape: MlpShape;
  /** Rows of all models one model after another, as `networkRows` has them. */
  readonly rows: Float32Array;
  /** Truth of these rows, × outputs. */
  readonly truth: Float32Array;
  readonly members: readonly Member[];
}

/** One of the models. */
export interface Member {
  /** How many of the group's rows are its own. */
  readonly rows: number;
  /** Columns that it really has, at most the shape's inputs. */
  readonly columns: number;
  /** Mean 1. */
  readonly weights?: Float64Array;
  /** Rows held out of training, for early stopping. */
  readonly heldOut?: { readonly rows: Float32Array; readonly truth: Float32Array; readonly weights?: Float64Array };
  readonly seed: string;
}
