import { withRuns } from '../../methods/explainability/quality/run-draws.js';
import { drawnFigure } from '../drawn-figure.js';
import { decodeDraws } from '../figure.js';
import type { Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { rowMean } from './row-mean.js';
import type { MeanRows } from './row-mean.js';

/** The same measure of every explained row in several runs; NaN where a run has none for a row. */
export type Runs = readonly Float64Array[];

const meanOfKnown = (values: readonly number[]): number => {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

/**
 * The mean over rows of the mean over runs, as of a sample of rows and of runs that all rows share. `overlap`: see
 * `withRuns`.
 */
export function runMean(
  runs: Runs,
  range: readonly [number, number],
  given: MeanRows,
  { rng, draws, overlap = 0 }: Parameters<typeof rowMean>[3] & { readonly overlap?: number },
): Figure | Unmeasured {
  const ofRows = Float64Array.from(runs[0]!, (_, row) => meanOfKnown(runs.map((run) => run[row]!)));
  const figure = rowMean(ofRows, range, given, { rng, draws });
  if (!('estimate' in figure) || figure.uncertainty.kind !== 'empirical') return figure;
  const means = runs.map((run) => meanOfKnown([...run])).filter((mean) => !Number.isNaN(mean));
  if (means.length < 2) return unmeasured('out-of-domain', 'fewer than two runs have the number');
  const wide = withRuns(Float64Array.from(decodeDraws(figure.uncertainty.draws)), means, { overlap, rng: rng('runs') });
  return drawnFigure(figure.estimate, wide, {
    n: given.units.count,
    basis: given.model.basis,
    range,
    rows: given.rows,
  });
}
