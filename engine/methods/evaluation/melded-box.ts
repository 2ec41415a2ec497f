import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { boxDraws } from './bayesian-bootstrap.js';
import type { BoxDraws } from './bayesian-bootstrap.js';

/**
 * The melded confidence intervals of Fay, Proschan & Brittain, "Combining one-sample confidence procedures for inference
 * in the two-sample case", Biometrics 71, 2015, of a figure that rises with the first rate and falls with the second.
 * The lower draws set the first's lower distribution against the second's upper one, the upper draws the reverse, in an
 * order of chance. `unknown`: the bound of a value that is not known.
 */
export function meldedBox(
  first: BoxDraws,
  second: BoxDraws,
  rng: Rng,
  of: (first: number, second: number, unknown: number) => number,
): BoxDraws {
  const draws = first.plain.length;
  const order = permutation(draws, rng);
  const box = boxDraws(draws);
  for (let index = 0; index < draws; index++) {
    const paired = order[index]!;
    box.lower[index] = of(first.lower[index]!, second.upper[paired]!, 0);
    box.plain[index] = of(first.plain[index]!, second.plain[paired]!, 0);
    box.upper[index] = of(first.upper[index]!, second.lower[paired]!, 1);
  }
  return box;
}
