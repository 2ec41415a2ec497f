import { describe, expect, test } from 'vitest';
import { diabetes, germanCredit, numericClasses } from '../../../tests/fixtures/data-sets.js';
import { openSession } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { readOnnxGraph } from '../../backends/onnx-graph.js';
import { readEnsemble } from '../../methods/explainability/shap/read-ensemble.js';
import { withCovers } from '../../methods/explainability/shap/tree-ensemble.js';
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

const tree = { trees: 1, bootstrap: false };
const drawn = { bootstrap: false, drawn: true };

describe('a fitted forest answers the same in ONNX Runtime', () => {
  test.each([
    ['two classes', numericClasses('breast_cancer.csv'), { criterion: 'gini' }],
    ['three classes', numericClasses('wine.csv'), { criterion: 'entropy' }],
    ['levels, weighted classes', germanCredit(), { criterion: 'entropy', classWeight: 'balanced-subsample' }],
    ['numbers', diabetes(), { criterion: 'squared-error' }],
    ['a tree of classes', germanCredit(), { criterion: 'gini', ...tree }],
    ['a tree of numbers', diabetes(), { criterion: 'squared-error', maxDepth: 4, ...tree }],
    ['drawn thresholds', numericClasses('wine.csv'), { criterion: 'gini', ...drawn }],
  ] as const)('%s', async (_, given, settings) => {
    // The graph reads float32: what is compared must learn of the same numbers.
    const features = given.features.map((column) =>
      column.type === 'numeric' ? { ...column, values: column.values.map(Math.fround) } : column,
    );
    const data = { ...given, features };
    const all = identity(data.rows);
    const forest = fitForest(data, all, { ...plan, ...settings }, createRng('onnx'));
    const x = forest.training.encoder.encode(all);
    const session = await openSession(exportForest(forest));
    const numbers = data.target.kind === 'numbers';
    const outputs = numbers ? ['prediction'] : ['probabilities', 'label'];
    const fetched = await session.run(
      { x: { type: 'float32', data: Float32Array.from(x.values), dims: [x.rows, x.columns] } },
      outputs,
    );
    await session.close();
    const wanted = forest.answers(all);
    const found = fetched[outputs[0]!]!.data as Float32Array;
    expect(found.length).toBe(wanted.length);
    found.forEach((value, index) => expect(Math.abs(value - wanted[index]!)).toBeLessThan(1e-5 * (numbers ? 100 : 1)));
    if (numbers) return;
    const width = wanted.length / data.rows;
    const labels = fetched['label']!.data as BigInt64Array;
    labels.forEach((label, row) => {
      const shares = wanted.subarray(row * width, (row + 1) * width);
      expect(Math.max(...shares) - shares[Number(label)]!).toBeLessThan(1e-5);
    });
  });
});

test.each([
  ['all rows', { ...plan, bootstrap: false, criterion: 'gini' }],
  ['a bag of rows', { ...plan, criterion: 'gini' }],
  ['weighted classes', { ...plan, bootstrap: false, criterion: 'entropy', classWeight: 'balanced' }],
] as const)('a forest’s file holds its covers: %s', (_, settings) => {
  const data = numericClasses('breast_cancer.csv');
  const all = identity(data.rows);
  const forest = fitForest(data, all, settings, createRng('covers'));
  const x = forest.training.encoder.encode(all);
  const reading = readEnsemble(readOnnxGraph(exportForest(forest)).nodes[0]!, x.columns);
  if ('unreadable' in reading) throw new Error(reading.unreadable);
  const { weights } = forest.training.task;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { trees } = reading.ensemble;
  trees.forEach(({ covers, columns }) => {
    expect(covers![0]! / total).toBeCloseTo(1, 6);
    columns.forEach((column, node) => column < 0 && expect(covers![node]).toBeGreaterThan(0));
  });
  if (settings.bootstrap || settings.classWeight !== null) return;
  // Every row once: as counted from the file itself.
  const counted = withCovers(reading.ensemble, x).trees;
  expect(trees.map(({ covers }) => covers)).toEqual(counted.map(({ covers }) => covers));
});
