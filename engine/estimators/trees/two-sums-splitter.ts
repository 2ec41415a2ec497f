import type { Rng } from '../../numerics/random.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import { occupiedRanks, takeRanks } from './occupied-ranks.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import { drawCut, midpoint } from './thresholds.js';

/**
 * Splits by squared error, and by Gini's index of two classes, which is the same: with W the weight of a side and S the
 * weighted sum of its truths (0 and 1), both are least where S²/W summed over the two sides is largest (Breiman et al.,
 * Classification and Regression Trees, 1984, §4.3, §8.4). With `rng` one drawn threshold a column, else the best.
 */
export function twoSumsSplitter(
  matrix: RankedMatrix,
  truths: Float64Array,
  minLeaf: number,
  rng: Rng | undefined,
): Splitter {
  const { rows, ranks, starts } = matrix;
  const most = widestColumn(matrix);
  // Of each rank: weight, weighted sum of truths; number of rows where it matters.
  const histogram = new Float64Array(2 * most);
  const numbers = new Int32Array(most);
  const counted = minLeaf > 1;
  const occupied = occupiedRanks(most);
  const { words, summary } = occupied;
  const inOrder = new Int32Array(most);
  const cut = { rank: 0, threshold: 0 };
  // By row of the matrix, and by place in the node.
  let rowWeights = new Float64Array(0);
  const rowProducts = new Float64Array(rows);
  const weights = new Float64Array(rows);
  const products = new Float64Array(rows);
  let nodeWeight = 0;
  let nodeSum = 0;

  return {
    width: 1,
    begin(given) {
      rowWeights = given as Float64Array<ArrayBuffer>;
      for (let row = 0; row < rows; row++) rowProducts[row] = given[row]! * truths[row]!;
    },
    enter({ rows: members, start, count }) {
      let weight = 0;
      let sum = 0;
      let alike = true;
      const first = truths[members[start]!]!;
      for (let i = 0; i < count; i++) {
        const row = members[start + i]!;
        weight += weights[i] = rowWeights[row]!;
        sum += products[i] = rowProducts[row]!;
        if (truths[row]! !== first) alike = false;
      }
      nodeWeight = weight;
      nodeSum = sum;
      return alike;
    },
    search(feature, node, best) {
      if (starts[feature + 1]! - starts[feature]! === 2) return searchTwoValues(feature, node, best);
      return rng === undefined ? searchAll(feature, node, best) : searchDrawn(feature, node, best, rng);
    },
    write(into, at) {
      into[at] = nodeSum / nodeWeight;
    },
  };

  /** A column of two values, such as a level's: there is one split, and no histogram to keep. */
  function searchTwoValues(feature: number, { rows: members, start, count }: NodeRows, best: BestSplit): boolean {
    const column = feature * rows;
    let above = 0;
    let weight = 0;
    let sum = 0;
    // Without a branch: which value comes next cannot be foretold.
    for (let i = 0; i < count; i++) {
      const upper = ranks[column + members[start + i]!]!;
      above += upper;
      weight += weights[i]! * upper;
      sum += products[i]! * upper;
    }
    if (above === 0 || above === count) return false;
    if (above >= minLeaf && count - above >= minLeaf) {
      const rest = nodeSum - sum;
      const score = (sum * sum) / weight + (rest * rest) / (nodeWeight - weight);
      if (score > best.score) {
        best.score = score;
        best.feature = feature;
        best.rank = 0;
        best.threshold = midpoint(matrix, feature, 0, 1);
      }
    }
    return true;
  }

  function searchAll(feature: number, { rows: members, start, count }: NodeRows, best: BestSplit): boolean {
    const column = feature * rows;
    for (let i = 0; i < count; i++) {
      const rank = ranks[column + members[start + i]!]!;
      histogram[2 * rank]! += weights[i]!;
      histogram[2 * rank + 1]! += products[i]!;
      const word = rank >> 5;
      const before = words[word]!;
      if (before === 0) summary[rank >> 10]! |= 1 << (word & 31);
      words[word] = before | (1 << (rank & 31));
      if (counted) numbers[rank]!++;
    }
    const used = takeRanks(occupied, starts[feature + 1]! - starts[feature]!, inOrder);
    const total = nodeSum;
    const all = nodeWeight;
    let weight = 0;
    let sum = 0;
    let left = 0;
    let place = -1;
    let score = best.score;
    for (let k = 0; k < used; k++) {
      const rank = inOrder[k]!;
      weight += histogram[2 * rank]!;
      sum += histogram[2 * rank + 1]!;
      histogram[2 * rank] = 0;
      histogram[2 * rank + 1] = 0;
      if (counted) {
        left += numbers[rank]!;
        numbers[rank] = 0;
        if (left < minLeaf || count - left < minLeaf) continue;
      }
      if (k === used - 1) break;
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
    let weight = 0;
    let sum = 0;
    let left = 0;
    for (let i = 0; i < count; i++) {
      if (ranks[column + members[start + i]!]! > rank) continue;
      weight += weights[i]!;
      sum += products[i]!;
      left++;
    }
    if (left < minLeaf || count - left < minLeaf) return true;
    const rest = nodeSum - sum;
    const score = (sum * sum) / weight + (rest * rest) / (nodeWeight - weight);
    if (score > best.score) {
      best.score = score;
      best.feature = feature;
      best.rank = rank;
      best.threshold = cut.threshold;
    }
    return true;
  }
}
