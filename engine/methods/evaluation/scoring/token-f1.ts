import { normalise } from './normalise.js';
import { countsOf, overlap, tokensOf } from './tokens.js';

/**
 * F1 of the words that answer and reference have in common, as SQuAD's evaluation script counts them (Rajpurkar et al.
 * 2016); the best over the references. Where one of the two has no word at all: whether both have none (SQuAD 2.0).
 */
export const tokenF1 = (answer: string, references: readonly string[]): number =>
  Math.max(0, ...references.map((reference) => pairF1(answer, reference)));

function pairF1(answer: string, reference: string): number {
  const given = tokensOf(normalise(answer));
  const wanted = tokensOf(normalise(reference));
  if (given.length === 0 || wanted.length === 0) return given.length === wanted.length ? 1 : 0;
  const common = overlap(countsOf(given), countsOf(wanted));
  return (2 * common) / (given.length + wanted.length);
}
