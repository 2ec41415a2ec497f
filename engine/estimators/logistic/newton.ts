import { choleskyFactor, choleskySubstitute, dot } from '../../numerics/linear-algebra.js';
import type { SquareMatrix } from '../../numerics/linear-algebra.js';
import { EstimatorFault } from '../estimator-fault.js';
import { curvatureAt, hessianOf } from './curvature.js';
import { evaluate } from './problem.js';
import type { Point, Problem } from './problem.js';

/** Where to begin, and a Hessian at or near it where one is at hand. */
export interface Start {
  readonly coefficients: Float64Array;
  readonly hessian?: SquareMatrix;
}

export interface Optimum {
  readonly coefficients: Float64Array;
  readonly iterations: number;
}

const MOST_ITERATIONS = 100;
/** Half the squared Newton decrement, an estimate of the distance from the optimum, relative to the loss. */
const TOLERANCE = 1e-14;
/** A Hessian serves as long as it brings the squared decrement down to less than this share: a digit a step. */
const WORTH_KEEPING = 0.01;

/**
 * The optimum by Newton's method with a backtracking line search (Boyd & Vandenberghe, Convex Optimization, 2004,
 * algorithm 9.5), its Hessian kept while steps by it converge fast (Shamanskii's; Kelley, Iterative Methods for Linear
 * and Nonlinear Equations, 1995, §5.4.3). `pause` is awaited before each iteration and may throw to stop.
 */
export async function optimise(problem: Problem, start: Start, pause: () => Promise<void>): Promise<Optimum> {
  let point = evaluate(problem, start.coefficients);
  let factor = start.hessian && choleskyFactor(start.hessian);
  let last = Number.POSITIVE_INFINITY;
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
    await pause();
    let fresh = factor === undefined;
    factor ??= newFactor(problem, point);
    let step = choleskySubstitute(factor, point.gradient);
    let decrement = dot(point.gradient, step);
    if (!fresh && decrement > WORTH_KEEPING * last) {
      fresh = true;
      factor = newFactor(problem, point);
      step = choleskySubstitute(factor, point.gradient);
      decrement = dot(point.gradient, step);
    }
    if (decrement / 2 <= TOLERANCE * Math.max(1, point.loss)) {
      return { coefficients: less(point.coefficients, step, 1), iterations };
    }
    const next = lineSearch(problem, point, step, decrement);
    if (next === undefined && fresh) return { coefficients: point.coefficients, iterations };
    if (next === undefined) factor = undefined;
    else point = next;
    last = decrement;
  }
  throw new EstimatorFault('failed', `logistic-regression did not converge in ${MOST_ITERATIONS} iterations`);
}

function newFactor(problem: Problem, point: Point): SquareMatrix {
  const factor = choleskyFactor(hessianOf(problem, curvatureAt(problem, point)));
  if (factor === undefined) throw new EstimatorFault('failed', 'logistic-regression: the Hessian is singular');
  return factor;
}

const less = (from: Float64Array, step: Float64Array, size: number): Float64Array =>
  from.map((value, index) => value - size * step[index]!);

/** Halves the step until the loss falls enough; `undefined` where rounding leaves nothing to gain. */
function lineSearch(problem: Problem, from: Point, step: Float64Array, decrement: number): Point | undefined {
  for (let size = 1; size > 1e-10; size /= 2) {
    const reached = evaluate(problem, less(from.coefficients, step, size));
    if (reached.loss <= from.loss - 1e-4 * size * decrement) return reached;
  }
  if (decrement > 1e-8 * Math.max(1, from.loss)) {
    throw new EstimatorFault('failed', 'logistic-regression: the numbers are too large or too uneven to optimise');
  }
  return undefined;
}
