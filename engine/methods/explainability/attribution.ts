/**
 * What every attribution method is handed and gives. A player is a feature, or a group of features that move
 * together; the one-hot columns of a raw column are one player by nature, since models are asked with raw columns.
 */

/**
 * Rows put together of two: player p of mix i is taken from explained row `rows[i]` where `masks[i × players + p]` is
 * 1, else from background row `backgrounds[i]`.
 */
export interface Mixes {
  readonly rows: Int32Array;
  readonly backgrounds: Int32Array;
  readonly masks: Uint8Array;
}

/** The model as an explainer sees it. Nothing but its answers is known. */
export interface Explained {
  readonly players: readonly string[];
  /** Explained rows. */
  readonly rows: number;
  /** Background rows: the distribution that an absent player is drawn from. */
  readonly backgrounds: number;
  /**
   * The value that is explained, one number a mix, on `scale`. Called with as many mixes as are ready at once: the
   * batches that a model takes are the callee's affair. Each mix counts as one evaluation of the model.
   */
  value(mixes: Mixes): Promise<Float64Array>;
}

/** `probability` of a class, its `margin` (log-odds or raw score), a regression's `prediction`, or a 0/1 `decision`. */
export type Scale = 'probability' | 'margin' | 'prediction' | 'decision';

/**
 * Shares of the players in the value of each explained row. Additive methods have
 * `base[row] + Σ values[row, ·] = predictions[row]`.
 */
export interface Attribution {
  /** How it was computed, such as `interventional-tree`, `linear`, `enumeration`, `kernel`, `permutation`, `lime`. */
  readonly method: string;
  /** Exact for its own value function, up to rounding. */
  readonly exact: boolean;
  readonly additive: boolean;
  readonly scale: Scale;
  readonly players: readonly string[];
  readonly rows: number;
  /** Rows × players, row-major, in units of `scale`. */
  readonly values: Float64Array;
  /** Standard error of each value from sampling, same shape; absent where the method is exact. */
  readonly errors?: Float64Array;
  /** The value without any player, one a row. */
  readonly base: Float64Array;
  /** The model's value for each row. */
  readonly predictions: Float64Array;
  /** Mixed rows that the model was asked for; 0 where its inside was read instead. */
  readonly evaluations: number;
}
