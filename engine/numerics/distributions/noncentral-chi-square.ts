import { normalSurvival } from './normal.js';

/**
 * P(X ≥ x) of a noncentral chi-square variable with `df` degrees of freedom and noncentrality λ ≥ 0, by Sankaran's
 * approximation to normality (Biometrika 50, 1963): absolute error below 0.01 for df ≥ 2 and 0.02 for df 1.
 */
export function noncentralChiSquareSurvival(x: number, df: number, lambda: number): number {
  if (x <= 0) return 1;
  const mean = df + lambda;
  const h = 1 - (2 * mean * (df + 3 * lambda)) / (3 * (df + 2 * lambda) ** 2);
  const p = (df + 2 * lambda) / mean ** 2;
  const m = (h - 1) * (1 - 3 * h);
  const centre = 1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p);
  return normalSurvival(((x / mean) ** h - centre) / (h * Math.sqrt(2 * p) * (1 + 0.5 * m * p)));
}
