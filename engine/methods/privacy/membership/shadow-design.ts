import { permutation } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';

/** Which shadow model learns of which unit. */
export interface ShadowDesign {
  readonly models: number;
  /** Models × units: 1 where the model learns of the unit. */
  readonly member: Uint8Array;
  /** Models of one round, one after another: `models` is a multiple of it. */
  readonly round: number;
}

/** Parts into which the units are cut at most. */
export const EIGHTHS = 8;

/**
 * Every unit is learnt of by exactly `eighths`/8 of the models, and every model learns of as many units (to one): a round
 * shuffles the units, cuts them in equal parts, and has a model for each run of neighbouring parts. With 4 eighths
 * a round is two halves, as Carlini et al. have it. Rounds are independent: without the round of a model, all units
 * are learnt of by equally many others, whether that model learnt of them or not.
 *
 * `models` is a multiple of 8, `eighths` 1…7.
 */
export function shadowDesign(units: number, models: number, eighths: number, rng: Rng): ShadowDesign {
  if (models % EIGHTHS !== 0) throw new RangeError(`${models} models are no multiple of ${EIGHTHS}`);
  const common = [4, 2, 1].find((divisor) => eighths % divisor === 0)!;
  const round = EIGHTHS / common;
  const taken = eighths / common;
  const member = new Uint8Array(models * units);
  for (let first = 0; first < models; first += round) {
    const order = permutation(units, rng);
    const cut = (part: number): number => Math.floor((part * units) / round);
    for (let part = 0; part < round; part++) {
      for (let place = cut(part); place < cut(part + 1); place++) {
        // A part belongs to the models whose runs begin at it or at one of the parts before it.
        for (let back = 0; back < taken; back++) {
          const model = first + ((part - back + round) % round);
          member[model * units + order[place]!] = 1;
        }
      }
    }
  }
  return { models, member, round };
}

/** Eighths of the units that are as near as can be to a share of them. */
export const nearestEighths = (share: number): number =>
  Math.min(EIGHTHS - 1, Math.max(1, Math.round(share * EIGHTHS)));
