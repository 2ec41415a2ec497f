export interface TfjsSettings {
  readonly epochs: number;
  /** Rows of a minibatch. */
  readonly batch: number;
  readonly optimizer: 'adam' | 'sgd' | 'rmsprop' | 'adagrad';
  readonly learningRate: number;
  /** Of numbers; classes are learnt by cross-entropy. */
  readonly loss: 'squared-error' | 'absolute-error';
  readonly standardise: boolean;
}

/** Keras' where it has them. */
export const TFJS_DEFAULTS: TfjsSettings = {
  epochs: 50,
  batch: 32,
  optimizer: 'adam',
  learningRate: 0.001,
  loss: 'squared-error',
  standardise: true,
};
