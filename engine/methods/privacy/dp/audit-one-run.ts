import { binomialProbability, binomialSurvival } from '../../../numerics/distributions/binomial.js';
import { identity } from '../../../numerics/permutation.js';

/** Guesses on canaries that one training had, each in or out by a fair coin of its own. */
export interface Guesses {
  readonly canaries: number;
  /** Canaries that were guessed at. */
  readonly made: number;
  readonly right: number;
}

/**
 * Guesses "in" for the `made`/2 canaries of the highest scores, "out" for as many of the lowest, and abstains from the
 * rest. Equal scores are guessed at in order.
 */
export function guessesOf(scores: ArrayLike<number>, included: readonly boolean[], made: number): Guesses {
  const half = Math.min(made, scores.length) >> 1;
  const order = identity(scores.length).sort((a, b) => scores[b]! - scores[a]! || a - b);
  let right = 0;
  for (let place = 0; place < half; place++) {
    if (included[order[place]!] === true) right++;
    if (included[order[order.length - 1 - place]!] === false) right++;
  }
  return { canaries: scores.length, made: 2 * half, right };
}

/**
 * The probability, at most, of so many right guesses under (ε, δ)-differential privacy: Steinke, Nasr & Jagielski,
 * "Privacy auditing with one (1) training run", NeurIPS 2023, theorem 5.2 and appendix D.
 */
export function pOfGuesses({ canaries, made, right }: Guesses, epsilon: number, delta: number): number {
  const rate = 1 / (1 + Math.exp(-epsilon));
  const beta = right === 0 ? 1 : binomialSurvival(right - 1, made, rate);
  if (delta === 0) return beta;
  let steepest = 0;
  let sum = 0;
  for (let fewer = 1; fewer <= right; fewer++) {
    sum += binomialProbability(right - fewer, made, rate);
    steepest = Math.max(steepest, sum / fewer);
  }
  return Math.min(1, beta + 2 * canaries * delta * steepest);
}

/** Of an epsilon above it nothing can be said with so few canaries. */
const HIGHEST = 50;

/** The largest epsilon that the guesses refute at confidence `level`; 0 where they refute none. */
export function auditOfOneRun(guesses: Guesses, delta: number, level: number): number {
  const refutes = (epsilon: number): boolean => pOfGuesses(guesses, epsilon, delta) < 1 - level;
  if (!refutes(0)) return 0;
  let [low, high] = [0, HIGHEST];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (refutes(middle)) low = middle;
    else high = middle;
  }
  return low;
}
