import type { BestSplit, NodeRows } from './node-rows.js';

/** Searches the splits of one column at one node, for one criterion. */
export interface Splitter {
  /** Numbers of a leaf. */
  readonly width: number;
  /** Before each tree: the rows' weights in it. */
  begin(weights: Float64Array): void;
  /** Takes the node in; gives whether its truths are all the same. */
  enter(node: NodeRows): boolean;
  /** Puts a better split of this column into `best`. Gives false where the column is constant in the node. */
  search(feature: number, node: NodeRows, best: BestSplit): boolean;
  /** The node's answer, `width` numbers. */
  write(into: Float64Array, at: number): void;
}
