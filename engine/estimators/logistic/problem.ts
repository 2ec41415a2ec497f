import type { DesignMatrix } from '../design-matrix.js';

/** Rows without their zeros, where these are many, a one for the intercept last: a level's columns cost what it does. */
export interface SparseRows {
  readonly count: number;
  /** Columns and the intercept. */
  readonly width: number;
  /** Row i's entries are those from `starts[i]` to before `starts[i + 1]`, by ascending column. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** Whether zeros are there too: row i is `values` from i · width on. */
  readonly full: boolean;
}

/** From this share of numbers that are not 0 on, leaving the others out costs more than it spares. */
const FULL = 0.6;

/**
 * L2-penalised logistic regression: ½·Σ penalty·w² + C·Σ weight·log loss. Two classes have one score, more have one each
 * (scikit-learn's symmetric multinomial form).
 */
export interface Problem {
  readonly rows: SparseRows;
  readonly scores: number;
  /** Classes 0…classes−1, one a row. */
  readonly codes: Int32Array;
  readonly C: number;
  readonly weights: Float64Array;
  /** By column; 0 for the intercept. */
  readonly penalty: Float64Array;
}

/** A place of the optimisation: `coefficients` and `gradient` scores × width, `probabilities` rows × scores. */
export interface Point {
  readonly coefficients: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly probabilities: Float64Array;
}

/** `weights` of the rows; 1 each unless told. */
export function problemOf(
  x: DesignMatrix,
  codes: Int32Array,
  classes: number,
  C: number,
  weights?: Float64Array,
): Problem {
  const rows = sparseRows(x);
  const penalty = new Float64Array(rows.width).fill(1);
  penalty[x.columns] = 0;
  return {
    rows,
    scores: classes === 2 ? 1 : classes,
    codes,
    C,
    weights: weights ?? new Float64Array(x.rows).fill(1),
    penalty,
  };
}

function sparseRows({ rows: count, columns: width, values: all }: DesignMatrix): SparseRows {
  let entries = count;
  for (let at = 0; at < all.length; at++) if (all[at] !== 0) entries++;
  const full = entries >= FULL * count * (width + 1);
  if (full) entries = count * (width + 1);
  const starts = new Int32Array(count + 1);
  const columns = new Int32Array(entries);
  const values = new Float64Array(entries);
  let to = 0;
  for (let row = 0, at = 0; row < count; row++) {
    for (let column = 0; column < width; column++) {
      const value = all[at++]!;
      if (value === 0 && !full) continue;
      columns[to] = column;
      values[to++] = value;
    }
    columns[to] = width;
    values[to++] = 1;
    starts[row + 1] = to;
  }
  return { count, width: width + 1, starts, columns, values, full };
}

/** Cost O(entries · scores). */
export function evaluate({ rows, scores, codes, C, weights, penalty }: Problem, coefficients: Float64Array): Point {
  const { count, width, starts, columns, values } = rows;
  const gradient = new Float64Array(coefficients.length);
  const probabilities = new Float64Array(count * scores);
  const own = new Float64Array(scores);
  let loss = 0;
  for (let row = 0; row < count; row++) {
    const from = starts[row]!;
    const to = starts[row + 1]!;
    const code = codes[row]!;
    const weight = C * weights[row]!;
    for (let k = 0; k < scores; k++) {
      const base = k * width;
      let score = 0;
      for (let at = from; at < to; at++) score += coefficients[base + columns[at]!]! * values[at]!;
      own[k] = score;
    }
    loss += weight * lossOf(own, code);
    toProbabilities(own);
    for (let k = 0; k < scores; k++) {
      const base = k * width;
      const truth = scores === 1 ? code : code === k ? 1 : 0;
      const slope = weight * (own[k]! - truth);
      probabilities[row * scores + k] = own[k]!;
      for (let at = from; at < to; at++) gradient[base + columns[at]!]! += slope * values[at]!;
    }
  }
  for (let index = 0; index < coefficients.length; index++) {
    const pull = penalty[index % width]! * coefficients[index]!;
    loss += (pull * coefficients[index]!) / 2;
    gradient[index]! += pull;
  }
  return { coefficients, loss, gradient, probabilities };
}

/** −log of the probability of the row's class, without overflow: log(1 + exp(−margin)) for one score. */
function lossOf(scores: Float64Array, code: number): number {
  if (scores.length === 1) {
    const margin = code === 1 ? scores[0]! : -scores[0]!;
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) highest = Math.max(highest, scores[k]!);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += Math.exp(scores[k]! - highest);
  return Math.log(sum) + highest - scores[code]!;
}

/** Probabilities of the scores, in place: of class 1 where there is one score, else of each class. */
export function toProbabilities(scores: Float64Array): void {
  if (scores.length === 1) {
    scores[0] = 1 / (1 + Math.exp(-scores[0]!));
    return;
  }
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) highest = Math.max(highest, scores[k]!);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(scores[k]! - highest);
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
}
