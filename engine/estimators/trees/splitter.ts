import type { BestSplit, NodeSamples } from './node-samples.js';

/** Searches the splits of one column at one node, for one criterion. */
export interface Splitter {
  /** Numbers of a leaf. */
  readonly width: number;
  /** Takes the node's totals in; gives whether its truths are all the same. */
  enter(node: NodeSamples): boolean;
  /** Puts a better split of this column into `best`. Gives false where the column is constant in the node. */
  search(feature: number, node: NodeSamples, best: BestSplit): boolean;
  /** The node's answer, `width` numbers. */
  write(into: Float64Array, at: number): void;
}
