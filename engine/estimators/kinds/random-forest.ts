import { defineEstimator } from '../estimator.js';
import { forestEstimator } from '../trees/forest-estimator.js';
import { FOREST_SETTINGS } from '../trees/forest-settings.js';
import type { ForestSettings } from '../trees/forest-settings.js';

export const randomForest = defineEstimator<ForestSettings>({
  type: 'random-forest',
  title: { en: 'Random forest', zh: '随机森林' },
  targets: ['classes', 'numbers'],
  settings: FOREST_SETTINGS,
  create: (settings) => forestEstimator({ ...settings, drawn: false }),
});
