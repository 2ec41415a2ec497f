import { defineEstimator } from '../estimator.js';
import { forestEstimator } from '../trees/forest-estimator.js';
import { FOREST_SETTINGS } from '../trees/forest-settings.js';
import type { ForestSettings } from '../trees/forest-settings.js';

export const extraTrees = defineEstimator<ForestSettings>({
  type: 'extra-trees',
  title: { en: 'Extremely randomised trees', zh: '极端随机树' },
  targets: ['classes', 'numbers'],
  settings: { ...FOREST_SETTINGS, bootstrap: { ...FOREST_SETTINGS.bootstrap, default: false } },
  create: (settings) => forestEstimator({ ...settings, drawn: true }),
});
