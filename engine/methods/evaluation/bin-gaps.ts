import { binOf } from '../../numerics/metrics/calibration.js';
import { type DrawOptions, meanBoxes, meanOfColumn } from './mean-boxes.js';
import { type Units, unitsWith } from './units.js';
import { greatestOf, negateBox } from './worst-of-many.js';

export interface MaximumError {
  readonly estimate: number;
  readonly draws: Float64Array;
  /** Bins that have enough rows, and the share of all rows in them. */
  readonly bins: number;
  readonly share: number;
}

/**
 * The greatest |mean outcome − mean probability| of a bin with at least `minimum` independent units, with simultaneous
 * bounds; `undefined` where no bin has. A row's gap in the bin [a, b] lies between −b and 1 − a.
 */
export function maximumError(
  outcomes: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins: number,
  minimum: number,
  units: Units,
  options: DrawOptions,
): MaximumError | undefined {
  const of = Int32Array.from(probabilities, (p) => binOf(p, bins));
  const gaps = Float64Array.from(probabilities, (p, row) => outcomes[row]! - p);
  const columns = Array.from({ length: bins }, (_, bin) => bin)
    .filter((bin) => unitsWith(units, (row) => of[row] === bin) >= minimum)
    .map((bin) => ({
      values: gaps,
      rows: Int32Array.from(of.keys()).filter((row) => of[row] === bin),
      lowest: -(bin + 1) / bins,
      highest: 1 - bin / bins,
    }));
  if (columns.length === 0) return undefined;
  const worst = greatestOf(2 * columns.length, options.draws);
  for (const box of meanBoxes(columns, units, options)) {
    worst.add(box);
    worst.add(negateBox(box));
  }
  return {
    estimate: Math.max(...columns.map((column) => Math.abs(meanOfColumn(column, units.weights)))),
    draws: worst.draws(),
    bins: columns.length,
    share: columns.reduce((sum, { rows }) => sum + rows.length, 0) / outcomes.length,
  };
}
