import type { Column } from '../subject/table.js';
import { fitEncoder } from './design-matrix.js';
import { EstimatorFault } from './estimator-fault.js';
import { fitLogisticRegression, predictLogisticRegression } from './logistic-regression.js';
import type { Fold } from './splits.js';

/** The rows that an estimator learns of, all of them with a known class. */
export interface TrainingData {
  readonly features: readonly Column[];
  /** Class of each row, 0…classes−1. */
  readonly codes: Int32Array;
  readonly classes: number;
  readonly weights?: Float64Array;
}

/** A way to make a classifier of some rows and have its answers on others. */
export interface Estimator {
  /**
   * Probabilities on the fold's test rows, row-major, rows × classes; 0 for classes that no training row has.
   * `pause` is awaited between steps and may throw to stop.
   */
  probabilities(data: TrainingData, fold: Fold, pause: () => Promise<void>): Promise<Float64Array>;
}

const DEFAULTS = { C: 1, standardise: true } as const;

/** The estimator of a subject; throws `EstimatorFault` for one that the engine cannot train. */
export function estimatorOf(given: { type: string; with: Readonly<Record<string, unknown>> }): Estimator {
  if (given.type !== 'logistic-regression') {
    throw new EstimatorFault('unsupported', `the engine cannot train ${given.type} yet, only logistic-regression`);
  }
  const stranger = Object.keys(given.with).find((name) => !Object.hasOwn(DEFAULTS, name));
  if (stranger !== undefined) throw new EstimatorFault('unsupported', `logistic-regression has no setting ${stranger}`);
  const { C, standardise } = { ...DEFAULTS, ...given.with };
  if (typeof C !== 'number' || !(C > 0) || !Number.isFinite(C) || typeof standardise !== 'boolean') {
    throw new EstimatorFault('unsupported', 'logistic-regression takes a C above 0 and standardise: true or false');
  }
  return { probabilities: (data, fold, pause) => logisticProbabilities(data, fold, { C, standardise }, pause) };
}

async function logisticProbabilities(
  { features, codes, classes, weights }: TrainingData,
  { train, test }: Fold,
  { C, standardise }: { C: number; standardise: boolean },
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const present = [...new Set(train.map((row) => codes[row]!))].sort((a, b) => a - b);
  if (present.length < 2) throw new EstimatorFault('out-of-domain', 'the training rows of a fold are of one class');
  const encoder = fitEncoder(features, train, standardise);
  const truth = train.map((row) => present.indexOf(codes[row]!));
  const model = await fitLogisticRegression(
    encoder.encode(train),
    truth,
    present.length,
    { C },
    pause,
    weights && Float64Array.from(train, (row) => weights[row]!),
  );
  const answers = predictLogisticRegression(model, encoder.encode(test));
  const probabilities = new Float64Array(test.length * classes);
  for (let row = 0; row < test.length; row++) {
    present.forEach((code, index) => (probabilities[row * classes + code] = answers[row * present.length + index]!));
  }
  return probabilities;
}
