import { betaTails, logBetaPower } from './beta.js';

/** P(X = k) for X successes in n trials of rate p; 0 for k outside 0…n. Relative error below 1e-12. */
export function binomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p === 0 || p === 1) return k === n * p ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  // C(n, k) pᵏ qⁿ⁻ᵏ = pᵏ qⁿ⁻ᵏ / B(k, n − k) · n/(k(n − k)).
  return Math.exp(logBetaPower(p, 1 - p, k, n - k)) * (n / (k * (n - k)));
}

/** P(X ≤ k), by the incomplete beta function (DLMF 8.17.5). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaTails(1 - p, p, n - k, k + 1).lower;
}

/** P(X > k), without cancellation. */
export function binomialSurvival(k: number, n: number, p: number): number {
  if (k < 0) return 1;
  if (k >= n) return 0;
  return betaTails(1 - p, p, n - k, k + 1).upper;
}

/** The least k with P(X ≤ k) ≥ p, by bisection. */
export function binomialQuantile(p: number, n: number, rate: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, n, rate) >= p) high = middle;
    else low = middle + 1;
  }
  return low;
}
