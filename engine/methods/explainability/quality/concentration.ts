/** How many features an attribution rests on. Signs do not count, nor does the scale; NaN of an attribution of zeros. */

const magnitudes = (attribution: ArrayLike<number>): Float64Array => Float64Array.from(attribution, Math.abs).sort();

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/**
 * Gini index of the absolute values a₁ ≤ … ≤ a_n, Σ (2i − n − 1) a_i / (n Σ a): 0 where all are alike, (n − 1)/n where
 * one has all (Chalasani et al., "Concise explanations of neural networks using adversarial training", ICML 2020;
 * Hurley and Rickard, "Comparing measures of sparsity", 2009).
 */
export function sparseness(attribution: ArrayLike<number>): number {
  const sorted = magnitudes(attribution);
  const n = sorted.length;
  const scale = sorted[n - 1] ?? 0;
  if (!(scale > 0)) return Number.NaN;
  const shares = sorted.map((value) => value / scale);
  return shares.reduce((sum, value, at) => sum + (2 * at + 1 - n) * value, 0) / (n * total(shares));
}

/**
 * Entropy in nats of the shares |a_i|/Σ|a|: 0 where one feature has all, ln n where all are alike (Bhatt, Weller, Moura,
 * "Evaluating and aggregating feature-based model explanations", IJCAI 2020, §3.3).
 */
export function complexity(attribution: ArrayLike<number>): number {
  const sorted = magnitudes(attribution);
  const scale = sorted[sorted.length - 1] ?? 0;
  if (!(scale > 0)) return Number.NaN;
  const parts = sorted.map((value) => value / scale);
  const sum = total(parts);
  return parts.reduce((entropy, part) => (part > 0 ? entropy - (part / sum) * Math.log(part / sum) : entropy), 0);
}
