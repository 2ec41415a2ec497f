/** Stratified draws: one from each of equally likely strata, in an order of its own for each independent group. */
import { normalCdf, normalQuantile } from '../numerics/distributions/normal.js';
import { createRng } from '../numerics/generator.js';
import { permutation } from '../numerics/permutation.js';
import type { Column } from './columns.js';
import type { Spread } from './kinds/spread.js';

/** DESIGN.md §5: at least 20,000. */
export const DRAWS = 20_000;
/** Quantiles between nodes are interpolated on the normal scale: 0.02 apart, an error of 5e-5 standard deviations. */
const NODES = 400;

const END = -normalQuantile(0.5 / DRAWS);
const SCORES = Float64Array.from({ length: DRAWS }, (_, i) => normalQuantile((i + 0.5) / DRAWS));
const PROBABILITIES = Array.from({ length: NODES + 1 }, (_, i) => normalCdf(END * ((2 * i) / NODES - 1)));

/** The seed is fixed: a group's order is the same in every rule and every check. */
const orders = new Map<number, Int32Array>();
function orderOf(group: number): Int32Array {
  const known = orders.get(group) ?? permutation(DRAWS, createRng(`joint-draws/${group}`));
  orders.set(group, known);
  return known;
}

/** Draw u of a spread is everything between its lower and its upper quantile at u. */
export function stratified(spread: Spread, group: number): Column {
  const lower = PROBABILITIES.map((u) => spread.lower(u));
  const upper = PROBABILITIES.map((u) => spread.upper(1 - u));
  const order = orderOf(group);
  const column: Column = { lower: new Float64Array(DRAWS), upper: new Float64Array(DRAWS) };
  SCORES.forEach((score, rank) => {
    const place = ((score / END + 1) / 2) * NODES;
    const node = Math.min(NODES - 1, Math.max(0, Math.floor(place)));
    const at = order[rank]!;
    column.lower[at] = between(lower[node]!, lower[node + 1]!, place - node, -Infinity);
    column.upper[at] = between(upper[node]!, upper[node + 1]!, place - node, Infinity);
  });
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
