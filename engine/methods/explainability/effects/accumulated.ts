import { quantileOfSorted } from '../../../numerics/sorting.js';
import { knownOf } from './grid.js';

/** Intervals of a number, by quantiles of the rows; every known row lies in one. */
export interface Bins {
  /** One more than bins, ascending. */
  readonly edges: Float64Array;
  /** Of each row; −1 where its value is missing or too large to compute with. */
  readonly of: Int32Array;
}

/** Up to `most` bins that hold about as many rows each; without any where fewer than two values are known. */
export function quantileBins(values: ArrayLike<number>, most: number): Bins {
  const sorted = knownOf(values);
  const drawn = Array.from({ length: most + 1 }, (_, at) => quantileOfSorted(sorted, at / most));
  const edges = Float64Array.from(sorted.length === 0 ? [] : new Set(drawn));
  const of = Int32Array.from({ length: values.length }, (_, row) => {
    const value = values[row]!;
    if (edges.length < 2 || !(value >= edges[0]! && value <= edges.at(-1)!)) return -1;
    let bin = 0;
    while (bin < edges.length - 2 && value > edges[bin + 1]!) bin++;
    return bin;
  });
  return { edges, of };
}

/**
 * Accumulated local effects at the edges, of mean 0 over the rows (Apley & Zhu, "Visualizing the effects of predictor
 * variables in black box supervised learning models", JRSS B 2020, eq. 15 and 16): `changes` is what the answer of a row
 * changes from its bin's lower to its upper edge. An empty bin adds nothing.
 */
export function accumulatedEffects(
  { edges, of }: Bins,
  changes: ArrayLike<number>,
  weights: ArrayLike<number>,
): Float64Array {
  const bins = Math.max(0, edges.length - 1);
  const sums = new Float64Array(bins);
  const totals = new Float64Array(bins);
  for (let row = 0; row < of.length; row++) {
    const bin = of[row]!;
    if (bin < 0) continue;
    sums[bin]! += weights[row]! * changes[row]!;
    totals[bin]! += weights[row]!;
  }
  const effects = new Float64Array(edges.length);
  let all = 0;
  let mean = 0;
  for (let bin = 0; bin < bins; bin++) {
    effects[bin + 1] = effects[bin]! + (totals[bin]! > 0 ? sums[bin]! / totals[bin]! : 0);
    mean += (totals[bin]! * (effects[bin]! + effects[bin + 1]!)) / 2;
    all += totals[bin]!;
  }
  return all > 0 ? effects.map((effect) => effect - mean / all) : effects;
}
