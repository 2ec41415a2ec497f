import { normalise } from './normalise.js';

/** Exact match of SQuAD: 1 where answer and reference agree once both are normalised. */
export function normalised(answer: string, references: readonly string[]): number {
  const given = normalise(answer);
  return references.some((reference) => normalise(reference) === given) ? 1 : 0;
}
