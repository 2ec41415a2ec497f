import type { LogicalDevice, Trained } from '../backends/device.js';
import type { Text } from '../document/text.js';
import type { Rng } from '../numerics/random.js';
import type { EstimatorSpec } from '../subject/estimator-spec.js';
import type { Column } from '../subject/table.js';
import type { Predictions } from '../subject/view.js';
import type { SettingSpec } from './setting-spec.js';
import type { Fold } from './splits.js';

/** The truth of every training row, none of it missing. */
export type TrainingTarget =
  | { readonly kind: 'classes'; readonly codes: Int32Array; readonly classes: readonly string[] }
  | { readonly kind: 'numbers'; readonly values: Float64Array };

/** The rows that an estimator learns of. */
export interface TrainingData {
  readonly features: readonly Column[];
  readonly target: TrainingTarget;
  /** At least 0, one a row. */
  readonly weights?: Float64Array;
}

/** What a training is handed besides its data. */
export interface TrainingContext {
  /** One stream per name; names are chosen by fold, so that no fold's numbers depend on the order of work. */
  readonly rng: (stream: string) => Rng;
  /** Awaited between steps; may throw to stop. */
  readonly pause: () => Promise<void>;
  /** Called as trainings end. */
  readonly progress?: (done: number, total: number) => void;
  /** Most threads that may work at once; the machine's cores unless told. Answers do not depend on it. */
  readonly workers?: number;
  /** Ends what does not come back to `pause`: a program that trains. */
  readonly signal?: AbortSignal;
  /** What to train on, where the estimator can; the processor where absent. */
  readonly device?: LogicalDevice;
  /** Called by estimators that a library trains, with which it was, and how. */
  readonly trained?: (how: Trained) => void;
}

/** A way to make a model of some rows and have its answers on others. */
export interface Estimator {
  /**
   * Trains once a fold (all folds are handed in, to be trained together where that is faster) and answers for its
   * test rows, in their order: for classes their probabilities, row-major, rows × classes, 0 for classes that no
   * training row has; for numbers the predictions. Throws `EstimatorFault` for what the data do not allow.
   */
  answers(data: TrainingData, folds: readonly Fold[], context: TrainingContext): Promise<readonly Float64Array[]>;
  /**
   * The same, where an estimator may decide for another class than the likeliest, or give classes alone; `answers`
   * then is for measurements that need probabilities.
   */
  predictions?(data: TrainingData, folds: readonly Fold[], context: TrainingContext): Promise<readonly Predictions[]>;
  /**
   * Of estimators whose parts each train on a resample of the rows: trains once on all of `data` and answers for each
   * row by the parts that did not learn of it, as `answers` does; NaN where every part did. Throws as `answers` does.
   */
  outOfBag?(data: TrainingData, context: TrainingContext): Promise<Float64Array>;
}

/** What an accountant of differential privacy needs of a training by Gaussian noise on Poisson samples. */
export interface PrivacyAccount {
  /** Deviation of the noise over the norm that gradients are clipped to; 0 gives no privacy. */
  readonly noiseMultiplier: number;
  /** The probability with which a row is in a step's batch. */
  readonly sampleRate: number;
  readonly steps: number;
}

/** A kind of estimator: what a catalogue needs, and how one is made of settings that have been checked. */
export interface EstimatorKind<Settings> {
  readonly type: string;
  readonly title: Text;
  readonly targets: readonly TrainingTarget['kind'][];
  /** Whether its trainings heed the device that they are handed: then figures are those of one device. */
  readonly usesDevice?: true;
  readonly settings: Readonly<Record<keyof Settings & string, SettingSpec>>;
  /** Of one training with these settings; `undefined` where it is not private. */
  privacy?(settings: Settings): PrivacyAccount | undefined;
  /** `given` is what the subject says, with the files that it names. */
  create(settings: Settings, given: EstimatorSpec): Estimator;
}

export const defineEstimator = <Settings>(kind: EstimatorKind<Settings>): EstimatorKind<Settings> => kind;
