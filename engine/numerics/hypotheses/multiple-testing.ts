import { ascendingOrder } from '../sorting.js';

/**
 * p-values adjusted for their number, in the order given: the family-wise error is at most α where those up to α are
 * rejected, whatever their dependence (Holm, Scandinavian Journal of Statistics 6, 1979).
 */
export function holm(p: readonly number[]): readonly number[] {
  const order = ascendingOrder(p);
  const adjusted = new Array<number>(p.length);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (p.length - rank) * p[index]!));
    adjusted[index] = highest;
  });
  return adjusted;
}

/**
 * The same for the false discovery rate, for independent or positively dependent tests (Benjamini & Hochberg, Journal
 * of the Royal Statistical Society B 57, 1995).
 */
export function benjaminiHochberg(p: readonly number[]): readonly number[] {
  const order = ascendingOrder(p);
  const adjusted = new Array<number>(p.length);
  let lowest = 1;
  for (let rank = p.length - 1; rank >= 0; rank--) {
    const index = order[rank]!;
    lowest = Math.min(lowest, (p.length * p[index]!) / (rank + 1));
    adjusted[index] = lowest;
  }
  return adjusted;
}
