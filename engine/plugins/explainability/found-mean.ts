import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import type { Rng } from '../../numerics/random.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';

/** What a search found for each row, and the ends between which the truth of the row lies. NaN: not found. */
export interface Found {
  readonly values: Float64Array;
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  /** Of any row, seen or not. */
  readonly range: readonly [number, number];
}

/**
 * The mean of what was found, with the chance of the rows and what the search may have missed: its lower draws are those of
 * the mean of the lowest values, its upper ones those of the highest, so that neither end is judged as better known than it is.
 */
export function foundMean(
  { values, lowest, highest, range }: Found,
  units: Units,
  options: { readonly rng: Rng; readonly draws: number; readonly basis: Basis; readonly rows: string },
): Figure | Unmeasured {
  const few = tooSmall(units);
  if (few !== undefined) return unmeasured('out-of-domain', few);
  const rows = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  if (rows.length === 0) return unmeasured('out-of-domain', 'no counterfactual was found for any row');
  const column = (of: Float64Array) => ({ values: of, rows, lowest: range[0], highest: range[1] });
  const [plain, low, high] = meanBoxes([column(values), column(lowest), column(highest)], units, {
    rng: options.rng,
    draws: options.draws,
    extras: 1,
  });
  const box = { plain: plain!.plain, lower: low!.lower, upper: high!.upper };
  return drawnFigure(meanOfColumn(column(values), units.weights), joinBox(box), {
    n: units.count,
    basis: options.basis,
    range,
    rows: options.rows,
  });
}
