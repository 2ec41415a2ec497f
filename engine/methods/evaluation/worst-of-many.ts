/**
 * The box of the greatest of many figures θ₁…θₖ (of the least: negate). As in a rule's `and` and `or`:
 * - all θⱼ ≤ c is shown at α if each is shown at α (intersection–union, Berger, Technometrics 24, 1982): the upper
 *   bound is the greatest upper bound;
 * - some θⱼ ≥ c is shown at α if one is shown at α/k (Bonferroni): the lower bound is the greatest lower bound at α/k.
 * So looking for the worst costs what it must on the failing side, and nothing on the passing side. Both bounds hold
 * whatever the figures' dependence, at every α that the draws resolve; beyond (α/k below `RESOLVED`/draws) a box's tail
 * is continued as an exponential one, which is heavier than that of a mean.
 */
import type { BoxDraws } from './bayesian-bootstrap.js';

/** So many draws in a tail are needed to read its quantile. */
const RESOLVED = 8;

export interface WorstOfMany {
  add(box: BoxDraws): void;
  /**
   * Draws as `joinBox` gives: the lower bounds below the median, the upper ones above, in the ranks of the greatest
   * plain draw.
   */
  draws(): Float64Array;
}

/** `count` is the number of boxes that will be added; each has `draws` draws. Cost of each: two sorts. */
export function greatestOf(count: number, draws: number): WorstOfMany {
  const half = draws / 2;
  const plain = new Float64Array(draws).fill(-Infinity);
  const joined = new Float64Array(draws).fill(-Infinity);
  return {
    add(box) {
      const lower = box.lower.slice().sort();
      const upper = box.upper.slice().sort();
      for (let rank = 0; rank < draws; rank++) {
        plain[rank] = Math.max(plain[rank]!, box.plain[rank]!);
        const level = (rank + 0.5) / draws;
        const bound = rank < half ? lowerQuantile(lower, level / count) : upper[rank]!;
        joined[rank] = Math.max(joined[rank]!, bound);
      }
    },
    draws() {
      const order = Uint32Array.from({ length: draws }, (_, i) => i).sort((i, j) => plain[i]! - plain[j]! || i - j);
      const ranked = new Float64Array(draws);
      order.forEach((draw, rank) => (ranked[draw] = joined[rank]!));
      return ranked;
    },
  };
}

/** The quantile of ascending values at a tail, however small, erring downwards. */
export function lowerQuantile(sorted: Float64Array, tail: number): number {
  const { length } = sorted;
  if (tail * length >= RESOLVED) return sorted[Math.floor(tail * length)]!;
  const near = sorted[RESOLVED - 1]!;
  const far = sorted[Math.min(length - 1, 5 * RESOLVED - 1)]!;
  if (near === far || near === -Infinity) return near;
  return near - ((far - near) / Math.log(5)) * Math.log(RESOLVED / length / tail);
}

/** −θ for θ: with it `greatestOf` finds the least. */
export const negateBox = ({ plain, lower, upper }: BoxDraws): BoxDraws => ({
  plain: plain.map((value) => -value),
  lower: upper.map((value) => -value),
  upper: lower.map((value) => -value),
});
