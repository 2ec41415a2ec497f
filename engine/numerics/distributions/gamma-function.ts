const HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

/** Coefficients B₂ₖ / (2k(2k − 1)) of the Stirling series, DLMF 5.11.1. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * Binet's function μ(x) = ln Γ(x) − (x − ½) ln x + x − ½ ln 2π for x > 0 (DLMF 5.11.1): the part of ln Γ that stays
 * small, so that ratios of gamma functions of large arguments lose nothing to cancellation. Below 15 it is brought
 * up by μ(x) = μ(x + 1) + (x + ½) ln(1 + 1/x) − 1. Absolute error below 1e-15.
 */
export function binet(x: number): number {
  let lifted = 0;
  while (x < 15) {
    lifted += (x + 0.5) * Math.log1p(1 / x) - 1;
    x += 1;
  }
  const square = 1 / (x * x);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * square + STIRLING[k]!;
  return series / x + lifted;
}

/** ln Γ(x) for x > 0; `NaN` elsewhere. Error below 1e-15 relative to max(1, |ln Γ|). */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + binet(x);
}

/**
 * ln(1 + z) − z without cancellation for z > −1: by its series about 0 in the form of DLMF 4.6.4 with
 * r = z/(2 + z), where |z| is small, else directly. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), uses the same quantity.
 */
export function log1pMinus(z: number): number {
  if (Math.abs(z) > 0.4) return Math.log1p(z) - z;
  const r = z / (2 + z);
  const square = r * r;
  let series = 0;
  for (let k = 12; k >= 1; k--) series = series * square + 1 / (2 * k + 1);
  // ln(1+z) = 2(r + r³/3 + …) and z = 2r/(1 − r), so ln(1+z) − z = 2r³(1/3 + …) − 2r²/(1 − r).
  return 2 * square * (r * series - 1 / (1 - r));
}
