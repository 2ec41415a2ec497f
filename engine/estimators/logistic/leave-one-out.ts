import { fitEncoder } from '../design-matrix.js';
import type { DesignMatrix, Encoder } from '../design-matrix.js';
import { identity } from '../../numerics/permutation.js';
import type { Column } from '../../subject/table.js';
import { addRow, curvatureAt, hessianOf } from './curvature.js';
import { predictLogisticRegression, unknownsOf } from './logistic-regression.js';
import { optimise } from './newton.js';
import { evaluate, problemOf } from './problem.js';

/** Less of a column's variance than this without a row, and the row hides what the others hold. */
const LEAST_LEFT = 1e-6;

export interface LeaveOneOutSettings {
  readonly C: number;
  readonly standardise: boolean;
}

/**
 * Answers for each row by the model of all others, rows × classes, from one encoding and one fit of all rows: leaving a
 * row out is its weight of 0, and standardising by the others is a penalty of their variance (w·z with z in units of all
 * rows' deviation has the coefficient w·s in units of s). Each fit starts at the whole's optimum with the whole's Hessian
 * less the row's part. NaN for rows that have to be left out by a fit of their own: the last of their class, and those
 * without which a numeric column hardly varies. `undefined` where gaps are filled by what the other rows hold.
 *
 * `codes` are classes 0…classes−1, each with at least one row.
 */
export async function leaveOneOutAnswers(
  features: readonly Column[],
  codes: Int32Array,
  classes: number,
  { C, standardise }: LeaveOneOutSettings,
  pause: () => Promise<void>,
  weights?: Float64Array,
): Promise<Float64Array | undefined> {
  if (features.some(hasGaps)) return undefined;
  const all = identity(codes.length);
  const encoder = fitEncoder(features, all, standardise);
  const x = encoder.encode(all);
  const unknowns = unknownsOf(x.columns, classes);
  const whole = problemOf(x, codes, classes, C, weights);
  const { coefficients } = await optimise(whole, { coefficients: new Float64Array(unknowns) }, pause);
  const point = evaluate(whole, coefficients);
  const curvature = curvatureAt(whole, point);
  const sizes = new Int32Array(classes);
  for (const code of codes) sizes[code]!++;
  const varianceWithout = variancesWithout(x, encoder);

  const answers = new Float64Array(x.rows * classes).fill(Number.NaN);
  for (let row = 0; row < x.rows; row++) {
    const variances = varianceWithout(row);
    if (sizes[codes[row]!] === 1 || variances.some((variance) => variance < LEAST_LEFT)) continue;
    const others = whole.weights.slice();
    others[row] = 0;
    const penalty = standardise ? Float64Array.of(...variances, 0) : whole.penalty;
    const problem = { ...whole, weights: others, penalty };
    const rest = curvature.slice();
    addRow(rest, whole, point.probabilities, row, -whole.weights[row]!);
    const optimum = await optimise(problem, { coefficients, hessian: hessianOf(problem, rest) }, pause);
    const left = { rows: 1, columns: x.columns, values: x.values.subarray(row * x.columns, (row + 1) * x.columns) };
    answers.set(predictLogisticRegression({ classes, columns: x.columns, ...optimum }, left), row * classes);
  }
  return answers;
}

const hasGaps = (column: Column): boolean =>
  column.type === 'numeric' ? column.values.some(Number.isNaN) : column.codes.includes(-1);

/** By column: the variance without a row as a share of that with it; 1 for levels, which are not scaled. */
function variancesWithout({ rows, columns, values }: DesignMatrix, { sources }: Encoder) {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  values.forEach((value, at) => (means[at % columns]! += value / rows));
  values.forEach((value, at) => (squares[at % columns]! += (value - means[at % columns]!) ** 2));
  return (row: number): Float64Array =>
    squares.map((square, column) => {
      if (sources[column]!.level !== undefined) return 1;
      const distance = values[row * columns + column]! - means[column]!;
      const without = (square - distance ** 2) / (rows - 1) - (distance / (rows - 1)) ** 2;
      return without / (square / rows);
    });
}
