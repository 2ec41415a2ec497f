import type { CalibrationCase } from './case.js';
import { CALIBRATION_CASES } from './calibration.js';
import { BASELINE_CASES, LEAKAGE_CASES, OVERFIT_CASES } from './models.js';
import { COMPARISON_CASES } from './comparison.js';
import { DRIFT_CASES } from './drift.js';
import { DRIFT_UNITS_CASES } from './drift-units.js';
import { FAIRNESS_CASES } from './fairness.js';
import { ROBUSTNESS_CASES } from './robustness.js';
import { SLICES_CASES } from './slices.js';

export interface Family {
  readonly name: string;
  readonly method: string;
  /** Ends of an output's range: a limit there is met by every figure. */
  readonly range: (output: string) => readonly [number, number];
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
    range: () => [0, 1],
    cases: FAIRNESS_CASES,
    simulations: 400,
    short: 30,
  },
  {
    name: 'evaluation/calibration',
    method:
      'slope and intercept: Student’s t on HC3 sandwich errors by cluster; the greatest error: Gaffke boxes of each bin’s gap and its negative, worst of many',
    range: (output) => (['ece', 'maximumError'].includes(output) ? [0, 1] : [-Infinity, Infinity]),
    cases: CALIBRATION_CASES,
    simulations: 600,
    short: 100,
  },
  {
    name: 'evaluation/baseline-gain',
    method: 'Gaffke box of the mean paired difference; of accuracy the least over the constant classes',
    range: () => [-Infinity, Infinity],
    cases: BASELINE_CASES,
    simulations: 1000,
    short: 100,
  },
  {
    name: 'evaluation/comparison',
    method:
      'of means (accuracy, Brier score): Gaffke box of the mean paired difference; of other metrics: the boxes of both models from the same resamples, subtracted draw by draw',
    range: () => [-Infinity, Infinity],
    cases: COMPARISON_CASES,
    simulations: 400,
    short: 20,
  },
  {
    name: 'evaluation/overfit-gap',
    method: 'Gaffke boxes of both means, drawn apart and subtracted',
    range: () => [-Infinity, Infinity],
    cases: OVERFIT_CASES,
    simulations: 1000,
    short: 100,
  },
  {
    name: 'evaluation/leakage',
    method: 'Gaffke boxes of both mean squared errors, divided draw by draw; the greatest of the columns',
    range: () => [-Infinity, 1],
    cases: LEAKAGE_CASES,
    simulations: 1000,
    short: 100,
  },
  {
    name: 'evaluation/drift',
    method:
      'the noncentral chi-square distribution of PSI and squared Hellinger distance, inverted; the greatest of the columns',
    range: (output) => [0, output === 'maxHellinger' ? 1 : Infinity],
    cases: DRIFT_CASES,
    simulations: 1000,
    short: 100,
  },
  {
    name: 'evaluation/drift of clusters and weights',
    method:
      'the same on counts of the effective size (Rao–Scott); the classifier’s area under the ROC curve on held-out units by a Bayesian bootstrap',
    range: (output) => [0, output === 'maxPsi' ? Infinity : 1],
    cases: DRIFT_UNITS_CASES,
    simulations: 600,
    short: 20,
  },
  {
    name: 'evaluation/robustness',
    method:
      'Gaffke boxes of each score, averaged row by row over the repeats; drops paired with the clean rows; the worst of the variants',
    range: (output) => (output.startsWith('drop') ? [-1, 1] : [0, 1]),
    cases: ROBUSTNESS_CASES,
    simulations: 150,
    short: 12,
  },
  {
    name: 'evaluation/slices',
    method: 'Gaffke boxes of each slice’s score, the worst of many',
    range: () => [0, 1],
    cases: SLICES_CASES,
    simulations: 200,
    short: 10,
  },
];
