/** What a model's file tells of its last stage: linear scores, or trees, over encoded columns. */
import type { Table } from './table.js';
import type { ClassView, Link } from '../methods/explainability/shap/read-ensemble.js';
import type { Encoded, TreeEnsemble } from '../methods/explainability/shap/tree-ensemble.js';

export interface LinearScores {
  readonly kind: 'linear';
  readonly columns: number;
  readonly outputs: number;
  /** Outputs × columns, row-major. */
  readonly weights: Float64Array;
  readonly intercepts: Float64Array;
}

export interface Trees {
  readonly kind: 'trees';
  readonly ensemble: TreeEnsemble;
}

export interface ModelInside {
  readonly stage: LinearScores | Trees;
  /** What turns the stage's scores into the model's answers. */
  readonly link: Link;
  /** How the score of each class follows, in the order of the subject's classes; one for a regression. */
  readonly views: readonly ClassView[];
  /** The feature that each encoded column comes from. */
  readonly owners: readonly string[];
  /** What the stage gets for these rows. Throws `ModelFault`. */
  encode(table: Table, signal?: AbortSignal): Promise<Encoded>;
  /** The label of each row by its probabilities (rows × classes), where these and no output of the model tell it. */
  decide?(probabilities: Float64Array): Int32Array;
  /** Does nothing to the model, which keeps what it read. */
  close(): Promise<void>;
}
