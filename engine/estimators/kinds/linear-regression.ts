import { defineEstimator } from '../estimator.js';
import { linearEstimator } from '../linear/linear-answers.js';

export const linearRegression = defineEstimator<Record<never, never>>({
  type: 'linear-regression',
  title: { en: 'Linear regression by least squares', zh: '最小二乘线性回归' },
  targets: ['numbers'],
  settings: {},
  // Scaling changes no prediction of least squares, and keeps columns of small units from counting as dependent.
  create: () => linearEstimator({ alpha: 0, standardise: true }),
});
