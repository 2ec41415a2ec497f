/** The rows of one node: `rows[start]`…`rows[start + count − 1]`. */
export interface NodeRows {
  readonly rows: Int32Array;
  start: number;
  count: number;
}

/** The best split of a node so far. Scores compare splits of one node only. */
export interface BestSplit {
  score: number;
  feature: number;
  /** Ranks up to this go left. */
  rank: number;
  /** Values up to this go left. */
  threshold: number;
}
