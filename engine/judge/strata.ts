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

const END = -normalQuantile(0.5 / DRAWS);
const PLACES = Float64Array.from(
  { length: DRAWS },
  (_, rank) => ((normalQuantile((rank + 0.5) / DRAWS) / END + 1) / 2) * NODES,
);
/** The node below each rank, and how far the rank lies towards the next. */
const NODE_OF = Int32Array.from(PLACES, (place) => Math.min(NODES - 1, Math.max(0, Math.floor(place))));
const SHARE_OF = PLACES.map((place, rank) => place - NODE_OF[rank]!);
const PROBABILITIES = Array.from({ length: NODES + 1 }, (_, i) => normalCdf(END * ((2 * i) / NODES - 1)));

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
  const lower = PROBABILITIES.map((u) => spread.lower(u));
  const quantiles = { lower, upper: spread.quantile ? lower : PROBABILITIES.map((u) => spread.upper(1 - u)) };
  known.set(spread, quantiles);
  return quantiles;
}

/** Draw u of a spread is everything between its lower and its upper quantile at u. */
export function stratified(spread: Spread, group: number): Column {
  const { lower, upper } = quantilesOf(spread);
  const order = orderOf(group);
  const column: Column = { lower: new Float64Array(DRAWS), upper: new Float64Array(DRAWS) };
  for (let rank = 0; rank < DRAWS; rank += 1) {
    const node = NODE_OF[rank]!;
    const share = SHARE_OF[rank]!;
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
  return Float64Array.from(orderOf(group), (index) => draws[index % draws.length]!);
}
