import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { type BoxDraws, boxDraws } from '../evaluation/bayesian-bootstrap.js';
import { corrected, momentsOf } from './corrected-box.js';
import { unseenOf, withUnseen, worthOf } from './unseen-row.js';

/** Importances of features: as measured, and draw by draw. */
export interface DrawnImportances {
  readonly estimates: readonly number[];
  /** One array of draws a feature. */
  readonly draws: readonly Float64Array[];
  /** Independent rows. */
  readonly n: number;
  /** Sums over the features, draw by draw, and of the estimates at the end: of all, and of those above 0. */
  readonly totals: Float64Array;
  readonly positive: Float64Array;
  /** What a row that hangs on the strongest feature adds to n importances. */
  readonly worth: number;
}

export function drawnImportances(
  estimates: readonly number[],
  draws: readonly Float64Array[],
  n: number,
): DrawnImportances {
  const count = draws[0]?.length ?? 0;
  const totals = new Float64Array(count + 1);
  const positive = new Float64Array(count + 1);
  estimates.forEach((estimate, feature) => {
    for (let draw = 0; draw <= count; draw++) {
      const value = draw === count ? estimate : draws[feature]![draw]!;
      totals[draw]! += value;
      positive[draw]! += Math.max(0, value);
    }
  });
  const strongest = estimates.reduce((most, value, at) => (value > estimates[most]! ? at : most), 0);
  const worth = worthOf(estimates[strongest] ?? 0, momentsOf(draws[strongest] ?? []).deviation, n);
  return { estimates, draws, n, totals, positive, worth };
}

/** Importances as shares of their positive sum; `undefined` where none is above 0. */
export function sharesOf(importances: ArrayLike<number>): Float64Array | undefined {
  const positive = Float64Array.from(importances, (value) => Math.max(0, value));
  const total = positive.reduce((sum, value) => sum + value, 0);
  return total > 0 ? positive.map((value) => value / total) : undefined;
}

/** Draws of the share of some features, before any correction. */
export interface ShareDraws {
  readonly box: BoxDraws;
  /** The share as the lower draws reckon it, and as the upper draws do. */
  readonly low: number;
  readonly high: number;
  /** What a row adds to the share, or takes from it, that hangs on the features, or on the others, as none was seen to. */
  readonly more: number;
  readonly less: number;
}

/**
 * The share of some features. An importance is taken as 0 where chance made it negative, which adds to a sum of weak
 * features: so the lower draws clip what stands below the line and not what stands above it, and the upper draws the
 * other way round. Each errs on its own side.
 */
export function drawShare(importances: DrawnImportances, features: readonly number[]): ShareDraws {
  const { estimates, draws, n, totals, positive, worth } = importances;
  const count = totals.length - 1;
  const box = boxDraws(count);
  const within = new Float64Array(count);
  const rest = new Float64Array(count);
  const shareAt = (draw: number): readonly [within: number, rest: number, plain: number, low: number, high: number] => {
    let sum = 0;
    let clipped = 0;
    for (const feature of features) {
      const value = draw === count ? estimates[feature]! : draws[feature]![draw]!;
      sum += value;
      clipped += Math.max(0, value);
    }
    const others = totals[draw]! - sum;
    const high = others > 0 ? clipped / (clipped + others) : 1;
    return [sum, others, clipped / positive[draw]!, Math.max(0, sum / positive[draw]!), high];
  };
  for (let draw = 0; draw < count; draw++) {
    [within[draw], rest[draw], box.plain[draw], box.lower[draw], box.upper[draw]] = shareAt(draw);
  }
  const [sum, others, , low, high] = shareAt(count);
  const total = positive[count]!;
  const more = unseenOf(sum, momentsOf(within).deviation, n, worth) / total;
  const less = unseenOf(others, momentsOf(rest).deviation, n, worth) / total;
  return { box, low, high, more, less };
}

/** Confidence box of the share of some features. */
export function shareBox(importances: DrawnImportances, features: readonly number[]): BoxDraws {
  const { box, low, high, more, less } = drawShare(importances, features);
  const { plain, lower, upper } = corrected(box, low, high);
  return within01({ plain, lower: withUnseen(lower, -less), upper: withUnseen(upper, more) });
}

export const within01 = ({ plain, lower, upper }: BoxDraws): BoxDraws => ({
  plain,
  lower: lower.map(unit),
  upper: upper.map(unit),
});

const unit = (value: number): number => Math.min(1, Math.max(0, value));

/** How many shares reach `threshold`, at least and at most, at `level` for all together: Bonferroni over them. */
export function countBounds(
  shares: ArrayLike<number>,
  scales: ArrayLike<number>,
  threshold: number,
  level: number,
  n: number,
): { lower: number; upper: number } {
  const reach = -studentTQuantile((1 - level) / (2 * shares.length), n - 1);
  let lower = 0;
  let upper = 0;
  for (let index = 0; index < shares.length; index++) {
    if (shares[index]! - reach * scales[index]! >= threshold) lower++;
    if (shares[index]! + reach * scales[index]! >= threshold) upper++;
  }
  return { lower, upper };
}
