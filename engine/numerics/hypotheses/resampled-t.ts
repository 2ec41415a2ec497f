import { studentTSurvival } from '../distributions/student-t.js';
import { correctedResampledT } from '../intervals.js';

export interface ResampledComparison {
  /** Mean difference, first less second. */
  readonly mean: number;
  readonly df: number;
  /** One-sided p that the first is no better, with the correction of Nadeau & Bengio (2003). */
  readonly t: number;
  readonly p: number;
  /** What a t-test that takes the folds for independent says: too bold, for comparison only. */
  readonly naive: { readonly t: number; readonly p: number };
}

/**
 * Two models on the same J resamples, from the differences of their scores (first less second), tested on `testSize`
 * and trained on `trainSize` rows (means). Folds share training rows, which the naive test forgets: on the published
 * case of scikit-learn it says p = 0.005 where the corrected one says 0.23. t is ±∞ (0 for a mean of 0) where all
 * differences are equal. Throws `RangeError` below two differences.
 */
export function compareResampled(
  differences: ArrayLike<number>,
  testSize: number,
  trainSize: number,
): ResampledComparison {
  const { mean, scale, df } = correctedResampledT(differences, testSize, trainSize);
  const independent = correctedResampledT(differences, 0, 1);
  const t = ratio(mean, scale);
  const naive = ratio(independent.mean, independent.scale);
  return { mean, df, t, p: studentTSurvival(t, df), naive: { t: naive, p: studentTSurvival(naive, df) } };
}

const ratio = (mean: number, scale: number): number => (mean === 0 ? 0 : mean / scale);
