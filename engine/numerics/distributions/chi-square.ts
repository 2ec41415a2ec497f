import { logGamma } from './gamma-function.js';

const MOST_STEPS = 10_000;

/** P(X ≥ x) of a chi-square variable with df > 0 degrees of freedom; `NaN` for x or df out of domain. */
export function chiSquareSurvival(x: number, df: number): number {
  if (!(df > 0) || Number.isNaN(x)) return Number.NaN;
  return x <= 0 ? 1 : upperGamma(df / 2, x / 2);
}

/**
 * The regularised upper incomplete gamma function Q(a, x) for a, x > 0: 1 − the series of DLMF 8.11.4 below a + 1,
 * the continued fraction of DLMF 8.9.2 (by Lentz) above it. Relative error below 1e-12 where Q is above 1e-300.
 */
export function upperGamma(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; k < MOST_STEPS && term > sum * 1e-17; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return 1 - sum * front;
  }
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MOST_STEPS; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (nonZero(numerator * d + b) || tiny);
    c = nonZero(b + numerator / c) || tiny;
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return front * fraction;
}

const nonZero = (value: number): number => (Math.abs(value) < 1e-300 ? 0 : value);
