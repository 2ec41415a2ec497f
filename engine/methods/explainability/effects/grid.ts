import { quantileOfSorted } from '../../../numerics/sorting.js';

/** Differences of larger numbers do not fit a double. */
const LARGEST = 1e150;

/** The finite numbers that are not too large to compute with, ascending. */
export const knownOf = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values)
    .filter((value) => Math.abs(value) <= LARGEST)
    .sort();

/** Share of the known values that is left out at each end: where few rows are, a curve says little. */
const TAIL = 0.05;

/**
 * Where a number's curves are drawn: its distinct values where there are no more than `points`, else as many evenly from
 * the 5th to the 95th percentile (scikit-learn's `partial_dependence`). Ascending; empty where nothing is known.
 */
export function gridOf(values: ArrayLike<number>, points: number, tail = TAIL): Float64Array {
  const sorted = knownOf(values);
  const distinct = sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
  if (distinct.length <= points) return distinct;
  const low = quantileOfSorted(sorted, tail);
  const high = quantileOfSorted(sorted, 1 - tail);
  if (!(high > low)) return Float64Array.of(low);
  return Float64Array.from({ length: points }, (_, at) => low + (at / (points - 1)) * (high - low));
}
