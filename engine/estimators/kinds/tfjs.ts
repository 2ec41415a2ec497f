import { defineEstimator } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { TfjsSettings } from '../tfjs/settings.js';
import { TFJS_DEFAULTS } from '../tfjs/settings.js';
import { trainFolds } from '../tfjs/train-folds.js';

const count = { type: 'integer', minimum: 1 } as const;

export const tfjs = defineEstimator<TfjsSettings & { readonly model: string }>({
  type: 'tfjs',
  title: { en: 'A network of one’s own, of TensorFlow layers', zh: '自定义的 TensorFlow 层网络' },
  targets: ['classes', 'numbers'],
  usesDevice: true,
  settings: {
    model: {
      schema: { type: 'string' },
      default: '',
      description:
        'The network’s JSON, relative to the subject: a `model.json` of TensorFlow.js, or what Keras’ `to_json` gives. Weights in it are not used.',
    },
    epochs: { schema: count, default: TFJS_DEFAULTS.epochs, description: 'Passes over the training rows.' },
    batch: { schema: count, default: TFJS_DEFAULTS.batch, description: 'Rows of a minibatch.' },
    optimizer: {
      schema: { enum: ['adam', 'sgd', 'rmsprop', 'adagrad'] },
      default: TFJS_DEFAULTS.optimizer,
      description: 'TensorFlow’s, with its own defaults but for the rate.',
    },
    learningRate: {
      schema: { type: 'number', exclusiveMinimum: 0, maximum: 10 },
      default: TFJS_DEFAULTS.learningRate,
      description: 'Step of the optimizer.',
    },
    loss: {
      schema: { enum: ['squared-error', 'absolute-error'] },
      default: TFJS_DEFAULTS.loss,
      description: 'Of numbers; classes are learnt by cross-entropy.',
    },
    standardise: {
      schema: { type: 'boolean' },
      default: TFJS_DEFAULTS.standardise,
      description:
        'Centre numeric columns and scale them to unit deviation, by the training rows of each fold; numbers to be learnt likewise.',
    },
  },
  create: (settings, { network }) => ({
    answers(data, folds, context) {
      if (network === undefined) throw new EstimatorFault('unsupported', 'tfjs: the subject names no network');
      return trainFolds(network, settings, data, folds, context);
    },
  }),
});
