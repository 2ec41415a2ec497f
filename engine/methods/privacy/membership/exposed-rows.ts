import { benjaminiHochberg } from '../../../numerics/hypotheses/multiple-testing.js';
import { type Attacked, fallingScores } from './attacked.js';

export interface ExposedEntry {
  /** Place among the entries of `attacked`. */
  readonly entry: number;
  /** Conformal p: (1 + non-members that score as high or higher) / (1 + non-members). */
  readonly p: number;
  /** p adjusted for all members by Benjamini and Hochberg. */
  readonly adjusted: number;
}

/**
 * The members by falling score, each with the p of the hypothesis that it scores as a non-member does. Where those with
 * `adjusted` ≤ q are taken for exposed, at most a share q of them is so by chance, in the mean: conformal p-values of
 * one sample of non-members are positively dependent (Bates, Candès, Lei, Romano & Sesia, "Testing for outliers with
 * conformal p-values", Annals of Statistics 51, 2023, theorem 2). Cost n log n.
 */
export function exposedEntries(attacked: Attacked): readonly ExposedEntry[] {
  const others = fallingScores(attacked, 0);
  const entries = Int32Array.from(attacked.scores.keys())
    .filter((i) => attacked.member[i] === 1)
    .sort((i, j) => attacked.scores[j]! - attacked.scores[i]! || i - j);
  let above = 0;
  const p = Array.from(entries, (entry) => {
    while (above < others.length && others[above]! >= attacked.scores[entry]!) above++;
    return (1 + above) / (1 + others.length);
  });
  const adjusted = benjaminiHochberg(p);
  return Array.from(entries, (entry, place) => ({ entry, p: p[place]!, adjusted: adjusted[place]! }));
}
