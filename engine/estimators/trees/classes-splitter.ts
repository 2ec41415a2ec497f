import type { Rng } from '../../numerics/random.js';
import type { BestSplit, NodeRows } from './node-rows.js';
import { occupiedRanks, takeRanks } from './occupied-ranks.js';
import { widestColumn } from './ranked-matrix.js';
import type { RankedMatrix } from './ranked-matrix.js';
import type { Splitter } from './splitter.js';
import { drawCut, midpoint } from './thresholds.js';

/**
 * What is largest where the impurity of a side is least, from the weights of its classes: Σ w²/W for Gini's index,
 * Σ w·ln(w/W) for entropy (Breiman et al., Classification and Regression Trees, 1984, §4.3; Quinlan 1986).
 */
const CRITERIA = {
  gini(weights: Float64Array, total: number): number {
    let squares = 0;
    for (let k = 0; k < weights.length; k++) squares += weights[k]! * weights[k]!;
    return squares / total;
  },
  entropy(weights: Float64Array, total: number): number {
    let sum = 0;
    for (let k = 0; k < weights.length; k++) if (weights[k]! > 0) sum += weights[k]! * Math.log(weights[k]! / total);
    return sum;
  },
} as const;

export type ClassCriterion = keyof typeof CRITERIA;

/** Splits by the weights of any number of classes. With `rng` one drawn threshold a column, else the best. */
export function classesSplitter(
  matrix: RankedMatrix,
  classOf: Float64Array,
  classes: number,
  criterion: ClassCriterion,
  minLeaf: number,
  rng: Rng | undefined,
): Splitter {
  const { rows, ranks, starts } = matrix;
  const purity = CRITERIA[criterion];
  const most = widestColumn(matrix);
  // Of each rank: the weight of each class, then the number of rows.
  const stride = classes + 1;
  const histogram = new Float64Array(stride * most);
  const occupied = occupiedRanks(most);
  const { words, summary } = occupied;
  const inOrder = new Int32Array(most);
  const cut = { rank: 0, threshold: 0 };
  const whole = new Float64Array(classes);
  const left = new Float64Array(classes);
  const right = new Float64Array(classes);
  let rowWeights = new Float64Array(0);
  // By place in the node.
  const weights = new Float64Array(rows);
  const truths = new Int32Array(rows);
  let nodeWeight = 0;

  return {
    width: classes,
    begin(given) {
      rowWeights = given as Float64Array<ArrayBuffer>;
    },
    enter({ rows: members, start, count }) {
      whole.fill(0);
      nodeWeight = 0;
      let alike = true;
      for (let i = 0; i < count; i++) {
        const row = members[start + i]!;
        weights[i] = rowWeights[row]!;
        truths[i] = classOf[row]!;
        whole[truths[i]!]! += weights[i]!;
        nodeWeight += weights[i]!;
        if (truths[i] !== truths[0]) alike = false;
      }
      return alike;
    },
    search: (feature, node, best) =>
      rng === undefined ? searchAll(feature, node, best) : searchDrawn(feature, node, best, rng),
    write(into, at) {
      for (let k = 0; k < classes; k++) into[at + k] = whole[k]! / nodeWeight;
    },
  };

  function scoreOf(weight: number): number {
    for (let k = 0; k < classes; k++) right[k] = whole[k]! - left[k]!;
    return purity(left, weight) + purity(right, nodeWeight - weight);
  }

  function searchAll(feature: number, { rows: members, start, count }: NodeRows, best: BestSplit): boolean {
    const column = feature * rows;
    for (let i = 0; i < count; i++) {
      const rank = ranks[column + members[start + i]!]!;
      histogram[rank * stride + truths[i]!]! += weights[i]!;
      histogram[rank * stride + classes]!++;
      words[rank >> 5]! |= 1 << (rank & 31);
      summary[rank >> 10]! |= 1 << ((rank >> 5) & 31);
    }
    const used = takeRanks(occupied, starts[feature + 1]! - starts[feature]!, inOrder);
    left.fill(0);
    let weight = 0;
    let number = 0;
    for (let place = 0; place < used; place++) {
      const at = inOrder[place]! * stride;
      for (let k = 0; k < classes; k++) {
        left[k]! += histogram[at + k]!;
        weight += histogram[at + k]!;
      }
      number += histogram[at + classes]!;
      histogram.fill(0, at, at + stride);
      if (number < minLeaf || count - number < minLeaf || place === used - 1) continue;
      const score = scoreOf(weight);
      if (score > best.score) {
        best.score = score;
        best.feature = feature;
        best.rank = inOrder[place]!;
        best.threshold = midpoint(matrix, feature, inOrder[place]!, inOrder[place + 1]!);
      }
    }
    return used > 1;
  }

  function searchDrawn(feature: number, node: NodeRows, best: BestSplit, from: Rng): boolean {
    if (!drawCut(matrix, feature, node, from, cut)) return false;
    const { rows: members, start, count } = node;
    const column = feature * rows;
    left.fill(0);
    let weight = 0;
    let number = 0;
    for (let i = 0; i < count; i++) {
      if (ranks[column + members[start + i]!]! > cut.rank) continue;
      left[truths[i]!]! += weights[i]!;
      weight += weights[i]!;
      number++;
    }
    if (number < minLeaf || count - number < minLeaf) return true;
    const score = scoreOf(weight);
    if (score > best.score) {
      best.score = score;
      best.feature = feature;
      best.rank = cut.rank;
      best.threshold = cut.threshold;
    }
    return true;
  }
}
