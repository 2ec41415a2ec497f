import type { TestResult } from './mcnemar.js';

/** Cells of the exact recursion's table at most; beyond it the limit distribution is within 1e-3 of it. */
const MOST_CELLS = 4_000_000;

/**
 * The two-sample test of Kolmogorov and Smirnov: the largest distance of two empirical distribution functions, with its
 * two-sided p: exact by counting lattice paths (Hodges, Arkiv för Matematik 3, 1958) where the samples are small, else
 * of the limit distribution. With ties p is too large rather than too small. Samples ascending, none empty.
 */
export function kolmogorovSmirnov(first: ArrayLike<number>, second: ArrayLike<number>): TestResult {
  const [n, m] = [first.length, second.length];
  const steps = largestDistance(first, second);
  const statistic = steps / (n * m);
  const p = n * m <= MOST_CELLS ? exactTail(n, m, steps) : kolmogorovSurvival(statistic * Math.sqrt((n * m) / (n + m)));
  return { statistic, p };
}

/** The statistic times n·m, a whole number. */
function largestDistance(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [n, m] = [first.length, second.length];
  let i = 0;
  let j = 0;
  let most = 0;
  while (i < n && j < m) {
    const value = Math.min(first[i]!, second[j]!);
    while (i < n && first[i]! <= value) i++;
    while (j < m && second[j]! <= value) j++;
    most = Math.max(most, Math.abs(i * m - j * n));
  }
  return most;
}

/** Share of the lattice paths from (0, 0) to (n, m) that touch |i·m − j·n| ≥ steps; each cell is a mean over paths. */
function exactTail(n: number, m: number, steps: number): number {
  if (steps <= 0) return 1;
  const outside = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * m - j * n) >= steps) outside[j] = 1;
      else if (i === 0) outside[j] = j === 0 ? 0 : outside[j - 1]!;
      else if (j > 0) outside[j] = (i * outside[j]! + j * outside[j - 1]!) / (i + j);
    }
  }
  return Math.min(1, outside[m]!);
}

/** 2 Σ (−1)^(k−1) exp(−2k²x²) (Kolmogorov 1933); for small x its theta-function twin, which converges there. */
export function kolmogorovSurvival(x: number): number {
  if (!(x > 0)) return 1;
  if (x < 1) {
    let sum = 0;
    for (let k = 1; k < 20; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
