import type { SettingSpec } from '../setting-spec.js';

export type Criterion = 'gini' | 'entropy' | 'squared-error';

export interface TreeSettings {
  readonly maxFeatures: 'sqrt' | 'log2' | number | null;
  readonly maxDepth: number | null;
  readonly minLeaf: number;
  readonly criterion: Criterion;
  readonly classWeight: 'balanced' | Readonly<Record<string, number>> | null;
}

export interface ForestSettings extends Omit<TreeSettings, 'classWeight'> {
  readonly trees: number;
  readonly bootstrap: boolean;
  readonly classWeight: TreeSettings['classWeight'] | 'balanced-subsample';
}

/** How a forest is grown, whatever kind it is of. */
export interface ForestPlan extends ForestSettings {
  /** Whether thresholds are drawn rather than searched. */
  readonly drawn: boolean;
}

const CRITERION = { enum: ['gini', 'entropy', 'squared-error'] } as const;
const classWeight = (...names: readonly string[]): SettingSpec => ({
  schema: {
    anyOf: [
      { enum: [null, ...names] },
      { type: 'object', additionalProperties: { type: 'number', exclusiveMinimum: 0 } },
    ],
  },
  default: null,
  description: '`balanced`: every class weighs the same; a map: the weight of each class it names, 1 for the others.',
});

export const TREE_SETTINGS = {
  maxFeatures: {
    schema: {
      anyOf: [
        { enum: ['sqrt', 'log2', null] },
        { type: 'integer', minimum: 1 },
        { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      ],
    },
    default: null,
    description: 'Columns that a node looks at: a count, a share below 1, a function of their number, or null for all.',
  },
  maxDepth: {
    schema: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
    default: null,
    description: 'Most branches between the root and a leaf; null for no limit.',
  },
  minLeaf: { schema: { type: 'integer', minimum: 1 }, default: 1, description: 'Fewest rows of a leaf.' },
  criterion: {
    schema: CRITERION,
    default: 'gini',
    defaultForNumbers: 'squared-error',
    description: 'What a split makes small: gini or entropy for classes, squared-error for numbers.',
  },
  classWeight: classWeight('balanced'),
} as const satisfies Record<keyof TreeSettings, SettingSpec>;

export const FOREST_SETTINGS = {
  trees: { schema: { type: 'integer', minimum: 1, maximum: 100_000 }, default: 100, description: 'Number of trees.' },
  ...TREE_SETTINGS,
  maxFeatures: { ...TREE_SETTINGS.maxFeatures, default: 'sqrt', defaultForNumbers: null },
  bootstrap: {
    schema: { type: 'boolean' },
    default: true,
    description: 'Each tree learns of as many rows drawn with replacement; else of all rows.',
  },
  classWeight: classWeight('balanced', 'balanced-subsample'),
} as const satisfies Record<keyof ForestSettings, SettingSpec>;

/** The number of columns that a node looks at, as scikit-learn counts it. */
export function maxFeaturesOf(setting: ForestSettings['maxFeatures'], columns: number): number {
  if (setting === null) return columns;
  if (setting === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(columns)));
  if (setting === 'log2') return Math.max(1, Math.floor(Math.log2(columns)));
  return Math.max(1, setting < 1 ? Math.floor(setting * columns) : Math.min(setting, columns));
}
