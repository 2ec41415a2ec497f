import { defineEstimator } from '../estimator.js';
import { privacyAccount } from '../mlp/privacy.js';
import { MLP_DEFAULTS } from '../mlp/settings.js';
import type { MlpSettings } from '../mlp/settings.js';
import { trainMany } from '../mlp/train-many.js';

const count = { type: 'integer', minimum: 1 } as const;
const share = { type: 'number', minimum: 0, exclusiveMaximum: 1 } as const;

export const mlp = defineEstimator<MlpSettings>({
  type: 'mlp',
  title: { en: 'Multilayer perceptron', zh: '多层感知机' },
  targets: ['classes', 'numbers'],
  usesDevice: true,
  settings: {
    hidden: {
      schema: { type: 'array', items: count },
      default: MLP_DEFAULTS.hidden,
      description: 'Units of each hidden layer; none makes a linear model.',
    },
    activation: {
      schema: { enum: ['relu', 'tanh'] },
      default: MLP_DEFAULTS.activation,
      description: 'Of the hidden units.',
    },
    solver: { schema: { enum: ['adam', 'sgd'] }, default: MLP_DEFAULTS.solver, description: 'How weights are moved.' },
    epochs: { schema: count, default: MLP_DEFAULTS.epochs, description: 'Passes over the training rows.' },
    batch: {
      schema: count,
      default: MLP_DEFAULTS.batch,
      description: 'Rows of a minibatch; a smaller training set is one batch. With privacy, rows are drawn instead.',
    },
    learningRate: {
      schema: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
      default: MLP_DEFAULTS.learningRate,
      description: 'Step of the solver.',
    },
    momentum: { schema: share, default: MLP_DEFAULTS.momentum, description: 'Nesterov’s, for sgd.' },
    l2: {
      schema: { type: 'number', minimum: 0 },
      default: MLP_DEFAULTS.l2,
      description: 'scikit-learn’s alpha; intercepts are free.',
    },
    dropout: {
      schema: share,
      default: MLP_DEFAULTS.dropout,
      description: 'Share of each hidden layer’s units that a training row does not see.',
    },
    earlyStopping: {
      schema: { type: 'boolean' },
      default: MLP_DEFAULTS.earlyStopping,
      description: 'Hold 10 % of the training rows out and keep the weights of the epoch that answers them best.',
    },
    privacy: {
      schema: {
        anyOf: [
          { type: 'null' },
          {
            type: 'object',
            properties: {
              clip: { type: 'number', exclusiveMinimum: 0 },
              noiseMultiplier: { type: 'number', minimum: 0 },
              sampleRate: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
            },
          },
        ],
      },
      default: MLP_DEFAULTS.privacy,
      description:
        'Differentially private steps (DP-SGD): each of epochs/sampleRate steps draws every row with probability sampleRate, clips its gradient to an L2 norm of clip, and adds noise of deviation noiseMultiplier·clip.',
    },
  },
  privacy: privacyAccount,
  create: (settings) => ({
    async answers({ features, target, weights }, folds, { rng, pause, progress, workers, device, trained }) {
      const { answers, backend, atOnce } = await trainMany(
        settings,
        {
          features,
          target: target.kind === 'classes' ? { ...target, classes: target.classes.length } : target,
          ...(weights && { weights }),
        },
        folds,
        {
          rng: (model) => rng(`model ${model}`),
          pause,
          ...(workers !== undefined && { threads: workers }),
          ...(device && { device: device.kind }),
          ...(device?.kind !== 'cpu' && device?.memory !== undefined && { memory: device.memory }),
        },
      );
      trained?.({ backend, atOnce });
      progress?.(folds.length, folds.length);
      return answers;
    },
  }),
});
