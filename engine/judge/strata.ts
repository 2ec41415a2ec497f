/** Stratified draws: one from each of equally likely strata, in an order of its own for each independent group. */
import { normalCdf, normalQuantile } from '../numerics/distributions/normal.js';
import { createRng } from '../numerics/generator.js';
import { permutation } from '../numerics/permutation.js';
import type { Column } from './columns.js';
import type { Spread } from './kinds/spread.js';

/** DESIGN.md §5: at least 20,000. */
export const DRAWS = 20_000;
/** Quantiles between nodes are interpolated on the normal scale: 0.05 apart, an error of 5e-5 standard deviations. */
const NODES = 160;

interface Grid {
  /** The node below each rank, and how far the rank lies towards the next. */
  readonly nodeOf: Int32Array;
  readonly shareOf: Float64Array;
  readonly probabilities: readonly number[];
}

/** Made on the first use: most checks compare one figure with a limit and need no draws. */
let made: Grid | undefined;
function grid(): Grid {
  if (made) return made;
  const end = -normalQuantile(0.5 / DRAWS);
  const places = Float64Array.from(
    { length: DRAWS },
    (_, rank) => ((normalQuantile((rank + 0.5) / DRAWS) / end + 1) / 2) * NODES,
  );
  const nodeOf = Int32Array.from(places, (place) => Math.min(NODES - 1, Math.max(0, Math.floor(place))));
  made = {
    nodeOf,
    shareOf: places.map((place, rank) => place - nodeOf[rank]!),
    probabilities: Array.from({ length: NODES + 1 }, (_, i) => normalCdf(end * ((2 * i) / NODES - 1))),
  };
  return made;
}

/** The seed is fixed: a group's order is the same in every rule and every check. */
const orders = new Map<number, Int32Array>();
function orderOf(group: number): Int32Array {
  const known = orders.get(group) ?? permutation(DRAWS, createRng(`joint-draws/${group}`));
  orders.set(group, known);
  return known;
}

interface Quantiles {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** A figure is read by several rules, and its quantiles are dear. */
const known = new WeakMap<Spread, Quantiles>();
function quantilesOf(spread: Spread): Quantiles {
  const found = known.get(spread);
  if (found) return found;
  const { probabilities } = grid();
  const lower = probabilities.map((u) => spread.lower(u));
  const upper = spread.quantile ? lower : probabilities.map((u) => spread.upper(1 - u));
  // Beyond an end that is not known draws are no points.
  const quantiles = { lower, upper: lower.every(Number.isFinite) ? upper : [...upper] };
  known.set(spread, quantiles);
  return quantiles;
}

/** Draw u of a spread is everything between its lower and its upper quantile at u. */
export function stratified(spread: Spread, group: number): Column {
  const { lower, upper } = quantilesOf(spread);
  const { nodeOf, shareOf } = grid();
  const order = orderOf(group);
  const one = new Float64Array(DRAWS);
  // Where the ends are the quantiles of one distribution, every draw is a point.
  const column: Column = { lower: one, upper: lower === upper ? one : new Float64Array(DRAWS) };
  for (let rank = 0; rank < DRAWS; rank += 1) {
    const node = nodeOf[rank]!;
    const share = shareOf[rank]!;
    const at = order[rank]!;
    column.lower[at] = between(lower[node]!, lower[node + 1]!, share, -Infinity);
    column.upper[at] = between(upper[node]!, upper[node + 1]!, share, Infinity);
  }
  return column;
}

/** Between an end that is not known and one that is, nothing is known. */
function between(a: number, b: number, share: number, otherwise: number): number {
  return Number.isFinite(a) && Number.isFinite(b) ? a + (b - a) * share : otherwise;
}

/** Bootstrap draws in the group's order: those of one group stay paired. */
export function drawn(draws: Float32Array, group: number): Float64Array {
  const values = new Float64Array(DRAWS);
  const order = orderOf(group);
  for (let at = 0; at < DRAWS; at += 1) values[at] = draws[order[at]! % draws.length]!;
  return values;
}
