import type { Classes } from '../equivalence-classes.js';

/** What generalisation cost. */
export interface InformationLoss {
  /**
   * Normalised certainty penalty, mean over cells of the quasi-identifiers, in [0, 1]: of numbers the width of the cell
   * over the column's, of categories the values in it over all (0 of one alone); a suppressed cell 1. Xu et al.,
   * "Utility-based anonymization using local recoding", KDD 2006.
   */
  readonly certaintyPenalty: number;
  /** Σ |class|², and rows × suppressed rows. Bayardo & Agrawal, "Data privacy through optimal k-anonymization", ICDE 2005. */
  readonly discernibility: number;
  /** (rows / classes) / k: 1 is the best. LeFevre et al. 2006. */
  readonly averageClassSize: number;
}

/** `losses[column][row]` are the certainty penalties of cells; suppressed rows count 1 in each. */
export function informationLoss(
  classes: Classes,
  losses: readonly Float64Array[],
  suppressed: Uint8Array,
  k: number,
): InformationLoss {
  const rows = suppressed.length;
  const out = suppressed.reduce((sum, one) => sum + one, 0);
  let penalty = 0;
  for (const loss of losses) loss.forEach((value, row) => (penalty += suppressed[row] === 1 ? 1 : value));
  const kept = new Int32Array(classes.count);
  classes.classOf.forEach((index, row) => (kept[index]! += 1 - suppressed[row]!));
  const sizes = kept.filter((size) => size > 0);
  return {
    certaintyPenalty: penalty / (losses.length * rows),
    discernibility: sizes.reduce((sum, size) => sum + size * size, 0) + out * rows,
    averageClassSize: sizes.length === 0 ? Number.NaN : (rows - out) / sizes.length / k,
  };
}
