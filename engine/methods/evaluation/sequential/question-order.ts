import { permutation } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Stratum } from './stratified-sequence.js';

export interface DrawnQuestion {
  readonly stratum: number;
  /** From 0, within the stratum. */
  readonly question: number;
}

/**
 * All questions, the stratum of each drawn at random by the weights of those that have not run out. As long as none has
 * (`mixed` questions), answers in this order have the mean Σ weight · mean of the strata whatever came before: one sequence
 * over all of them is about that rate of the population, and needs no share of the error a stratum.
 */
export function drawMixed(
  strata: readonly Stratum[],
  rng: Rng,
): { readonly drawn: readonly DrawnQuestion[]; readonly mixed: number } {
  const orders = strata.map(({ questions }) => permutation(questions, rng));
  const taken = strata.map(() => 0);
  const drawn: DrawnQuestion[] = [];
  let mixed: number | undefined;
  for (;;) {
    const left = strata.map(({ weight, questions }, at) => (taken[at]! < questions ? weight : 0));
    const total = left.reduce((sum, weight) => sum + weight, 0);
    if (left.includes(0)) mixed ??= drawn.length;
    if (total === 0) return { drawn, mixed: mixed ?? drawn.length };
    let point = rng.next() * total;
    let stratum = left.findIndex((weight) => (point -= weight) < 0);
    // Rounding may leave the point at the end of the last one.
    if (stratum < 0) stratum = left.findLastIndex((weight) => weight > 0);
    drawn.push({ stratum, question: orders[stratum]![taken[stratum]!]! });
    taken[stratum]! += 1;
  }
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
