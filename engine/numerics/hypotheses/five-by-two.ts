import { betaCdf } from '../distributions/beta.js';
import { studentTSurvival } from '../distributions/student-t.js';
import type { TestResult } from './mcnemar.js';

export interface FiveByTwo {
  /** Mean of the ten differences. */
  readonly mean: number;
  /** √(Σ s²/5): the error of one difference, from the five repeats' own variances. */
  readonly scale: number;
  /** Dietterich's t̃ = d₁₁/scale on 5 degrees of freedom, two-sided. It hangs on which fold comes first. */
  readonly dietterich: TestResult;
  /** Alpaydin's combined F = Σ d²/(2 Σ s²) on 10 and 5 degrees of freedom: all ten differences count. */
  readonly alpaydin: TestResult;
}

/**
 * Two procedures on five repeats of two halves, each half the training rows of the other, from the differences of
 * their scores in the order [repeat 1 fold 1, repeat 1 fold 2, repeat 2 fold 1, …] (Dietterich, "Approximate
 * statistical tests for comparing supervised classification learning algorithms", Neural Computation 10, 1998;
 * Alpaydin, "Combined 5×2 cv F test", Neural Computation 11, 1999). Where no repeat's differences vary, p is 1 for
 * differences of 0 and 0 for others. Throws `RangeError` for other than ten differences.
 */
export function fiveByTwo(differences: ArrayLike<number>): FiveByTwo {
  if (differences.length !== 10)
    throw new RangeError(`5 repeats of 2 folds are 10 differences, not ${differences.length}`);
  let sum = 0;
  let squares = 0;
  let variances = 0;
  for (let repeat = 0; repeat < 5; repeat++) {
    const [one, two] = [differences[2 * repeat]!, differences[2 * repeat + 1]!];
    sum += one + two;
    squares += one * one + two * two;
    variances += (one - two) ** 2 / 2;
  }
  const scale = Math.sqrt(variances / 5);
  const t = ratio(differences[0]!, scale);
  const f = ratio(squares, 2 * variances);
  return {
    mean: sum / 10,
    scale,
    dietterich: { statistic: t, p: Math.min(1, 2 * studentTSurvival(Math.abs(t), 5)) },
    // P(F ≥ f) on 10 and 5 degrees of freedom.
    alpaydin: { statistic: f, p: betaCdf(5 / (5 + 10 * f), 2.5, 5) },
  };
}

const ratio = (value: number, by: number): number => (value === 0 ? 0 : value / by);
