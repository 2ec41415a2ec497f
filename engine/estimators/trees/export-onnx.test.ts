import { describe, expect, test } from 'vitest';
import { diabetes, numericClasses } from '../../../tests/fixtures/data-sets.js';
import { openSession } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { exportForest } from './export-onnx.js';
import { fitForest } from './forest-fit.js';

const plan = {
  trees: 15,
  maxFeatures: null,
  maxDepth: null,
  minLeaf: 2,
  classWeight: null,
  bootstrap: true,
  drawn: false,
} as const;

describe('a forest answers the same in ONNX Runtime', () => {
  test.each([
    ['two classes', numericClasses('breast_cancer.csv'), 'gini'],
    ['three classes', numericClasses('wine.csv'), 'entropy'],
    ['numbers', diabetes(), 'squared-error'],
  ] as const)('%s', async (_, given, criterion) => {
    // The graph reads float32: what is compared must learn of the same numbers.
    const features = given.features.map((column) =>
      column.type === 'numeric' ? { ...column, values: column.values.map(Math.fround) } : column,
    );
    const data = { ...given, features };
    const all = identity(data.rows);
    const forest = fitForest(data, all, { ...plan, criterion }, createRng('onnx'));
    const x = forest.training.encoder.encode(all);
    const session = await openSession(exportForest(forest));
    const output = criterion === 'squared-error' ? 'prediction' : 'probabilities';
    const fetched = await session.run(
      { x: { type: 'float32', data: Float32Array.from(x.values), dims: [x.rows, x.columns] } },
      [output],
    );
    await session.close();
    const wanted = forest.answers(all);
    const found = fetched[output]!.data as Float32Array;
    expect(found.length).toBe(wanted.length);
    const scale = criterion === 'squared-error' ? 100 : 1;
    found.forEach((value, index) => expect(Math.abs(value - wanted[index]!)).toBeLessThan(1e-5 * scale));
  });
});
