import { bayesianBootstrap, boxDraws, joinBox } from '../../methods/evaluation/bayesian-bootstrap.js';
import { regressionFigures } from '../../methods/evaluation/regression.js';
import { tooSmall } from '../../methods/evaluation/units.js';
import type { Units } from '../../methods/evaluation/units.js';
import type { Rng } from '../../numerics/random.js';
import { drawnFigure } from '../drawn-figure.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';

/** Errors up to this share of the largest deviation take a millionth of R² at most. */
const NEGLIGIBLE = 1e-3;

/**
 * R² of a surrogate. Where it errs on no row, its resamples do not tell how far chance reaches, and its lower draws are
 * those with one more row, unseen, on which it errs as the mean does where that errs most (the rule of three, as Gaffke's
 * bounds have it).
 */
export function r2Figure(
  truth: Float64Array,
  predicted: Float64Array,
  units: Units,
  options: { readonly rng: () => Rng; readonly draws: number; readonly basis: Basis; readonly rows: string },
): Figure | Unmeasured {
  const sample = {
    ...(units.name === 'groups' && { groups: units.of }),
    ...(units.weighted && { weights: units.weights }),
  };
  const { r2 } = regressionFigures({ truth, predicted, ...sample }, { ...options, rng: options.rng() });
  if (!('unmeasured' in r2) || tooSmall(units) !== undefined) return r2;
  const mean = truth.reduce((sum, value) => sum + value / truth.length, 0);
  const farthest = truth.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const isExact = truth.every((value, row) => Math.abs(value - predicted[row]!) <= NEGLIGIBLE * farthest);
  if (!isExact || !(farthest > 0) || !Number.isFinite(farthest ** 2)) return r2;
  const box = boxDraws(options.draws);
  bayesianBootstrap(units, 1, options.draws, options.rng(), (weights, [extra], draw) => {
    const spread = weights.reduce((sum, weight, row) => sum + weight * (truth[row]! - mean) ** 2, 0);
    const unseen = extra! * farthest ** 2;
    box.plain[draw] = spread / (spread + unseen);
    box.lower[draw] = box.plain[draw];
    box.upper[draw] = 1;
  });
  return drawnFigure(1, joinBox(box), { n: units.count, basis: options.basis, rows: options.rows, range: [0, 1] });
}
