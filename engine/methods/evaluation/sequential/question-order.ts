import { permutation } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Stratum } from './stratified-sequence.js';

export interface DrawnQuestion {
  readonly stratum: number;
  /** From 0, within the stratum. */
  readonly question: number;
}

/**
 * All questions in the order in which to ask them: within a stratum uniformly at random, which is what drawing without
 * replacement needs; the strata in proportion to their weights at every point (divisors of Webster and Sainte-Laguë), those
 * that have run out left out. O(questions · strata).
 */
export function drawQuestions(strata: readonly Stratum[], rng: Rng): DrawnQuestion[] {
  const orders = strata.map(({ questions }) => permutation(questions, rng));
  const taken = strata.map(() => 0);
  const drawn: DrawnQuestion[] = [];
  for (;;) {
    let next = -1;
    let least = Infinity;
    for (const [at, { weight, questions }] of strata.entries()) {
      const due = (taken[at]! + 0.5) / weight;
      if (taken[at]! < questions && due < least) [next, least] = [at, due];
    }
    if (next < 0) return drawn;
    drawn.push({ stratum: next, question: orders[next]![taken[next]!]! });
    taken[next]! += 1;
  }
}
