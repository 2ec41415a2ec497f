import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { TrainingContext, TrainingData } from '../../engine/estimators/estimator.js';
import { estimatorOf } from '../../engine/estimators/registry.js';
import { leaveOneOut } from '../../engine/estimators/single-splits.js';
import { foldsOf } from '../../engine/estimators/splits.js';
import type { Fold } from '../../engine/estimators/splits.js';
import { createRng } from '../../engine/numerics/generator.js';
import { adult, diabetes, numericClasses } from '../fixtures/data-sets.js';
import type { DataSet } from '../fixtures/data-sets.js';

/** Written by held-out-predictions.py; the program and its version are in the file. */
const reference = JSON.parse(readFileSync(new URL('held-out-predictions.json', import.meta.url), 'utf8')) as Readonly<
  Record<'fiveFolds' | 'leaveOneOut', Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>>
>;

const context: TrainingContext = { rng: createRng, pause: async () => {} };

const asNumbers = ({ features, target }: DataSet): TrainingData =>
  target.kind === 'numbers'
    ? { features, target }
    : { features, target: { kind: 'numbers', values: Float64Array.from(target.codes) } };

/** Above the median is class 1. */
function asClasses({ features, target }: DataSet): TrainingData {
  if (target.kind === 'classes') return { features, target };
  const sorted = target.values.slice().sort();
  const median = (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2;
  const codes = Int32Array.from(target.values, (value) => Number(value > median));
  return { features, target: { kind: 'classes', codes, classes: ['low', 'high'] } };
}

/** Every so many-th row's answers, in the order of the rows. */
async function heldOut(type: string, set: DataSet, folds: readonly Fold[], every: number): Promise<number[]> {
  const data = type === 'logistic-regression' ? asClasses(set) : asNumbers(set);
  const estimator = await estimatorOf({ type, with: {} }, data.target.kind);
  const answers = await estimator.answers(data, folds, context);
  const width = data.target.kind === 'classes' ? data.target.classes.length : 1;
  const all = new Float64Array(set.rows * width);
  folds.forEach(({ test: rows }, fold) =>
    rows.forEach((row, place) => all.set(answers[fold]!.subarray(place * width, (place + 1) * width), row * width)),
  );
  return [...all].filter((_, at) => Math.floor(at / width) % every === 0);
}

function expectEqual(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  const farthest = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
  const size = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(farthest / size).toBeLessThan(tolerance);
}

const fifths = (rows: number): readonly Fold[] => foldsOf(Int32Array.from({ length: rows }, (_, row) => row % 5));

describe.each(['logistic-regression', 'linear-regression', 'ridge'])(
  '%s predicts held-out rows as scikit-learn',
  (type) => {
    test.each<[string, () => DataSet, number]>([
      ['breast_cancer', () => numericClasses('breast_cancer.csv'), 1],
      ['wine', () => numericClasses('wine.csv'), 1],
      ['diabetes', diabetes, 1],
      ['adult', () => adult(1), 45],
    ])('five folds of %s', async (name, read, every) => {
      const set = read();
      expectEqual(await heldOut(type, set, fifths(set.rows), every), reference.fiveFolds[name]![type]!, 1e-6);
    });

    test('breast cancer, every row left out once: as 569 fits of their own', async () => {
      const set = numericClasses('breast_cancer.csv');
      const wanted = reference.leaveOneOut['breast_cancer']![type]!;
      expectEqual(await heldOut(type, set, leaveOneOut(set.rows), 1), wanted, 1e-6);
    });
  },
);
