import type { ExactShares } from './interventional-trees.js';
import type { StageRows } from './tree-ensemble.js';

/**
 * Interventional Shapley values of `intercept + Σ weights · encoded columns`: each column gives its weight times its
 * distance from the background's mean (Štrumbelj, Kononenko, "Explaining prediction models and individual predictions
 * with feature contributions", 2014), summed over the columns of a player.
 */
export function linearShares(
  { weights, intercept }: { readonly weights: ArrayLike<number>; readonly intercept: number },
  { explained, background, owners, players }: StageRows,
): ExactShares {
  const means = new Float64Array(background.columns);
  for (let row = 0; row < background.rows; row++) {
    for (let column = 0; column < background.columns; column++) {
      means[column]! += background.values[row * background.columns + column]! / background.rows;
    }
  }
  const values = new Float64Array(explained.rows * players);
  for (let row = 0; row < explained.rows; row++) {
    for (let column = 0; column < explained.columns; column++) {
      const distance = explained.values[row * explained.columns + column]! - means[column]!;
      values[row * players + owners[column]!]! += weights[column]! * distance;
    }
  }
  return { values, base: means.reduce((sum, mean, column) => sum + weights[column]! * mean, intercept) };
}
