/**
 * Confidence boxes of means over some of the rows, all from one pass of the Bayesian bootstrap, so that means of the
 * same rows are paired. Bounds are Gaffke's for a bounded mean (`bayesianBootstrap`); for values 0 and 1 they are
 * Clopper and Pearson's.
 */
import type { Rng } from '../../numerics/random.js';
import { type BoxDraws, bayesianBootstrap, boxDraws } from './bayesian-bootstrap.js';
import type { Units } from './units.js';

export interface MeanColumn {
  /** One value a row of the sample. */
  readonly values: ArrayLike<number>;
  /** The rows that the mean is of; all where absent. None of them: the plain draws are NaN. */
  readonly rows?: Int32Array;
  /** The least and the most that a row's value could be. */
  readonly lowest: number;
  readonly highest: number;
}

export interface DrawOptions {
  readonly rng: Rng;
  /** Resamples. */
  readonly draws: number;
  /** Pseudo-rows' weights drawn beside the units': the classes, as `classificationFigures` draws, 2 of a regression. */
  readonly extras: number;
}

/** Weighted mean of a column, NaN of none. */
export function meanOfColumn({ values, rows }: MeanColumn, weights: ArrayLike<number>): number {
  const { sum, total } = sums(values, rows, weights);
  return sum / total;
}

export function meanBoxes(columns: readonly MeanColumn[], units: Units, options: DrawOptions): readonly BoxDraws[] {
  const boxes = columns.map(() => boxDraws(options.draws));
  bayesianBootstrap(units, options.extras, options.draws, options.rng, (weights, extras, draw) => {
    columns.forEach(({ values, rows, lowest, highest }, index) => {
      const { sum, total } = sums(values, rows, weights);
      const extra = extras[index % extras.length]!;
      const box = boxes[index]!;
      box.plain[draw] = sum / total;
      box.lower[draw] = (sum + extra * lowest) / (total + extra);
      box.upper[draw] = (sum + extra * highest) / (total + extra);
    });
  });
  return boxes;
}

function sums(
  values: ArrayLike<number>,
  rows: Int32Array | undefined,
  weights: ArrayLike<number>,
): { sum: number; total: number } {
  let sum = 0;
  let total = 0;
  if (rows === undefined) {
    for (let row = 0; row < values.length; row++) {
      sum += weights[row]! * values[row]!;
      total += weights[row]!;
    }
  } else {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      sum += weights[row]! * values[row]!;
      total += weights[row]!;
    }
  }
  return { sum, total };
}

/** Draw by draw: the box of `of(first, second)`, which rises with the first and falls with the second. */
export function combineBoxes(
  first: BoxDraws,
  second: BoxDraws,
  of: (first: number, second: number) => number,
): BoxDraws {
  return {
    plain: first.plain.map((value, draw) => of(value, second.plain[draw]!)),
    lower: first.lower.map((value, draw) => of(value, second.upper[draw]!)),
    upper: first.upper.map((value, draw) => of(value, second.lower[draw]!)),
  };
}
