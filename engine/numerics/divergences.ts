/** How far apart two distributions over the same categories are. Counts or shares: both are brought to a sum of 1. */
type Counts = ArrayLike<number>;

/**
 * The population stability index Σ (q − p) ln(q/p): the symmetric Kullback–Leibler divergence of Jeffreys (1946) under
 * its name in credit scoring. Infinite where only one of the two has a category.
 */
export function populationStability(reference: Counts, current: Counts): number {
  let sum = 0;
  eachShare(reference, current, (p, q) => {
    if (p !== q) sum += p === 0 || q === 0 ? Infinity : (q - p) * Math.log(q / p);
  });
  return sum;
}

/** Hellinger's distance √(½ Σ (√p − √q)²), in [0, 1] (Journal für die reine und angewandte Mathematik 136, 1909). */
export function hellinger(reference: Counts, current: Counts): number {
  let sum = 0;
  eachShare(reference, current, (p, q) => (sum += (Math.sqrt(p) - Math.sqrt(q)) ** 2));
  return Math.min(1, Math.sqrt(sum / 2));
}

function eachShare(reference: Counts, current: Counts, visit: (p: number, q: number) => void): void {
  const [n, m] = [total(reference), total(current)];
  for (let i = 0; i < reference.length; i++) visit(reference[i]! / n, current[i]! / m);
}

function total(counts: Counts): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}
