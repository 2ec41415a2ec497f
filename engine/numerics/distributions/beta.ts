import { binet, log1pMinus, logGamma } from './gamma-function.js';

const HALF_LOG_TWO_PI = 0.918938533204672741780329736406;

/**
 * The beta distribution with shapes a, b ≥ 0. As limits, a = 0 is the point 0 and b = 0 the point 1 (what
 * Clopper–Pearson needs at k = 0 and k = n). Relative error below 1e-12 down to tails of 1e-300 and for shapes to
 * 1e7; cost about √max(a, b) steps.
 */
export const betaCdf = (x: number, a: number, b: number): number => betaTails(x, 1 - x, a, b).lower;

/** P(X > x), without cancellation in the upper tail. */
export const betaSurvival = (x: number, a: number, b: number): number => betaTails(x, 1 - x, a, b).upper;

/** The x with P(X ≤ x) = p, p in [0, 1]; `NaN` outside. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1 && a >= 0 && b >= 0)) return Number.NaN;
  if (p === 0 || a === 0) return b === 0 && a > 0 ? 1 : 0;
  if (p === 1 || b === 0) return 1;
  return 1 / (1 + Math.exp(-betaLogitQuantile(p, 1 - p, a, b)));
}

/** Both tails at x, where y = 1 − x is given too because it may be known more exactly than x tells. */
export function betaTails(x: number, y: number, a: number, b: number): { lower: number; upper: number } {
  if (!(a >= 0 && b >= 0) || Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (x < 0) return { lower: 0, upper: 1 };
  if (a === 0) return { lower: 1, upper: 0 };
  if (b === 0 || x === 0) return { lower: 0, upper: 1 };
  const power = Math.exp(logBetaPower(x, y, a, b));
  // DLMF 8.17.22 converges fast left of (a + 1)/(a + b + 2); on the other side DLMF 8.17.4 swaps the tails.
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, power / continuedFraction(x, y, a, b));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, power / continuedFraction(y, x, b, a));
  return { lower: 1 - upper, upper };
}

/**
 * ln of xᵃ yᵇ / B(a, b), the density on the logit scale, by Stirling's remainder and deviances about the mode a/(a+b)
 * (Loader 2000), so large shapes cost no digits.
 */
export function logBetaPower(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const t = x * b - y * a;
  const deviance = logRatioMinus(x, a, n, t) + logRatioMinus(y, b, n, -t);
  return deviance + 0.5 * Math.log((a * b) / n) - HALF_LOG_TWO_PI + binet(n) - binet(a) - binet(b);
}

/** shape·ln(x·n/shape) − t where t = x·n − shape is given exactly. */
const logRatioMinus = (x: number, shape: number, n: number, t: number): number =>
  Math.abs(t) < 0.4 * shape ? shape * log1pMinus(t / shape) : shape * Math.log((x * n) / shape) - t;

/**
 * The logit of the p-quantile (q = 1 − p given too, for p near 1). Newton's method on the logarithm of the smaller
 * tail: the density of logit X is log-concave, so that function is concave and Newton's steps, once on one side,
 * approach monotonically; bisection guards the first ones.
 */
export function betaLogitQuantile(p: number, q: number, a: number, b: number): number {
  if (p > q) return -betaLogitQuantile(q, p, b, a);
  const target = Math.log(p);
  // So far out that x itself underflows, the first term xᵃ/(a·B(a, b)) of DLMF 8.17.7 is the whole tail.
  const far = (target + Math.log(a) + logGamma(a) + logGamma(b) - logGamma(a + b)) / a;
  if (far < -600) return far;
  let low = -Infinity;
  let high = Infinity;
  let z = Math.log(a / b);
  for (let step = 0; step < 200; step++) {
    const x = 1 / (1 + Math.exp(-z));
    const y = 1 / (1 + Math.exp(z));
    const logLower = logLowerTail(x, y, a, b);
    const excess = logLower - target;
    if (excess > 0) high = z;
    else low = z;
    const slope = Math.exp(logBetaPower(x, y, a, b) - logLower);
    let next = z - excess / slope;
    if (!(next > low && next < high)) {
      const reach = Math.max(1, Math.abs(z));
      next = low === -Infinity ? z - reach : high === Infinity ? z + reach : (low + high) / 2;
    }
    if (Math.abs(next - z) <= 4e-16 * Math.max(1e-3, Math.abs(z)) || next === z) return next;
    z = next;
  }
  return z;
}

/** ln P(X ≤ x), finite where the tail itself underflows. */
function logLowerTail(x: number, y: number, a: number, b: number): number {
  if (x <= (a + 1) / (a + b + 2)) return logBetaPower(x, y, a, b) - Math.log(continuedFraction(x, y, a, b));
  return Math.log1p(-Math.min(1, Math.exp(logBetaPower(x, y, a, b)) / continuedFraction(y, x, b, a)));
}

/**
 * The even part of DLMF 8.17.22 (Didonato & Morris, ACM TOMS 18, 1992, algorithm 708, BFRAC), in terms of x and
 * y = 1 − x so that nothing cancels near x = 1, by the modified Lentz method (DLMF 3.10(iii)). I = power / fraction.
 */
function continuedFraction(x: number, y: number, a: number, b: number): number {
  const base = a * y - b * x + 1;
  let value = (a * base) / (a + 1);
  let c = value;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const middle = a + 2 * m - 1;
    const top = ((((a + m - 1) * (a + b + m - 1)) / middle) * m * (b - m) * x * x) / middle;
    const bottom = m + (m * (b - m) * x) / middle + ((a + m) * (base + m * (1 + y))) / (middle + 2);
    d = 1 / nonZero(bottom + top * d);
    c = nonZero(bottom + top / c);
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 2e-16) break;
  }
  return value;
}

const nonZero = (term: number): number => (Math.abs(term) < 1e-300 ? 1e-300 : term);
