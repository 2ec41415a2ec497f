import { addOuterProduct, choleskySolve, squareMatrix } from '../numerics/linear-algebra.js';
import type { DesignMatrix } from './design-matrix.js';
import { EstimatorFault } from './estimator-fault.js';

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
const MOST_ITERATIONS = 100;
/** Half the squared Newton decrement, an estimate of the distance from the optimum, relative to the loss. */
const TOLERANCE = 1e-14;

/**
 * The exact optimum of L2-penalised logistic regression (multinomial for more than two classes) by Newton's method
 * with a backtracking line search (Boyd & Vandenberghe, Convex Optimization, 2004, algorithm 9.5). The multinomial
 * form is scikit-learn's symmetric one, whose intercepts are free up to a common shift: it is held at a sum of 0.
 *
 * `codes` are classes 0…classes−1, each with at least one row; `pause` is awaited before each iteration and may
 * throw to stop. Cost of an iteration: O(n·(K·p)²), for K scores of p columns.
 */
export async function fitLogisticRegression(
  x: DesignMatrix,
  codes: Int32Array,
  classes: number,
  { C }: LogisticRegressionSettings,
  pause: () => Promise<void>,
  weights?: Float64Array,
): Promise<LogisticRegression> {
  const scores = classes === 2 ? 1 : classes;
  const width = x.columns + 1;
  const unknowns = scores * width;
  if (unknowns > MOST_UNKNOWNS) {
    throw new EstimatorFault('unsupported', `${unknowns} coefficients: logistic-regression takes ${MOST_UNKNOWNS}`);
  }
  const problem = { rows: withOnes(x), count: x.rows, width, scores, codes, C, weights };
  let coefficients = new Float64Array(unknowns);
  let loss = lossAt(problem, coefficients);
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    await pause();
    const { gradient, hessian } = derivatives(problem, coefficients);
    const step = choleskySolve(hessian, gradient);
    if (step === undefined) throw new EstimatorFault('failed', 'logistic-regression: the Hessian is singular');
    const decrement = gradient.reduce((sum, slope, index) => sum + slope * step[index]!, 0);
    if (decrement / 2 <= TOLERANCE * Math.max(1, loss)) {
      return { classes, columns: x.columns, coefficients, iterations: iteration };
    }
    const next = lineSearch(problem, coefficients, step, loss, decrement);
    if (next === undefined) return { classes, columns: x.columns, coefficients, iterations: iteration };
    ({ coefficients, loss } = next);
  }
  throw new EstimatorFault('failed', `logistic-regression did not converge in ${MOST_ITERATIONS} iterations`);
}

interface Problem {
  /** Row-major, a column of ones last. */
  readonly rows: Float64Array;
  readonly count: number;
  readonly width: number;
  readonly scores: number;
  readonly codes: Int32Array;
  readonly C: number;
  readonly weights: Float64Array | undefined;
}

function withOnes(x: DesignMatrix): Float64Array {
  const width = x.columns + 1;
  const rows = new Float64Array(x.rows * width);
  for (let row = 0; row < x.rows; row++) {
    rows.set(x.values.subarray(row * x.columns, (row + 1) * x.columns), row * width);
    rows[row * width + x.columns] = 1;
  }
  return rows;
}

/** Halves the step until the loss falls enough; `undefined` where rounding leaves nothing to gain. */
function lineSearch(
  problem: Problem,
  from: Float64Array,
  step: Float64Array,
  loss: number,
  decrement: number,
): { coefficients: Float64Array<ArrayBuffer>; loss: number } | undefined {
  for (let size = 1; size > 1e-10; size /= 2) {
    const coefficients = from.map((value, index) => value - size * step[index]!);
    const reached = lossAt(problem, coefficients);
    if (reached <= loss - 1e-4 * size * decrement) return { coefficients, loss: reached };
  }
  if (decrement > 1e-8 * Math.max(1, loss)) {
    throw new EstimatorFault('failed', 'logistic-regression: the numbers are too large or too uneven to optimise');
  }
  return undefined;
}

function lossAt(problem: Problem, coefficients: Float64Array): number {
  const { count, width, scores, codes, C, weights } = problem;
  const score = new Float64Array(scores);
  let sum = 0;
  for (let row = 0; row < count; row++) {
    scoreRow(problem, coefficients, row, score);
    sum +=
      (weights?.[row] ?? 1) * (scores === 1 ? binaryLoss(score[0]!, codes[row]!) : softmaxLoss(score, codes[row]!));
  }
  let penalty = 0;
  coefficients.forEach((value, index) => {
    if (index % width !== width - 1) penalty += value * value;
  });
  return penalty / 2 + C * sum;
}

function scoreRow({ rows, width }: Problem, coefficients: Float64Array, row: number, score: Float64Array): void {
  for (let k = 0; k < score.length; k++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += coefficients[k * width + j]! * rows[row * width + j]!;
    score[k] = sum;
  }
}

/** log(1 + exp(−m)) of the margin m, without overflow. */
const binaryLoss = (score: number, code: number): number => {
  const margin = code === 1 ? score : -score;
  return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
};

function softmaxLoss(score: Float64Array, code: number): number {
  const highest = score.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return Math.log(score.reduce((sum, value) => sum + Math.exp(value - highest), 0)) + highest - score[code]!;
}

/** Probabilities of the scores, in place: of class 1 where there is one score, else of each class. */
function toProbabilities(score: Float64Array): void {
  if (score.length === 1) {
    score[0] = 1 / (1 + Math.exp(-score[0]!));
    return;
  }
  const highest = score.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < score.length; k++) sum += score[k] = Math.exp(score[k]! - highest);
  for (let k = 0; k < score.length; k++) score[k]! /= sum;
}

function derivatives(problem: Problem, coefficients: Float64Array) {
  const { rows, count, width, scores, codes, C, weights } = problem;
  const unknowns = scores * width;
  const gradient = new Float64Array(unknowns);
  // One Gram matrix a pair of scores (k ≥ l), put together into the whole Hessian at the end.
  const blocks = Array.from({ length: (scores * (scores + 1)) / 2 }, () => squareMatrix(width));
  const p = new Float64Array(scores);
  for (let row = 0; row < count; row++) {
    scoreRow(problem, coefficients, row, p);
    toProbabilities(p);
    const weight = C * (weights?.[row] ?? 1);
    for (let k = 0; k < scores; k++) {
      const truth = scores === 1 ? codes[row]! : codes[row] === k ? 1 : 0;
      const slope = weight * (p[k]! - truth);
      for (let j = 0; j < width; j++) gradient[k * width + j]! += slope * rows[row * width + j]!;
      for (let l = 0; l <= k; l++) {
        const curvature = weight * (k === l ? p[k]! * (1 - p[k]!) : -p[k]! * p[l]!);
        if (curvature !== 0) addOuterProduct(blocks[(k * (k + 1)) / 2 + l]!, rows, row, curvature);
      }
    }
  }
  const hessian = squareMatrix(unknowns);
  for (let k = 0; k < scores; k++) {
    for (let l = 0; l <= k; l++) {
      const block = blocks[(k * (k + 1)) / 2 + l]!.values;
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) {
          const value = i >= j ? block[i * width + j]! : block[j * width + i]!;
          hessian.values[(k * width + i) * unknowns + l * width + j] = value;
        }
      }
    }
  }
  coefficients.forEach((value, index) => {
    if (index % width === width - 1) return;
    gradient[index]! += value;
    hessian.values[index * unknowns + index]! += 1;
  });
  if (scores > 1) holdCommonShift(hessian.values, unknowns, width, scores, C * count);
  return { gradient, hessian };
}

/**
 * Curvature along the common shift of all intercepts, which has neither slope nor curvature of its own: the step
 * stays what it was in all other directions, and is 0 along this one.
 */
function holdCommonShift(hessian: Float64Array, unknowns: number, width: number, scores: number, amount: number): void {
  for (let k = 0; k < scores; k++) {
    for (let l = 0; l <= k; l++) {
      hessian[(k * width + width - 1) * unknowns + l * width + width - 1]! += amount / scores;
    }
  }
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
