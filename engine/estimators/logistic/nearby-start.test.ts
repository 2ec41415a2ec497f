import { expect, test } from 'vitest';
import { germanCredit, numericClasses } from '../../../tests/fixtures/data-sets.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import type { TrainingData } from '../estimator.js';
import { estimatorOf } from '../registry.js';
import { foldsOf, stratifiedKFold } from '../splits.js';
import type { Fold } from '../splits.js';
import { nearbyStart } from './nearby-start.js';

const answersTo = async (data: TrainingData, folds: readonly Fold[]): Promise<readonly Float64Array[]> => {
  const estimator = await estimatorOf({ type: 'logistic-regression', with: { C: 10 } }, 'classes');
  return estimator.answers(data, folds, { rng: createRng, pause: async () => {} });
};

const wine = numericClasses('wine.csv');
const credit = germanCredit();
if (wine.target.kind !== 'classes' || credit.target.kind !== 'classes') throw new Error('both have classes');
/** Rows of class 2 are the last: a fold without them has two classes, and the next three again. */
const withoutLast = identity(wine.rows).filter((row) => wine.target.kind === 'classes' && wine.target.codes[row]! < 2);
const thirds = foldsOf(stratifiedKFold(wine.target.codes, 3));
/** Few rows: levels and constant columns come and go. */
const few = (from: number): Fold => ({ train: identity(credit.rows).slice(from, from + 60), test: identity(40) });

test.each([
  ['German credit, five folds', credit, foldsOf(stratifiedKFold(credit.target.codes, 5))],
  ['German credit, levels that not every fold has', credit, [few(0), few(200), few(700)]],
  ['wine, five folds', wine, foldsOf(stratifiedKFold(wine.target.codes, 5))],
  ['wine, a fold without a class', wine, [thirds[0]!, { train: withoutLast, test: identity(9) }, thirds[1]!]],
] as const)('%s: a fold’s answers are its own, but for rounding', async (_, data, folds) => {
  const together = await answersTo(data, folds);
  for (const [index, fold] of folds.entries()) {
    const [alone] = await answersTo(data, [fold]);
    alone!.forEach((value, at) => expect(Math.abs(value - together[index]![at]!)).toBeLessThan(1e-7));
  }
});

test('coefficients go by feature and level', () => {
  const [x, a, b] = [{ feature: 'x' }, { feature: 'c', level: 'a' }, { feature: 'c', level: 'b' }];
  const classes = Int32Array.of(0, 2);
  const other = { sources: [a, x, b], classes, coefficients: Float64Array.of(1, 2, 3, 4) };
  const y = { feature: 'y' };
  expect(nearbyStart(other, [x, y, a], classes)).toEqual(Float64Array.of(2, 0, 1, 4));
  expect(nearbyStart(other, [x, y, a], Int32Array.of(0, 1))).toBeUndefined();
  const three = {
    ...other,
    sources: [x],
    classes: Int32Array.of(0, 1, 2),
    coefficients: Float64Array.of(1, 2, 3, 4, 5, 6),
  };
  expect(nearbyStart(three, [y, x], three.classes)).toEqual(Float64Array.of(0, 1, 2, 0, 3, 4, 0, 5, 6));
});
