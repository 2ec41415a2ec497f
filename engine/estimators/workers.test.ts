/** Same seed, same folds, same answers to the bit, with one worker and with two: whatever trains. */
import { expect, test } from 'vitest';
import { diabetes, numericClasses } from '../../tests/fixtures/data-sets.js';
import { createRng } from '../numerics/generator.js';
import type { TrainingData } from './estimator.js';
import { estimatorOf } from './registry.js';
import { foldsOf, kFold } from './splits.js';

const classes = numericClasses('wine.csv');
const numbers = diabetes();

const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, TrainingData & { rows: number }])[] = [
  ['decision-tree', {}, classes],
  ['extra-trees', { trees: 400 }, classes],
  ['linear-regression', {}, numbers],
  ['logistic-regression', {}, classes],
  ['mlp', { hidden: [20], epochs: 15 }, classes],
  ['mlp', { hidden: [20], epochs: 15, earlyStopping: true }, numbers],
  ['mlp', { hidden: [20], epochs: 5, dropout: 0.2 }, classes],
  ['random-forest', { trees: 400 }, numbers],
  ['ridge', {}, numbers],
];

test.each(cases)('%s %j', async (type, settings, data) => {
  const answersWith = async (workers: number): Promise<readonly Float64Array[]> => {
    const folds = foldsOf(kFold(data.rows, 3, createRng('folds')));
    const estimator = await estimatorOf({ type, with: settings }, data.target.kind);
    const rng = (stream: string) => createRng(`seed ${stream}`);
    return estimator.answers(data, folds, { rng, pause: async () => {}, workers });
  };
  expect(await answersWith(2)).toEqual(await answersWith(1));
});
