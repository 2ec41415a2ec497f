/** Indices that sort `values` ascending, equal values in their order of appearance; NaN last. */
export function ascendingOrder(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  return order.sort((i, j) => compare(values[i]!, values[j]!) || i - j);
}

/** Indices that sort `values` descending, equal values in their order of appearance; NaN last. */
export function descendingOrder(values: ArrayLike<number>): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, index) => index);
  return order.sort((i, j) => compare(-values[i]!, -values[j]!) || i - j);
}

const compare = (a: number, b: number): number =>
  a < b ? -1 : a > b ? 1 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));

/**
 * The p-quantile of ascending values by linear interpolation (type 7 of Hyndman & Fan 1996, NumPy's default);
 * `NaN` where there are none.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const position = Math.min(1, Math.max(0, p)) * (sorted.length - 1);
  const below = Math.floor(position);
  const value = sorted[below];
  if (value === undefined) return Number.NaN;
  const above = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return above === value ? value : value + (position - below) * (above - value);
}
