import { addOuterProduct, choleskyFactor, choleskySubstitute, squareMatrix } from '../../numerics/linear-algebra.js';
import type { Encoded } from './shap/tree-ensemble.js';

/** Linear in columns brought to mean 0 and deviation 1. */
export interface LinearSurrogate {
  readonly outputs: number;
  /** Outputs × columns; of a column that is constant 0. */
  readonly weights: Float64Array;
  readonly intercepts: Float64Array;
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** Of the rows: so small that it moves no answer, so large that dependent columns share their weight. */
const PENALTY = 1e-6;

/**
 * Least squares of several outputs (rows × outputs, row-major) on the same standardised columns, with a free intercept;
 * 0/1 outputs make it the linear probability model. `undefined` where the numbers are too large or not finite. Cost
 * rows × columns² / 2.
 */
export function fitLinearSurrogate(x: Encoded, y: Float64Array, outputs: number): LinearSurrogate | undefined {
  const { rows, columns } = x;
  const { means, deviations } = scaleOf(x);
  const scaled = new Float64Array(rows * columns);
  for (let at = 0; at < scaled.length; at++) {
    const column = at % columns;
    const deviation = deviations[column]!;
    scaled[at] = deviation > 0 ? (x.values[at]! - means[column]!) / deviation : 0;
  }
  const gram = squareMatrix(columns);
  for (let row = 0; row < rows; row++) addOuterProduct(gram, scaled, row, 1);
  for (let column = 0; column < columns; column++) gram.values[column * (columns + 1)]! += PENALTY * rows;
  const factor = choleskyFactor(gram);
  if (factor === undefined) return undefined;
  const weights = new Float64Array(outputs * columns);
  const intercepts = new Float64Array(outputs);
  for (let output = 0; output < outputs; output++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += y[row * outputs + output]! / rows;
    const moments = new Float64Array(columns);
    for (let row = 0; row < rows; row++) {
      const apart = y[row * outputs + output]! - mean;
      for (let column = 0; column < columns; column++) moments[column]! += apart * scaled[row * columns + column]!;
    }
    weights.set(choleskySubstitute(factor, moments), output * columns);
    intercepts[output] = mean;
  }
  if (!weights.every(Number.isFinite) || !intercepts.every(Number.isFinite)) return undefined;
  return { outputs, weights, intercepts, means, deviations };
}

/** Rows × outputs, row-major. */
export function linearSurrogateAnswers(
  { outputs, weights, intercepts, means, deviations }: LinearSurrogate,
  { rows, columns, values }: Encoded,
): Float64Array {
  const answers = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = intercepts[output]!;
      for (let column = 0; column < columns; column++) {
        const weight = weights[output * columns + column]!;
        if (weight === 0) continue;
        sum += (weight * (values[row * columns + column]! - means[column]!)) / deviations[column]!;
      }
      answers[row * outputs + output] = sum;
    }
  }
  return answers;
}

function scaleOf({ rows, columns, values }: Encoded) {
  const means = new Float64Array(columns);
  const deviations = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) means[column]! += values[row * columns + column]! / rows;
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      deviations[column]! += (values[row * columns + column]! - means[column]!) ** 2 / rows;
    }
  }
  // Rounding alone gives a constant column a deviation of some ulps.
  const least = 10 * Number.EPSILON * Math.sqrt(rows);
  return {
    means,
    deviations: deviations.map((square, column) => {
      const deviation = Math.sqrt(square);
      return deviation > least * Math.abs(means[column]!) ? deviation : 0;
    }),
  };
}
