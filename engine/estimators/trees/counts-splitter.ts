import type { Rng } from '../../numerics/random.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import { occupiedRanks, takeRanks } from './occupied-ranks.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import { drawCut, midpoint } from './thresholds.js';

/** Rows' weights must sum to less. */
export const MOST_COUNTED = 2 ** 26;

/**
 * `twoSumsSplitter` for two classes (truths 0 and 1), whole weights and leaves of any size, which is what a bootstrap
 * gives: weight and weight of the second class are the upper and the lower half of one double, so that a node reads
 * and adds half as much. Sums are exact below 2⁵².
 */
export function countsSplitter(matrix: RankedMatrix, truths: Float64Array, rng: Rng | undefined): Splitter {
  const { rows, ranks, starts } = matrix;
  const most = widestColumn(matrix);
  const histogram = new Float64Array(most);
  const occupied = occupiedRanks(most);
  const { words, summary } = occupied;
  const inOrder = new Int32Array(most);
  const cut = { rank: 0, threshold: 0 };
  // By row of the matrix, and by place in the node.
  const rowPairs = new Float64Array(rows);
  const pairs = new Float64Array(rows);
  let nodeWeight = 0;
  let nodeSum = 0;

  return {
    width: 1,
    begin(weights) {
      for (let row = 0; row < rows; row++) rowPairs[row] = weights[row]! * (MOST_COUNTED + truths[row]!);
    },
    enter({ rows: members, start, count }) {
      let pair = 0;
      for (let i = 0; i < count; i++) pair += pairs[i] = rowPairs[members[start + i]!]!;
      nodeWeight = Math.floor(pair / MOST_COUNTED);
      nodeSum = pair - nodeWeight * MOST_COUNTED;
      return nodeSum === 0 || nodeSum === nodeWeight;
    },
    search(feature, node, best) {
      if (starts[feature + 1]! - starts[feature]! === 2) return searchTwoValues(feature, node, best);
      return rng === undefined ? searchAll(feature, node, best) : searchDrawn(feature, node, best, rng);
    },
    write(into, at) {
      into[at] = nodeSum / nodeWeight;
    },
  };

  function scoreOf(pair: number): number {
    const weight = Math.floor(pair / MOST_COUNTED);
    const sum = pair - weight * MOST_COUNTED;
    const rest = nodeSum - sum;
    const others = nodeWeight - weight;
    return (sum * sum * others + rest * rest * weight) / (weight * others);
  }

  function searchTwoValues(feature: number, { rows: members, start, count }: NodeRows, best: BestSplit): boolean {
    const column = feature * rows;
    let pair = 0;
    // Without a branch: which value comes next cannot be foretold.
    for (let i = 0; i < count; i++) pair += pairs[i]! * ranks[column + members[start + i]!]!;
    if (pair === 0 || pair === nodeWeight * MOST_COUNTED + nodeSum) return false;
    const score = scoreOf(pair);
    if (score > best.score) {
      best.score = score;
      best.feature = feature;
      best.rank = 0;
      best.threshold = midpoint(matrix, feature, 0, 1);
    }
    return true;
  }

  function searchAll(feature: number, { rows: members, start, count }: NodeRows, best: BestSplit): boolean {
    const column = feature * rows;
    for (let i = 0; i < count; i++) {
      const rank = ranks[column + members[start + i]!]!;
      histogram[rank]! += pairs[i]!;
      const word = rank >> 5;
      const before = words[word]!;
      if (before === 0) summary[rank >> 10]! |= 1 << (word & 31);
      words[word] = before | (1 << (rank & 31));
    }
    const used = takeRanks(occupied, starts[feature + 1]! - starts[feature]!, inOrder);
    const total = nodeSum;
    const all = nodeWeight;
    let pair = 0;
    let place = -1;
    let score = best.score;
    for (let k = 0; k < used; k++) {
      const rank = inOrder[k]!;
      pair += histogram[rank]!;
      histogram[rank] = 0;
      if (k === used - 1) break;
      const weight = Math.floor(pair / MOST_COUNTED);
      const sum = pair - weight * MOST_COUNTED;
      const rest = total - sum;
      const others = all - weight;
      // sum²/weight + rest²/others with one division.
      const found = (sum * sum * others + rest * rest * weight) / (weight * others);
      if (found > score) {
        score = found;
        place = k;
      }
    }
    if (place >= 0) {
      best.score = score;
      best.feature = feature;
      best.rank = inOrder[place]!;
      best.threshold = midpoint(matrix, feature, inOrder[place]!, inOrder[place + 1]!);
    }
    return used > 1;
  }

  function searchDrawn(feature: number, node: NodeRows, best: BestSplit, from: Rng): boolean {
    if (!drawCut(matrix, feature, node, from, cut)) return false;
    const { rows: members, start, count } = node;
    const column = feature * rows;
    const { rank } = cut;
    let pair = 0;
    for (let i = 0; i < count; i++) if (ranks[column + members[start + i]!]! <= rank) pair += pairs[i]!;
    const score = scoreOf(pair);
    if (score > best.score) {
      best.score = score;
      best.feature = feature;
      best.rank = rank;
      best.threshold = cut.threshold;
    }
    return true;
  }
}
