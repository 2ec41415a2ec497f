/** How much more evidence would settle a comparison with 80 % power, the estimate being the truth. */
import { binomialCdf, binomialQuantile } from '../numerics/distributions/binomial.js';
import { studentTQuantile } from '../numerics/distributions/student-t.js';

export const POWER = 0.8;
/** Beyond this no count is an answer. */
const MOST = 1e12;

/** The least count of at least `from` for which `enough`, by doubling and halving; `undefined` above 1e12. */
export function leastCount(from: number, enough: (count: number) => boolean): number | undefined {
  let high = Math.max(1, Math.ceil(from));
  if (enough(high)) return high;
  let low = high;
  while (!enough(high)) {
    if (high > MOST) return undefined;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Trials for which a rate of `rate` is shown to be above `limit` at `error` (Clopper–Pearson) with the power. Power
 * is not quite monotone in the trials; this is a count that has it, within a few of the least.
 */
export function trialsForProportion(rate: number, limit: number, error: number, from: number): number | undefined {
  return leastCount(from, (n) => {
    // n successes are the most there can be: too few trials pass nothing.
    const needed = binomialQuantile(1 - error, n, limit) + 1;
    return needed <= n && 1 - binomialCdf(needed - 1, n, rate) >= POWER;
  });
}

/** Repeats of a reading whose t, (estimate − limit)/scale, is now `standardised` with `df` + 1 repeats. */
export function repeatsForStudentT(standardised: number, df: number, error: number): number | undefined {
  return leastCount(df + 1, (repeats) => {
    const grown = standardised * Math.sqrt(repeats / (df + 1));
    return grown >= studentTQuantile(1 - error, repeats - 1) + studentTQuantile(POWER, repeats - 1);
  });
}

/**
 * By how much the sample must grow where widths shrink with its root.
 *
 * @param distance from the estimate to the limit, above 0
 * @param towards half width from the estimate towards the limit at the rule's error
 * @param away half width on the other side at 1 − POWER
 */
export const growth = (distance: number, towards: number, away: number): number => ((towards + away) / distance) ** 2;
