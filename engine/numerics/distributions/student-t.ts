import { betaLogitQuantile, betaTails } from './beta.js';
import { logGamma } from './gamma-function.js';
import { normalCdf, normalQuantile } from './normal.js';

/**
 * P(T ≤ t) with `df` > 0 degrees of freedom (`Infinity` is the normal), by the incomplete beta function (DLMF 8.17;
 * Abramowitz & Stegun 26.7.1). Relative error below 1e-12 in both tails.
 */
export function studentTCdf(t: number, df: number): number {
  if (df === Infinity) return normalCdf(t);
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  if (t === Infinity) return 1;
  if (t === -Infinity) return 0;
  const square = (t / df) * t;
  if (square === Infinity) return t < 0 ? farTail(-t, df) : 1;
  // x = df/(df + t²) and y = t²/(df + t²), each without cancellation.
  const { lower, upper } = betaTails(1 / (1 + square), square / (1 + square), df / 2, 0.5);
  if (square > 1e-30 && lower < 0.5) return t < 0 ? lower / 2 : 1 - lower / 2;
  return t < 0 ? 0.5 - upper / 2 : 0.5 + upper / 2;
}

/** P(T > t) where t² overflows: the first term of the incomplete beta function's series (DLMF 8.17.7). */
const farTail = (t: number, df: number): number =>
  0.5 * Math.exp(-df * (Math.log(t) - 0.5 * Math.log(df)) - Math.log(df / 2) - logBeta(df / 2, 0.5));

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** P(T > t), without cancellation. */
export const studentTSurvival = (t: number, df: number): number => studentTCdf(-t, df);

/** The t with P(T ≤ t) = p; ±Infinity at 1 and 0, `NaN` outside [0, 1]. Relative error below 1e-12. */
export function studentTQuantile(p: number, df: number): number {
  if (df === Infinity) return normalQuantile(p);
  if (!(p >= 0 && p <= 1 && df > 0)) return Number.NaN;
  if (p === 0) return -Infinity;
  if (p === 1) return Infinity;
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  // t² = df·(1 − x)/x with x the 2·tail quantile of Beta(df/2, ½): on the logit scale no digit is lost near x = 1.
  const logit = betaLogitQuantile(2 * tail, 1 - 2 * tail, df / 2, 0.5);
  const magnitude = Math.sqrt(df) * Math.exp(-logit / 2);
  return p < 0.5 ? -magnitude : magnitude;
}
