/**
 * The least and the most that an unseen value might be: beyond the sample's ends by a share of their distance from the
 * median, which falls with n as large samples have shown more of their tails; found by simulation for the errors of
 * regressions (docs/calibration-metrics.md).
 */
export function unseen(values: ArrayLike<number>): { readonly lowest: number; readonly highest: number } {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const middle = sorted[n >> 1]!;
  const reach = 30 / n + 4 / Math.sqrt(n);
  const [least, most] = [sorted[0]!, sorted[n - 1]!];
  return { lowest: least + (least - middle) * reach, highest: most + (most - middle) * reach };
}
