import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fitForest } from '../../estimators/trees/forest-fit.js';
import type { ForestPlan } from '../../estimators/trees/forest-settings.js';
import { createRng } from '../../numerics/generator.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import { defaultWidth, limeColumn, limeFit, limeSample } from './lime.js';

const normal = (seed: string, length: number, scale: number): Float64Array => {
  const rng = createRng(seed);
  return Float64Array.from({ length }, () => scale * rng.normal());
};

test('numbers as numbers: a linear model’s weights are its slopes times the features’ deviations', () => {
  const training = [normal('a', 4000, 1), normal('b', 4000, 5), normal('c', 4000, 0.1)];
  const own = [0.5, -2, 0];
  const columns = training.map((values, at) => limeColumn({ type: 'numeric', values }, own[at]!, false));
  const sample = limeSample(columns, own, 5000, defaultWidth(3), createRng('sample'));
  const answers = sample.values[0]!.map((a, row) => 3 * a - sample.values[1]![row]! + 7);
  const fit = limeFit(sample, answers, 3, 3)!;
  expect(fit.weights[0]).toBeCloseTo(3, 1);
  expect(fit.weights[1]).toBeCloseTo(-5, 1);
  expect(fit.weights[2]).toBeCloseTo(0, 3);
  expect(fit.r2).toBeGreaterThan(0.9999);
  expect(fit.local).toBeCloseTo(3 * 0.5 + 2 + 7, 1);
});

test('the first row is the explained one and weighs 1; drawn values keep to the quartiles they are drawn from', () => {
  const values = normal('v', 1000, 2);
  const sorted = values.toSorted();
  const column = limeColumn({ type: 'numeric', values }, 0.1, true);
  const { values: drawn, seen, weights } = limeSample([column], [0.1], 2000, 0.75, createRng('s'));
  expect([drawn[0]![0], seen[0], weights[0]]).toEqual([0.1, 1, 1]);
  const inside = drawn[0]!.filter((_, row) => row > 0 && seen[row] === 1);
  // 0.1 lies in the third quartile.
  expect(Math.min(...inside)).toBeGreaterThan(sorted[499]!);
  expect(Math.max(...inside)).toBeLessThanOrEqual(sorted[750]!);
  expect(inside.length / 2000).toBeGreaterThan(0.2);
  expect(inside.length / 2000).toBeLessThan(0.3);
  expect(weights.find((_, row) => seen[row] === 0)).toBeCloseTo(Math.sqrt(Math.exp(-1 / 0.75 ** 2)), 12);
});

test('a level is seen as equal to the explained row’s or not; a constant and a missing value do not move', () => {
  const codes = Int32Array.of(0, 0, 1, 2, 0);
  const columns = [
    limeColumn({ type: 'categorical', codes }, 0, true),
    limeColumn({ type: 'numeric', values: new Float64Array(5).fill(4) }, 4, true),
    limeColumn({ type: 'numeric', values: normal('m', 5, 1) }, Number.NaN, true),
  ];
  const sample = limeSample(columns, [0, 4, Number.NaN], 300, defaultWidth(3), createRng('l'));
  sample.values[0]!.forEach((code, row) => expect(sample.seen[row * 3]).toBe(code === 0 ? 1 : 0));
  expect(new Set(sample.values[1])).toEqual(new Set([4]));
  const answers = sample.values[0]!.map((code) => (code === 0 ? 1 : 0));
  const fit = limeFit(sample, answers, 3, 2)!;
  expect(fit.weights[0]).toBeGreaterThan(0.9);
  expect(fit.weights[1]).toBe(0);
});

test('a forest on iris, first row, first class: as lime explains it', () => {
  const records = readFileSync(new URL('../../../tests/fixtures/onnx/iris.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const names = ['sepalLength', 'sepalWidth', 'petalLength', 'petalWidth'];
  const columns = names.map((_, at) => Float64Array.from(records, (record) => Number(record[at])));
  const labels = records.map((record) => record[4]!.trim());
  const classes = [...new Set(labels)];
  const codes = Int32Array.from(labels, (label) => classes.indexOf(label));
  const plan: ForestPlan = {
    trees: 100,
    maxFeatures: 'sqrt',
    maxDepth: null,
    minLeaf: 1,
    criterion: 'gini',
    classWeight: null,
    bootstrap: true,
    drawn: false,
  };
  const rows = records.length;
  const size = 5000;
  const own = columns.map((values) => values[0]!);
  const seen = columns.map((values, at) => limeColumn({ type: 'numeric', values }, own[at]!, true));
  const weights = new Float64Array(4);
  let r2 = 0;
  const seeds = 3;
  for (let seed = 0; seed < seeds; seed++) {
    const sample = limeSample(seen, own, size, defaultWidth(4), createRng(`iris ${seed}`));
    const table = memoryTable(
      Object.fromEntries(names.map((name, at) => [name, { numbers: [...columns[at]!, ...sample.values[at]!] }])),
    );
    const data = {
      features: table.columns,
      target: { kind: 'classes', codes: Int32Array.from({ length: rows + size }, (_, at) => codes[at] ?? 0), classes },
    } as const;
    const train = Int32Array.from({ length: rows }, (_, row) => row);
    const forest = fitForest(data, train, plan, createRng('forest'));
    const answers = forest.answers(Int32Array.from({ length: size }, (_, at) => rows + at));
    const fit = limeFit(
      sample,
      Float64Array.from({ length: size }, (_, at) => answers[3 * at]!),
      4,
      4,
    )!;
    fit.weights.forEach((weight, at) => (weights[at]! += weight / seeds));
    r2 += fit.r2 / seeds;
  }
  // lime 0.2.0.1 with scikit-learn 1.2.1's forest (reference-values.json, xai.lime.iris): another forest, other draws.
  const reference = [0.02496, 0.01886, 0.48177, 0.40188];
  reference.forEach((value, at) => expect(Math.abs(weights[at]! - value)).toBeLessThan(0.06));
  expect(Math.abs(r2 - 0.83105)).toBeLessThan(0.06);
});
