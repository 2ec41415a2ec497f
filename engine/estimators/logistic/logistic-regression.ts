import type { DesignMatrix } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import { optimise } from './newton.js';
import { evaluate, problemOf, toProbabilities } from './problem.js';
import type { Problem } from './problem.js';

export interface LogisticRegressionSettings {
  /** Inverse of the penalty, as scikit-learn has it: the loss is ½‖w‖² + C·Σ log loss; intercepts are free. */
  readonly C: number;
}

/** `coefficients` are scores × (columns + 1), row-major, the intercept last; two classes have one score. */
export interface LogisticRegression {
  readonly classes: number;
  readonly columns: number;
  readonly coefficients: Float64Array;
  readonly iterations: number;
}

/** A Newton step solves a dense system: beyond this many unknowns it takes minutes. */
const MOST_UNKNOWNS = 2000;

/**
 * The exact optimum of L2-penalised logistic regression (multinomial for more than two classes). The multinomial form
 * is scikit-learn's symmetric one, whose intercepts are free up to a common shift: it is held at a sum of 0.
 *
 * `codes` are classes 0…classes−1, each with at least one row; `start` are coefficients near the optimum, where some are
 * known, which spare iterations and change no more than the last digits; `pause` is awaited before each iteration and may throw to stop. Cost of an iteration: O(n·(K·p)²) at most, for K scores of p columns that are not 0.
 */
export async function fitLogisticRegression(
  x: DesignMatrix,
  codes: Int32Array,
  classes: number,
  { C }: LogisticRegressionSettings,
  pause: () => Promise<void>,
  weights?: Float64Array,
  start?: Float64Array,
): Promise<LogisticRegression> {
  const unknowns = unknownsOf(x.columns, classes);
  const problem = problemOf(x, codes, classes, C, weights);
  const coefficients = start && isNearer(problem, start, classes) ? start : new Float64Array(unknowns);
  const optimum = await optimise(problem, { coefficients }, pause);
  return { classes, columns: x.columns, ...optimum };
}

/** Whether the loss is less than with coefficients of 0. */
function isNearer(problem: Problem, start: Float64Array, classes: number): boolean {
  const weight = problem.weights.reduce((sum, value) => sum + value, 0);
  return evaluate(problem, start).loss < problem.C * weight * Math.log(classes);
}

/** The number of coefficients. Throws `EstimatorFault` where they are more than a Newton step takes. */
export function unknownsOf(columns: number, classes: number): number {
  const unknowns = (classes === 2 ? 1 : classes) * (columns + 1);
  if (unknowns <= MOST_UNKNOWNS) return unknowns;
  throw new EstimatorFault('unsupported', `${unknowns} coefficients: logistic-regression takes ${MOST_UNKNOWNS}`);
}

/** Probabilities, row-major, rows × classes. */
export function predictLogisticRegression(model: LogisticRegression, x: DesignMatrix): Float64Array {
  const { classes, columns, coefficients } = model;
  const scores = classes === 2 ? 1 : classes;
  const score = new Float64Array(scores);
  const probabilities = new Float64Array(x.rows * classes);
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < scores; k++) {
      let sum = coefficients[k * (columns + 1) + columns]!;
      for (let j = 0; j < columns; j++) sum += coefficients[k * (columns + 1) + j]! * x.values[row * columns + j]!;
      score[k] = sum;
    }
    toProbabilities(score);
    if (classes === 2) probabilities.set([1 - score[0]!, score[0]!], row * 2);
    else probabilities.set(score, row * classes);
  }
  return probabilities;
}
