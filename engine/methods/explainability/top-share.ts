import type { BoxDraws } from '../evaluation/bayesian-bootstrap.js';
import { corrected, momentsOf, outwards, secondOrderShift } from './corrected-box.js';
import type { DrawnImportances, ShareDraws } from './importance-shares.js';
import { drawShare, sharesOf, within01 } from './importance-shares.js';
import { withUnseen } from './unseen-row.js';

/** Shares whose intervals of so many deviations on each side overlap may be in either order. */
const APART = 3;

/** By so much over n the fall is widened where places are contested. Found by simulation (docs/calibration-importance.md). */
const WIDENING = 5;

/** At most so many contested features are tried in every combination; those with the largest shares are. */
const COMBINED = 24;

/** Sum of the `count` largest shares, at most 1 (rounding may pass it). */
export const topShare = (shares: Float64Array, count: number): number =>
  Math.min(
    1,
    shares
      .toSorted()
      .slice(-count)
      .reduce((sum, share) => sum + share, 0),
  );

/** Features that are certainly among the `count` largest, and those that may be. */
export interface Contest {
  readonly sure: readonly number[];
  /** By falling share. */
  readonly contested: readonly number[];
}

export function contestOf(shares: ArrayLike<number>, deviations: ArrayLike<number>, count: number): Contest {
  const order = Array.from({ length: shares.length }, (_, at) => at).sort((a, b) => shares[b]! - shares[a]! || a - b);
  const isAbove = (a: number, b: number): boolean =>
    shares[a]! - APART * deviations[a]! > shares[b]! + APART * deviations[b]!;
  const sure: number[] = [];
  const contested: number[] = [];
  for (const feature of order) {
    const rivals = order.filter((other) => other !== feature && !isAbove(feature, other)).length;
    if (rivals < count) sure.push(feature);
    else if (order.filter((other) => isAbove(other, feature)).length < count) contested.push(feature);
  }
  return { sure, contested };
}

/**
 * Confidence box of the share of the `count` most important features (fewer than all): of a maximum over sets.
 *
 * No set has more than the top one, so at least as much as a set's lower bound is the top's too; the set being chosen by
 * the same data, its lower bound is taken from the largest fall among all sets that may be on top (Romano and Wolf,
 * "Stepwise multiple testing as formalized data snooping", 2005). The top share is at most a limit where every set's is:
 * the largest of the sets' upper bounds, each as if it were the only one (intersection and union; Berger, 1982). Sets
 * that the data put clearly below are left out of both (Andrews and Soares, "Inference for parameters defined by moment
 * inequalities using generalized moment selection", 2010).
 */
export function topShareBox(importances: DrawnImportances, count: number): BoxDraws {
  const shares = sharesOf(importances.estimates)!;
  const single = importances.estimates.map((_, at) => drawShare(importances, [at]));
  const deviations = single.map(({ box }) => momentsOf(box.plain).deviation);
  const { sure, contested } = contestOf(shares, deviations, count);
  const free = count - sure.length;
  const combinations = combinationsOf(contested.slice(0, COMBINED), free);
  const winner = drawShare(importances, [...sure, ...contested.slice(0, free)]);
  const widening = free > 0 ? 1 + WIDENING / importances.n : 1;
  const falls = fall(winner, sure, contested, free, single).map((sum) => winner.low - widening * sum);
  const shifted = outwards(falls, secondOrderShift(winner.box.lower, winner.low), -1);
  const lower = withUnseen(shifted, -winner.less);
  let upper: Float64Array | undefined;
  for (const combination of combinations) {
    const { box, low, high, more } = drawShare(importances, [...sure, ...combination]);
    const sorted = withUnseen(corrected(box, low, high).upper, more).sort();
    upper = upper?.map((value, rank) => Math.max(value, sorted[rank]!)) ?? sorted;
  }
  return within01({ plain: winner.box.plain, lower, upper: upper! });
}

/** The largest fall, draw by draw, of the share of a set that may be on top. */
function fall(
  winner: ShareDraws,
  sure: readonly number[],
  contested: readonly number[],
  free: number,
  single: readonly ShareDraws[],
): Float64Array {
  const fallOf = (feature: number, draw: number): number => single[feature]!.low - single[feature]!.box.lower[draw]!;
  const falls = new Float64Array(contested.length);
  return winner.box.lower.map((_, draw) => {
    let sum = 0;
    for (const feature of sure) sum += fallOf(feature, draw);
    contested.forEach((feature, at) => (falls[at] = fallOf(feature, draw)));
    falls.sort();
    for (let at = 0; at < free; at++) sum += falls[falls.length - 1 - at]!;
    return sum;
  });
}

function combinationsOf(items: readonly number[], size: number): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, at) => combinationsOf(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]));
}
