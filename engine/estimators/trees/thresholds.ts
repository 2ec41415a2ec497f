import type { Rng } from '../../numerics/random.js';
import type { NodeRows } from './node-rows.js';
import type { RankedMatrix } from './ranked-matrix.js';

/** Where a column is cut: ranks up to `rank`, values up to `threshold` go left. */
export interface Cut {
  rank: number;
  threshold: number;
}

/** Half way between two neighbouring values of a node, as scikit-learn; the lower one where no double lies between. */
export function midpoint({ values, starts }: RankedMatrix, feature: number, rank: number, next: number): number {
  const low = values[starts[feature]! + rank]!;
  const high = values[starts[feature]! + next]!;
  const middle = low / 2 + high / 2;
  return middle < high && middle >= low ? middle : low;
}

/**
 * A threshold drawn evenly between a column's least and largest value of the node (Geurts, Ernst & Wehenkel, "Extremely
 * randomized trees", Machine Learning 63, 2006); false, and no draw, where the column is constant.
 */
export function drawCut(matrix: RankedMatrix, feature: number, node: NodeRows, rng: Rng, into: Cut): boolean {
  const { ranks, values, starts, rows } = matrix;
  const column = feature * rows;
  let lowest = ranks[column + node.rows[node.start]!]!;
  let highest = lowest;
  for (let i = 1; i < node.count; i++) {
    const rank = ranks[column + node.rows[node.start + i]!]!;
    if (rank < lowest) lowest = rank;
    else if (rank > highest) highest = rank;
  }
  if (lowest === highest) return false;
  const start = starts[feature]!;
  const low = values[start + lowest]!;
  const high = values[start + highest]!;
  const drawn = low + rng.next() * (high - low);
  into.threshold = drawn < high ? drawn : low;
  let at = start + lowest;
  for (let beyond = start + highest; beyond - at > 1;) {
    const middle = (at + beyond) >> 1;
    if (values[middle]! <= into.threshold) at = middle;
    else beyond = middle;
  }
  into.rank = at - start;
  return true;
}
