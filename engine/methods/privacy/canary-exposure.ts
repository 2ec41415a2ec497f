/**
 * Canary exposure (Carlini, Liu, Erlingsson, Kos & Song, "The secret sharer: evaluating and testing unintended
 * memorization in neural networks", USENIX Security 2019): by how many bits a model that has seen an inserted random
 * sequence helps to guess it, from the model's loss (log-perplexity) on it and on sequences of the same kind that it has not seen.
 */
import { type SkewNormal, fitSkewNormal, skewNormalLogCdf } from '../../numerics/distributions/skew-normal.js';

/**
 * log₂ |R| − log₂ rank (definitions 3 and 4): R is the canary with its references, all of them or a random sample; the rank
 * counts those that are no less likely than the canary. At most log₂(references + 1).
 */
export function rankExposure(canary: number, references: ArrayLike<number>): number {
  let rank = 1;
  for (let i = 0; i < references.length; i++) if (references[i]! <= canary) rank++;
  return Math.log2((references.length + 1) / rank);
}

/**
 * −log₂ of the probability that a reference is as likely as the canary, by a skew normal that is fitted to the references'
 * losses (ibid. 4.4): reaches beyond what a sample's ranks can tell, as far as the tail is a skew normal's.
 * Throws `RangeError` for fewer than 3 references or references of one loss.
 */
export function extrapolatedExposure(
  canary: number,
  references: ArrayLike<number>,
): { readonly exposure: number; readonly fit: SkewNormal } {
  const fit = fitSkewNormal(references);
  return { exposure: -skewNormalLogCdf(canary, fit) / Math.LN2, fit };
}
