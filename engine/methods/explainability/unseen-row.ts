/** Fewer rows than this that a figure hangs on do not show how much more another would add. */
const FEW = 10;

/**
 * What a row that an importance hangs on adds to it, as one of n and as another's partner: the mean of what the rows
 * add, weighted by itself, from the importance (half the mean) and its deviation over resamples of n rows. Where a row
 * adds either nothing or something, that is the something.
 */
export const worthOf = (importance: number, deviation: number, n: number): number =>
  importance > 0 ? 2 * importance + (2 * n * deviation * deviation) / importance : 0;

/**
 * What one unseen row would add to an importance that fewer than ten of the n rows hang on: a row's worth, of its own or
 * of the strongest feature, in n, halved as a pair has two rows; 0 where enough were seen. With none seen the bound at
 * level α is then −ln α of it, the rule of three (Hanley and Lippman-Hand, "If nothing goes wrong, is everything all
 * right?", 1983).
 */
export function unseenOf(importance: number, deviation: number, n: number, strongest: number): number {
  const own = worthOf(importance, deviation, n);
  const seen = own > 0 ? (2 * n * importance) / own : 0;
  return seen >= FEW ? 0 : Math.max(own, strongest) / (2 * n);
}

/** Sorted draws with an unseen row's standard exponential weight, times `amount`, added rank by rank. */
export function withUnseen(draws: Float64Array, amount: number): Float64Array {
  if (amount === 0) return draws;
  const count = draws.length;
  return draws.toSorted().map((value, rank) => {
    const tail = (amount > 0 ? count - rank - 0.5 : rank + 0.5) / count;
    return value - amount * Math.log(tail);
  });
}
