/**
 * Bootstrap draws. Support is the share of draws on the passing side, with three allowances:
 * - N draws are finitely many: c draws on the other side count as (c + 1)/(N + 1) (Davison and Hinkley 1997, §4.2.5),
 *   so no number of draws gives support 1 or 0;
 * - a draw at the limit counts on both sides; equal after rounding to float32 is at the limit;
 * - percentile intervals are too narrow by sqrt((n−1)/n) and by the normal's tails against Student's: tails are
 *   read at Φ(−sqrt(n/(n−1))·t) (Hesterberg 2015, "expanded percentile"), n the independent sampling units.
 */
import { contractTail, expandTail } from '../../numerics/expanded-tail.js';
import type { Spread } from './spread.js';

const HALF_ULP = 2 ** -24;

/** Number of values in ascending `sorted` below `limit`, or at most `limit` where `inclusive`. */
export function countBelow(sorted: ArrayLike<number>, limit: number, inclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle]!;
    if (inclusive ? value <= limit : value < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function empiricalSpread(draws: Float32Array, n: number | undefined): Spread {
  const count = draws.length;
  let known: Float32Array | undefined;
  // Paired arithmetic never asks for it.
  const sorted = (): Float32Array => (known ??= draws.slice().sort());
  const bound = (error: number): number => Math.floor(contractTail(error, n) * (count + 1));
  return {
    chance: true,
    domain: [-Infinity, Infinity],
    draws,
    lower: (error) => {
      const value = sorted()[bound(error) - 1] ?? -Infinity;
      return value === -Infinity ? value : value - HALF_ULP * Math.abs(value);
    },
    upper: (error) => {
      const value = sorted()[count - bound(error)] ?? Infinity;
      return value === Infinity ? value : value + HALF_ULP * Math.abs(value);
    },
    atLeast: (limit) => {
      const tie = Math.fround(limit);
      const against = (countBelow(sorted(), tie, true) + 1) / (count + 1);
      const inFavour = (count - countBelow(sorted(), tie, false) + 1) / (count + 1);
      return [1 - Math.min(1, expandTail(against, n)), Math.min(1, expandTail(inFavour, n))];
    },
  };
}
