import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { meanBoxes, meanOfColumn } from '../../methods/evaluation/mean-boxes.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import type { Rng } from '../../numerics/random.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import type { ExplainedRows } from './explained-rows.js';

/** Rows of which means are taken, and how far the model's word on them goes. */
export interface MeanRows extends Pick<ExplainedRows, 'units' | 'rows'> {
  readonly model: { readonly basis: Basis };
}

/**
 * The mean over the explained rows of a number that lies in `range`, with its uncertainty as of a sample of rows (or
 * groups). Rows without the number (NaN) are left out.
 */
export function rowMean(
  values: Float64Array,
  range: readonly [number, number],
  { units, rows, model }: MeanRows,
  { rng, draws }: { readonly rng: (stream: string) => Rng; readonly draws: number },
): Figure | Unmeasured {
  const few = tooSmall(units);
  if (few !== undefined) return unmeasured('out-of-domain', few);
  const known = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]!));
  if (known.length === 0) return unmeasured('out-of-domain', 'no explained row has the number');
  const [lowest, highest] = range;
  const column = { values, rows: known, lowest, highest };
  const [box] = meanBoxes([column], units, { rng: rng(`rows:${rows}`), draws, extras: 2 });
  return drawnFigure(meanOfColumn(column, units.weights), joinBox(box!), {
    n: units.count,
    basis: model.basis,
    range,
    rows,
  });
}
