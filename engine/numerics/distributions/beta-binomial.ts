import { logGamma } from './gamma-function.js';

/**
 * P(X ≤ k) of the successes X in n trials whose rate is drawn from Beta(a, b), a and b above 0: the terms'
 * logarithms are summed, at a cost of k terms.
 */
export function betaBinomialCdf(k: number, n: number, a: number, b: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  const constant = logGamma(n + 1) + logGamma(a + b) - logGamma(a) - logGamma(b) - logGamma(n + a + b);
  let sum = 0;
  for (let i = 0; i <= k; i++) {
    const term = logGamma(a + i) + logGamma(b + n - i) - logGamma(i + 1) - logGamma(n - i + 1);
    sum += Math.exp(constant + term);
  }
  return Math.min(1, sum);
}
