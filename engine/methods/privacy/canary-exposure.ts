/**
 * Canary exposure (Carlini, Liu, Erlingsson, Kos & Song, "The secret sharer: evaluating and testing unintended
 * memorization in neural networks", USENIX Security 2019): by how many bits a model that has seen an inserted random
 * sequence helps to guess it, from the model's loss (log-perplexity) on it and on sequences of the same kind that it has not seen.
 */
import { clopperPearson } from '../../numerics/intervals.js';
import { type SkewNormal, fitSkewNormal, skewNormalLogCdf } from '../../numerics/distributions/skew-normal.js';

/**
 * log₂ |R| − log₂ rank (definitions 3 and 4): R is the canary with its references, all of them or a random sample; the rank
 * counts those that are no less likely than the canary. At most log₂(references + 1).
 */
export const rankExposure = (canary: number, references: ArrayLike<number>): number =>
  sampleExposure({ references: references.length, noLess: noLessLikely(canary, references) });

export const sampleExposure = ({ references, noLess }: Pick<SampledRank, 'references' | 'noLess'>): number =>
  Math.log2((references + 1) / (1 + noLess));

/** How many references have a loss that is not above the canary's. */
export function noLessLikely(canary: number, references: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < references.length; i++) if (references[i]! <= canary) count++;
  return count;
}

/** What is known of a canary's rank among all `size` sequences of its kind, itself among them. */
export interface SampledRank {
  readonly size: number;
  /** References that were looked at: all others, or so many drawn at random. */
  readonly references: number;
  /** Of them, those that are no less likely than the canary. */
  readonly noLess: number;
  /** No more were looked at once so many were found: `noLess` was fixed, and `references` came of it. */
  readonly isStopped?: boolean;
}

/** How many no less likely references of a sample tell that the exposure is below `bits`, however many more there are. */
export const noLessBelow = (bits: number, references: number): number =>
  Math.max(1, Math.floor((references + 1) / 2 ** bits));

/**
 * Bounds of log₂ |R| − log₂ rank from a sample of the others, whatever the losses' distribution: rank = 1 + (|R| − 1)·q,
 * q between Clopper and Pearson's bounds of `noLess` in `references`, the lower bound of the exposure wrong with a chance
 * of at most `lowerTail`, the upper one of `upperTail`. Both are the exposure where all others were looked at. The
 * `rankExposure` of the same sample lies between them. Where the looking stopped at the last of `noLess`, a share as high
 * as some q has it as late with the chance that one fewer have of all but the last (a negative binomial's tail).
 */
export function exposureBounds(
  { size, references, noLess, isStopped = false }: SampledRank,
  lowerTail: number,
  upperTail: number,
): readonly [lower: number, upper: number] {
  const exposure = (share: number): number => Math.max(0, Math.log2(size) - Math.log2(1 + (size - 1) * share));
  if (references >= size - 1) return [exposure(noLess / references), exposure(noLess / references)];
  const last = isStopped ? 1 : 0;
  const [, most] = references === last ? [0, 1] : clopperPearson(noLess - last, references - last, 1 - 2 * lowerTail);
  const [least] = references === 0 ? [0] : clopperPearson(noLess, references, 1 - 2 * upperTail);
  return [exposure(most), exposure(least)];
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
