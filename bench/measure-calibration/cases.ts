import type { CalibrationCase } from './case.js';
import { FAIRNESS_CASES } from './fairness.js';

export interface Family {
  readonly name: string;
  readonly method: string;
  readonly range: readonly [number, number];
  readonly cases: readonly CalibrationCase[];
  /** Samples of each case in the full run, and in the test. */
  readonly simulations: number;
  readonly short: number;
}

export const FAMILIES: readonly Family[] = [
  {
    name: 'evaluation/fairness',
    method:
      'boxes of a Bayesian bootstrap for each group’s rate, combined draw by draw for every ordered pair; the worst by intersection–union on one side and Bonferroni on the other',
    range: [0, 1],
    cases: FAIRNESS_CASES,
    simulations: 400,
    short: 30,
  },
];
