import type { Rng } from '../../numerics/random.js';
import type { Units } from './units.js';

/**
 * Rubin's Bayesian bootstrap (Annals of Statistics 9, 1981): each draw gives every unit a standard exponential weight,
 * so shares of units are Dirichlet(1, …, 1). Against the bootstrap of indices it never gives a constant distribution
 * while units differ, and with pseudo-rows beside the real ones (`extras` more weights) its bounds of a mean are those
 * of Gaffke (2005; Learned-Miller & Thomas, "A new confidence interval for the mean of a bounded random variable",
 * 2020), which for successes and failures are exactly Clopper and Pearson's.
 *
 * `visit` gets each row's weight (its own times its unit's) and the pseudo-rows', each worth one unit. The weights are
 * a function of the generator, the number of units and the number of extras alone. Cost rows × draws.
 */
export function bayesianBootstrap(
  units: Units,
  extras: number,
  draws: number,
  rng: Rng,
  visit: (weights: Float64Array, extras: Float64Array, draw: number) => void,
): void {
  const ofUnits = new Float64Array(units.count);
  const ofExtras = new Float64Array(extras);
  const ofRows = units.plain ? ofUnits : new Float64Array(units.of.length);
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < ofUnits.length; i++) ofUnits[i] = exponential(rng);
    for (let i = 0; i < extras; i++) ofExtras[i] = exponential(rng) * units.unitWeight;
    if (!units.plain) {
      for (let row = 0; row < ofRows.length; row++) ofRows[row] = units.weights[row]! * ofUnits[units.of[row]!]!;
    }
    visit(ofRows, ofExtras, draw);
  }
}

/** Standard exponential, from the midpoints of 2³² intervals: never 0, and one word of the generator each. */
const exponential = (rng: Rng): number => -Math.log((rng.integer(4_294_967_296) + 0.5) / 4_294_967_296);

/** Draws of a figure: as the rows speak, and with pseudo-rows that speak against it and for it. */
export interface BoxDraws {
  readonly plain: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export const boxDraws = (draws: number): BoxDraws => ({
  plain: new Float64Array(draws),
  lower: new Float64Array(draws),
  upper: new Float64Array(draws),
});

/**
 * One set of draws that holds both bounds of a confidence box: below its median the quantiles of the lower
 * distribution, above it those of the upper one. Judged at a confidence above ½ it passes exactly where the lower
 * distribution does and fails exactly where the upper one does. Ranks are those of the plain draws, which keeps
 * draws of figures on the same rows paired.
 */
export function joinBox({ plain, lower, upper }: BoxDraws): Float64Array {
  const count = plain.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((i, j) => plain[i]! - plain[j]! || i - j);
  const low = lower.slice().sort();
  const high = upper.slice().sort();
  const joined = new Float64Array(count);
  for (let rank = 0; rank < count; rank++) joined[order[rank]!] = rank < count / 2 ? low[rank]! : high[rank]!;
  return joined;
}
