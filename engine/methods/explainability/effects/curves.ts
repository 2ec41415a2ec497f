/** Individual conditional expectations: rows × grid, row-major (Goldstein et al., "Peeking inside the black box", 2015). */
export interface Curves {
  readonly rows: number;
  readonly points: number;
  readonly values: Float64Array;
}

/**
 * Partial dependence: the weighted mean of the individual curves at each point (Friedman, "Greedy function approximation",
 * 2001, §8.2).
 */
export function partialDependence({ rows, points, values }: Curves, weights: ArrayLike<number>): Float64Array {
  const means = new Float64Array(points);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    total += weights[row]!;
    for (let point = 0; point < points; point++) means[point]! += weights[row]! * values[row * points + point]!;
  }
  return means.map((sum) => sum / total);
}

/** Of each row: 1 where its curve never falls, beyond `rounding`. With `sign` −1: never rises. */
export function monotoneRows({ rows, points, values }: Curves, sign: 1 | -1, rounding: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    for (let at = row * points + 1; at < (row + 1) * points; at++) {
      if (sign * (values[at]! - values[at - 1]!) < -rounding) return 0;
    }
    return 1;
  });
}

/** The largest less the smallest. */
export function rangeOf(values: ArrayLike<number>): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at++) {
    low = Math.min(low, values[at]!);
    high = Math.max(high, values[at]!);
  }
  return high > low ? high - low : 0;
}
