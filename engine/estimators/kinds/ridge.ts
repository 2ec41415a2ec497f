import { defineEstimator } from '../estimator.js';
import { linearEstimator } from '../linear/linear-answers.js';
import type { LinearSettings } from '../linear/linear-answers.js';

export const ridge = defineEstimator<LinearSettings>({
  type: 'ridge',
  title: { en: 'Ridge regression', zh: '岭回归' },
  targets: ['numbers'],
  settings: {
    alpha: {
      schema: { type: 'number', exclusiveMinimum: 0 },
      default: 1,
      description: 'Weight of the coefficients’ squares beside the sum of squared errors, as scikit-learn has it.',
    },
    standardise: {
      schema: { type: 'boolean' },
      default: true,
      description: 'Centre numeric columns and scale them to unit deviation, by the training rows of each fold.',
    },
  },
  create: linearEstimator,
});
