import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readOnnxGraph } from '../../backends/onnx-graph.js';
import { stageAnswers } from '../../methods/explainability/shap/inside-shares.js';
import { readEnsemble } from '../../methods/explainability/shap/read-ensemble.js';
import { ensembleValues } from '../../methods/explainability/shap/tree-ensemble.js';
import { numericClasses } from '../../../tests/fixtures/data-sets.js';
import { exportForest } from '../../estimators/trees/export-onnx.js';
import { fitForest } from '../../estimators/trees/forest-fit.js';
import { identity } from '../../numerics/permutation.js';
import { createRng } from '../../numerics/generator.js';
import { CHUNK } from './shares-work.js';
import { threadedShares } from './threaded-shares.js';

const COLUMNS = 30;
const reading = readEnsemble(
  readOnnxGraph(readFileSync(new URL('../../../tests/fixtures/onnx/xgboost.onnx', import.meta.url))).nodes[0]!,
  COLUMNS,
);
if ('unreadable' in reading) throw new Error(reading.unreadable);
const { ensemble, link, views } = reading;

const rng = createRng('threads');
const encoded = (rows: number) => ({
  rows,
  columns: COLUMNS,
  values: Float64Array.from({ length: rows * COLUMNS }, () => 20 * rng.next()),
});
const task = {
  inside: { stage: { kind: 'trees', ensemble }, link, views },
  index: 1,
  byCover: true,
  explained: encoded(2 * CHUNK + 30),
  background: encoded(4),
  owners: Int32Array.from({ length: COLUMNS }, (_, column) => column % 9),
  players: 9,
} as const;
const pause = async (): Promise<void> => {};

describe.each([
  ['path-dependent', true],
  ['interventional', false],
])('%s shares', (_, byCover) => {
  test('are the same bits with one thread and with three, and add up', async () => {
    const one = await threadedShares({ ...task, byCover }, { pause, threads: 1 });
    const three = await threadedShares({ ...task, byCover }, { pause, threads: 3 });
    expect(three).toEqual(one);
    ensembleValues(ensemble, 0, task.explained).forEach((wanted, row) => {
      const sum = one.values.subarray(9 * row, 9 * row + 9).reduce((total, value) => total + value, one.base);
      expect(Math.abs(sum - wanted)).toBeLessThan(1e-9);
    });
  });
});

test.each([true, false])(
  'a forest of 100 trees from its own file adds up on every row, by cover %s',
  async (byCover) => {
    const data = numericClasses('breast_cancer.csv');
    const all = identity(data.rows);
    const plan = {
      maxFeatures: 'sqrt',
      maxDepth: null,
      minLeaf: 5,
      classWeight: null,
      bootstrap: true,
      drawn: false,
    } as const;
    const forest = fitForest(data, all, { ...plan, trees: 100, criterion: 'gini' }, createRng('forest'));
    const read = readEnsemble(readOnnxGraph(exportForest(forest)).nodes[0]!, COLUMNS);
    if ('unreadable' in read) throw new Error(read.unreadable);
    const x = forest.training.encoder.encode(all);
    const explained = { rows: 100, columns: COLUMNS, values: x.values.subarray(0, 100 * COLUMNS) };
    const background = { rows: 10, columns: COLUMNS, values: x.values.subarray(200 * COLUMNS, 210 * COLUMNS) };
    const inside = { stage: { kind: 'trees', ensemble: read.ensemble }, link: read.link, views: read.views } as const;
    const owners = identity(COLUMNS);
    const shares = await threadedShares(
      { inside, index: 1, byCover, explained, background, owners, players: COLUMNS },
      { pause, threads: 1 },
    );
    const probabilities = stageAnswers(inside, 1, explained);
    expect(new Set(probabilities).size).toBeGreaterThan(20);
    probabilities.forEach((wanted, row) => {
      const own = shares.values.subarray(COLUMNS * row, COLUMNS * (row + 1));
      expect(Math.abs(own.reduce((sum, value) => sum + value, shares.base) - wanted)).toBeLessThan(1e-6);
    });
  },
);

test('a stop comes through while threads are at work, and what a thread throws is thrown', async () => {
  const stop = async (): Promise<void> => Promise.reject(new Error('stopped'));
  await expect(threadedShares(task, { pause: stop, threads: 2 })).rejects.toThrow('stopped');
  const broken = { ...task, inside: { ...task.inside, views: [] } };
  await expect(threadedShares(broken, { pause, threads: 2 })).rejects.toThrow();
});
