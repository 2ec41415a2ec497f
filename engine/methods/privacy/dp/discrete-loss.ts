import type { LossCdf, PrivacyLoss } from './privacy-loss.js';

/** Probabilities of losses `(first + i)·interval`, and of an unbounded loss. */
export interface DiscreteLoss {
  readonly first: number;
  readonly masses: Float64Array;
  readonly infinite: number;
}

/** A merged bin's loss may lie above its place of the grid by so much of an interval, no mass being lost by it. */
const SLACK = 1e-4;
const MOST_STEPS = 100;
/** Rounding of a quotient that is a whole number. */
const WHOLE = 1e-9;

/**
 * A distribution on the grid that no epsilon of `loss` exceeds: in each interval the masses of P and Q are kept and
 * moved to its two ends ("Connect the dots": Doroshenko, Ghazi, Kamath, Kumar & Manurangsi, PoPETs 2022). Losses above
 * the range count as unbounded, those below as the lowest.
 */
export function pessimistic(loss: PrivacyLoss, interval: number): DiscreteLoss {
  const { first, count } = gridOf(loss, interval);
  const masses = new Float64Array(count);
  const toUpper = -1 / Math.expm1(-interval);
  let before = loss.upTo(first * interval);
  masses[0] = before.p;
  for (let index = 1; index < count; index++) {
    const place = (first + index) * interval;
    // The last place may be below the highest loss by rounding.
    const here = loss.upTo(index === count - 1 ? Math.max(place, loss.highest) : place);
    const p = between(before.p, here.p, before.pBeyond, here.pBeyond);
    const q = between(before.q, here.q, before.qBeyond, here.qBeyond);
    const upper = Math.min(p, Math.max(0, (p - Math.exp((first + index - 1) * interval) * q) * toUpper));
    masses[index]! += upper;
    masses[index - 1]! += p - upper;
    before = here;
  }
  return { first, masses, infinite: before.pBeyond };
}

/**
 * A distribution on the grid that exceeds no epsilon of `loss`: neighbouring outcomes are merged, which only hides, in
 * such bins that the loss of each, ln of its mass in P over that in Q, is a place of the grid, or a little above one
 * that is taken for it.
 */
export function optimistic(loss: PrivacyLoss, interval: number): DiscreteLoss {
  const { first, count } = gridOf(loss, interval);
  const masses = new Float64Array(count);
  let edge: Edge = { at: -Infinity, p: 0, pBeyond: 1, q: 0, qBeyond: 1 };
  const put = ({ merged: { p, loss: of }, edge: to }: Merged): void => {
    const place = Math.floor(of / interval + WHOLE) - first;
    if (p > 0) masses[Math.min(count - 1, Math.max(0, place))]! += p;
    edge = to;
  };
  for (let index = 0; index < count; index++) {
    const wanted = (first + index) * interval;
    if (edge.at >= wanted) continue;
    const next = mergedWith(loss, edge, wanted, interval);
    if (next === undefined) break;
    put(next);
  }
  // What is left, the highest loss apart, which may have a mass of its own.
  const belowHighest = loss.highest - WHOLE * interval;
  if (edge.at < belowHighest) put(merge(loss, edge, belowHighest));
  put(merge(loss, edge, Infinity));
  return { first, masses, infinite: 0 };
}

interface Edge extends LossCdf {
  readonly at: number;
}

interface Merged {
  readonly edge: Edge;
  readonly merged: { readonly p: number; readonly loss: number };
}

/** The bin from `edge` to the losses up to `at`. */
function merge(loss: PrivacyLoss, edge: Edge, at: number): Merged {
  const here = loss.upTo(at);
  const p = between(edge.p, here.p, edge.pBeyond, here.pBeyond);
  const q = between(edge.q, here.q, edge.qBeyond, here.qBeyond);
  return { edge: { at, ...here }, merged: { p, loss: p > 0 ? Math.log(p / q) : -Infinity } };
}

/** The bin from `edge` whose loss is at least `wanted`, and hardly more; `undefined` where all that is left has less. */
function mergedWith(loss: PrivacyLoss, edge: Edge, wanted: number, interval: number): Merged | undefined {
  // Where the losses lie evenly, a bin reaches as far above its place as below.
  let low = wanted;
  let high: Merged | undefined;
  let at = edge.at === -Infinity ? wanted + interval / 2 : 2 * wanted - edge.at;
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = merge(loss, edge, at);
    const excess = found.merged.loss - wanted;
    const enough = excess >= -WHOLE * interval;
    if (enough && excess <= SLACK * interval) return found;
    if (enough) high = found;
    else low = at;
    if (high === undefined && low > loss.highest) return undefined;
    // An evenly filled bin's loss grows half as fast as its end.
    const next = at - 2 * (excess - (SLACK / 2) * interval);
    const [least, most] = [low, high?.edge.at ?? low + 2 * Math.max(interval, low - wanted)];
    at = next > least && next < most ? next : (least + most) / 2;
    if (at <= least || at >= most) break;
  }
  return high;
}

function gridOf({ lowest, highest }: PrivacyLoss, interval: number): { first: number; count: number } {
  const first = Math.floor(lowest / interval + WHOLE);
  return { first, count: Math.ceil(highest / interval - WHOLE) - first + 1 };
}

/** The mass from one place to the next, by whichever tail cancels less. */
const between = (below: number, upTo: number, beyondBelow: number, beyond: number): number =>
  Math.max(0, upTo < 0.5 ? upTo - below : beyondBelow - beyond);
