import { clopperPearson } from '../../../numerics/intervals.js';
import { epsilonOfErrors } from './error-bounds.js';

/** A training with one canary, in or out by a fair coin of its own; a high score speaks for "in". */
export interface CanaryRun {
  readonly score: number;
  readonly included: boolean;
}

export interface ManyRunsAudit {
  /** At the confidence asked for no smaller epsilon is possible; 0 where nothing is shown. */
  readonly epsilon: number;
  /** Scores from here on are taken for "in". */
  readonly threshold: number;
  readonly truePositives: number;
  readonly included: number;
  readonly falsePositives: number;
  readonly excluded: number;
}

/**
 * A lower bound on epsilon from independent runs (Jagielski, Ullman & Oprea, "Auditing differentially private machine
 * learning", 2020; Nasr et al., "Adversary instantiation", 2021). The first half of the runs chooses the threshold, the
 * second counts its errors, so that the choice costs no level; Clopper and Pearson's ends at half the error each hold
 * together at `level`.
 */
export function auditOfManyRuns(runs: readonly CanaryRun[], delta: number, level: number): ManyRunsAudit {
  const half = runs.length >> 1;
  const [choosing, counting] = [runs.slice(0, half), runs.slice(half)];
  const candidates = [...new Set(choosing.map(({ score }) => score))].map((score) =>
    countAt(choosing, score, delta, level),
  );
  const { threshold } = candidates.reduce((best, one) => (one.epsilon > best.epsilon ? one : best), {
    threshold: Infinity,
    epsilon: 0,
  });
  return countAt(counting, threshold, delta, level);
}

function countAt(runs: readonly CanaryRun[], threshold: number, delta: number, level: number): ManyRunsAudit {
  const members = runs.filter(({ included }) => included);
  const included = members.length;
  const excluded = runs.length - included;
  const isAbove = ({ score }: CanaryRun): boolean => score >= threshold;
  const truePositives = members.filter(isAbove).length;
  const falsePositives = runs.filter(isAbove).length - truePositives;
  const counts = { threshold, truePositives, included, falsePositives, excluded };
  if (included === 0 || excluded === 0) return { epsilon: 0, ...counts };
  const [leastTrue] = clopperPearson(truePositives, included, level);
  const [, mostFalse] = clopperPearson(falsePositives, excluded, level);
  return { epsilon: epsilonOfErrors(leastTrue, mostFalse, delta), ...counts };
}
