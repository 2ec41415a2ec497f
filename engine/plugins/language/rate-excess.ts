import { joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { meldedBox } from '../../methods/evaluation/melded-box.js';
import type { Rng } from '../../numerics/random.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { boxOf } from './observations.js';
import type { Observations } from './observations.js';

/** By how much a rate exceeds that of controls, in [−1, 1]: their difference, by melded distributions of both. */
export function excessOf(
  rate: Observations,
  control: Observations,
  { draws, rng, basis }: { readonly draws: number; readonly rng: Rng; readonly basis: Basis },
): Figure | Unmeasured {
  const box = meldedBox(boxOf(rate, draws), boxOf(control, draws), rng, (a, b) => a - b);
  const estimate = shareKnown(rate) - shareKnown(control);
  return drawnFigure(estimate, joinBox(box), { n: Math.min(rate.n, control.n), basis, range: [-1, 1] });
}

/** Of those that are known; NaN where none is. */
const shareKnown = ({ k, n, unknown }: Observations): number => k / (n - unknown);
