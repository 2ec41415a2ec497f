/** 1/25, 1/23, …, 1. */
const SERIES = Float64Array.from({ length: 13 }, (_, place) => 1 / (25 - 2 * place));

/**
 * ln x for 0 < x ≤ 1 from basic arithmetic, because `Math.log` may differ in its last bit between JavaScript engines:
 * x = m·2ᵏ with m in [√½, √2), then 2·artanh((m − 1)/(m + 1)) by its series (DLMF 4.6.4), |z| < 0.172, 13 terms: error
 * below 2e-16 relative to the sum.
 */
export function portableLog(x: number): number {
  let k = 0;
  while (x < Math.SQRT1_2) {
    x *= 2;
    k--;
  }
  const z = (x - 1) / (x + 1);
  const square = z * z;
  let series = 0;
  for (let term = 0; term < 13; term++) series = series * square + SERIES[term]!;
  return k * Math.LN2 + 2 * z * series;
}
