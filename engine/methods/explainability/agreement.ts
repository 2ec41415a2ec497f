import { ascendingOrder } from '../../numerics/sorting.js';

/** Ranks from 1, equal values sharing their mean rank. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = ascendingOrder(values);
  const found = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) found[order[at]!] = (from + to + 1) / 2;
    from = to;
  }
  return found;
}

/** Pearson's correlation of two columns of equal length; NaN where one is constant. */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let i = 0; i < n; i++) {
    meanA += a[i]! / n;
    meanB += b[i]! / n;
  }
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < n; i++) {
    product += (a[i]! - meanA) * (b[i]! - meanB);
    squaresA += (a[i]! - meanA) ** 2;
    squaresB += (b[i]! - meanB) ** 2;
  }
  const spread = Math.sqrt(squaresA * squaresB);
  return spread > 0 ? Math.min(1, Math.max(-1, product / spread)) : Number.NaN;
}

/** Spearman's rank correlation, equal values sharing ranks; NaN where a column is constant. */
export const spearman = (a: ArrayLike<number>, b: ArrayLike<number>): number => pearson(ranks(a), ranks(b));

/** The `k` players of the largest absolute values, of equal ones the first. */
export const topPlayers = (values: ArrayLike<number>, k: number): readonly number[] =>
  Array.from({ length: values.length }, (_, player) => player)
    .sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!) || a - b)
    .slice(0, k);

/** Jaccard's index of the `k` strongest players of two attributions: shared over all named. */
export function topJaccard(a: ArrayLike<number>, b: ArrayLike<number>, k: number): number {
  const first = new Set(topPlayers(a, k));
  const second = topPlayers(b, k);
  const shared = second.filter((player) => first.has(player)).length;
  return shared / (first.size + second.length - shared);
}
