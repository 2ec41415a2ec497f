/** The rows of one node, in one place: what every split of the node reads. Reused from node to node. */
export interface NodeSamples {
  count: number;
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  /** Numbers, or the class. */
  readonly truths: Float64Array;
  /** For a splitter's own use. */
  readonly products: Float64Array;
}

export const nodeSamples = (rows: number): NodeSamples => ({
  count: 0,
  rows: new Int32Array(rows),
  weights: new Float64Array(rows),
  truths: new Float64Array(rows),
  products: new Float64Array(rows),
});

/** The best split of a node so far. Scores compare splits of one node only. */
export interface BestSplit {
  score: number;
  feature: number;
  /** Ranks up to this go left. */
  rank: number;
  /** Values up to this go left. */
  threshold: number;
}
