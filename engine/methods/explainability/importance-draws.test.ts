import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { permutation } from '../../numerics/permutation.js';
import { unitsOf } from '../evaluation/units.js';
import { permutedDraws, repeatedDraws } from './importance-draws.js';
import { weightedScore } from './weighted-score.js';
import type { WeightedScore } from './weighted-score.js';

test.each([1, 3, 4, 9])('%d draws of means are those of the score under both weights to the bit, again and again', (draws) => {
  const rng = createRng('draws');
  const rows = 37;
  const numbers = (): Float64Array => Float64Array.from({ length: rows }, () => rng.normal());
  const permutations = Array.from({ length: 5 }, () => ({
    score: weightedScore('mse', { kind: 'numbers', truth: numbers(), values: numbers() })!,
    partner: permutation(rows, rng),
  }));
  const opaque = permutations.map(({ score, partner }) => ({
    score: ((weights) => score(weights)) as WeightedScore,
    partner,
  }));
  const resampling = { units: unitsOf(rows, undefined, undefined), extras: 2, draws };
  const weightDraws = repeatedDraws(resampling, () => createRng('weights'));
  const means = permutedDraws(permutations, resampling, weightDraws);
  expect(permutedDraws(opaque, resampling, weightDraws)).toEqual(means);
  expect(permutedDraws(permutations, resampling, weightDraws)).toEqual(means);
  expect(new Set(means).size).toBe(draws);
}); // prettier-ignore
