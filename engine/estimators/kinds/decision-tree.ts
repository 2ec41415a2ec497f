import { defineEstimator } from '../estimator.js';
import { forestEstimator } from '../trees/forest-estimator.js';
import { TREE_SETTINGS } from '../trees/forest-settings.js';
import type { TreeSettings } from '../trees/forest-settings.js';

export const decisionTree = defineEstimator<TreeSettings>({
  type: 'decision-tree',
  title: { en: 'Decision tree', zh: '决策树' },
  targets: ['classes', 'numbers'],
  settings: TREE_SETTINGS,
  create: (settings) => forestEstimator({ ...settings, trees: 1, bootstrap: false, drawn: false }),
});
