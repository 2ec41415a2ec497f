import { EstimatorFault } from '../estimator-fault.js';

/** A multilayer perceptron as scikit-learn's `MLPClassifier` and `MLPRegressor` have it, and dropout. */
export interface MlpSettings {
  /** Units of each hidden layer; none makes a linear model. */
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  readonly solver: 'adam' | 'sgd';
  readonly epochs: number;
  /** Rows of a minibatch; a smaller training set is one batch. */
  readonly batch: number;
  readonly learningRate: number;
  /** Nesterov's, for `sgd`. */
  readonly momentum: number;
  /** scikit-learn's `alpha`: ½·l2·‖W‖² is added to the summed loss of each batch; intercepts are free. */
  readonly l2: number;
  /** Share of each hidden layer's units that a training row does not see. */
  readonly dropout: number;
  /** Holds 10 % of the training rows out and keeps the weights of the epoch that answers them best. */
  readonly earlyStopping: boolean;
}

/** scikit-learn 1.2's, where it has them. */
export const MLP_DEFAULTS: MlpSettings = {
  hidden: [100],
  activation: 'relu',
  solver: 'adam',
  epochs: 200,
  batch: 200,
  learningRate: 0.001,
  momentum: 0.9,
  l2: 0.0001,
  dropout: 0,
  earlyStopping: false,
};

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 1;

const CHECKS: { readonly [name in keyof MlpSettings]: readonly [holds: (value: unknown) => boolean, what: string] } = {
  hidden: [(value) => Array.isArray(value) && value.every(isCount), 'a list of whole numbers from 1'],
  activation: [(value) => value === 'relu' || value === 'tanh', 'relu or tanh'],
  solver: [(value) => value === 'adam' || value === 'sgd', 'adam or sgd'],
  epochs: [isCount, 'a whole number from 1'],
  batch: [isCount, 'a whole number from 1'],
  learningRate: [(value) => typeof value === 'number' && value > 0 && value <= 1, 'a number above 0, at most 1'],
  momentum: [isShare, 'a number from 0, below 1'],
  l2: [(value) => typeof value === 'number' && value >= 0 && Number.isFinite(value), 'a number from 0'],
  dropout: [isShare, 'a number from 0, below 1'],
  earlyStopping: [(value) => typeof value === 'boolean', 'true or false'],
};

/** The settings of a subject's `estimator.with`, defaults filled in. Throws `EstimatorFault` (`unsupported`). */
export function mlpSettings(given: Readonly<Record<string, unknown>>): MlpSettings {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(CHECKS, name));
  if (stranger !== undefined) throw new EstimatorFault('unsupported', `mlp has no setting ${stranger}`);
  const settings = { ...MLP_DEFAULTS, ...given };
  for (const [name, [holds, what]] of Object.entries(CHECKS)) {
    const value = settings[name as keyof MlpSettings];
    if (!holds(value)) {
      throw new EstimatorFault('unsupported', `mlp takes as ${name} ${what}, not ${JSON.stringify(value)}`);
    }
  }
  return settings;
}
