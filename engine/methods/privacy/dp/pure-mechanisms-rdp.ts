import { logAdd } from '../../../numerics/log-sum.js';

/** Of Laplace noise of a scale in units of the sensitivity: Mironov, "Rényi differential privacy", 2017, table II. */
export function laplaceRenyi(scale: number, order: number): number {
  const epsilon = 1 / scale;
  const middle = 2 * order - 1;
  return epsilon + Math.log1p(((order - 1) * Math.expm1(-epsilon * middle)) / middle) / (order - 1);
}

/**
 * Of an ε-differentially private exponential mechanism: its bounded range gives a (ξ, ε²/8) concentrated privacy
 * (Cesar & Rogers, "Bounding, concentrating, and truncating", 2021, section 3), and no order exceeds ε.
 */
export function exponentialRenyi(epsilon: number, order: number): number {
  const ratio = epsilon / Math.expm1(epsilon);
  const concentrated = ratio - 1 - Math.log(ratio) + ((order - 1) * epsilon * epsilon) / 8;
  return Math.min(epsilon, concentrated);
}

/** The two answers of randomised response that one row's change affects: the true one's probability, another's. */
export const answerProbabilities = (flip: number, answers: number) =>
  ({ truth: 1 - flip + flip / answers, other: flip / answers }) as const;

/** The pure epsilon of randomised response when one row is replaced by another. */
export function randomisedResponseEpsilon(flip: number, answers: number): number {
  const { truth, other } = answerProbabilities(flip, answers);
  return Math.log(truth / other);
}

/** Of randomised response when one row is replaced by another. */
export function randomisedResponseRenyi(flip: number, answers: number, order: number): number {
  const { truth, other } = answerProbabilities(flip, answers);
  const epsilon = Math.log(truth / other);
  if (epsilon === 0) return 0;
  if (order === Infinity) return epsilon;
  const changed = logAdd(Math.log(other) + order * epsilon, Math.log(truth) - order * epsilon);
  return logAdd(changed, Math.log((answers - 2) * other)) / (order - 1);
}

/**
 * Of randomised response when one row is replaced by one that answers evenly (Google's "replace special"): the larger
 * of the divergences either way.
 */
export function randomisedResponseToEvenRenyi(flip: number, answers: number, order: number): number {
  const { truth, other } = answerProbabilities(flip, answers);
  const logs = [Math.log(truth * answers), Math.log(other * answers)] as const;
  if (order === Infinity) return Math.max(logs[0], -logs[1]);
  const divergence = (power: number): number =>
    logAdd(power * logs[0] - Math.log(answers), power * logs[1] + Math.log1p(-1 / answers)) / (order - 1);
  return Math.max(divergence(order), divergence(1 - order));
}
