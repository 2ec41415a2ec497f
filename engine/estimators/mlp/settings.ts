import type { Privacy } from './privacy.js';

/** A multilayer perceptron as scikit-learn's `MLPClassifier` and `MLPRegressor` have it, dropout, and privacy. */
export interface MlpSettings {
  /** Units of each hidden layer; none makes a linear model. */
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  readonly solver: 'adam' | 'sgd';
  readonly epochs: number;
  /** Rows of a minibatch; a smaller training set is one batch. With `privacy` the rows of a step are drawn instead. */
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
  readonly privacy: Privacy | null;
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
  privacy: null,
};
