import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diabetes } from '../../../tests/fixtures/data-sets.js';
import { createRng } from '../../numerics/generator.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { estimatorOf } from '../registry.js';
import { leaveOneOut } from '../single-splits.js';
import { foldsOf, kFold } from '../splits.js';
import type { Fold } from '../splits.js';

/** Written by tests/reference/linear-models.py; the program and its version are in the file. */
const reference = JSON.parse(
  readFileSync(new URL('../../../tests/reference/linear-models.json', import.meta.url), 'utf8'),
) as { models: Record<string, { fiveFolds: readonly number[]; leaveOneOut: readonly number[] }> };

const context: TrainingContext = { rng: createRng, pause: async () => {} };

async function heldOut(type: string, settings: object, data: TrainingData, folds: readonly Fold[]) {
  const estimator = await estimatorOf({ type, with: settings as Record<string, unknown> }, 'numbers');
  const answers = await estimator.answers(data, folds, context);
  const all = new Map<number, number>();
  folds.forEach(({ test: rows }, fold) => rows.forEach((row, place) => all.set(row, answers[fold]![place]!)));
  return [...all].sort(([a], [b]) => a - b).map(([, value]) => value);
}

const farthest = (found: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((value, index) => Math.abs(value - found[index]!)));

describe.each([
  ['linear-regression', 'linear-regression', {}],
  ['ridge', 'ridge', {}],
  ['ridge, raw', 'ridge', { alpha: 10, standardise: false }],
])('%s on diabetes', (name, type, settings) => {
  const data = diabetes();
  const { fiveFolds, leaveOneOut: everyNinth } = reference.models[name]!;

  test('equals scikit-learn’s held-out predictions', async () => {
    expect(farthest(await heldOut(type, settings, data, foldsOf(kFold(data.rows, 5))), fiveFolds)).toBeLessThan(1e-8);
  });

  test('leave-one-out equals as many fits', async () => {
    const found = await heldOut(type, settings, data, leaveOneOut(data.rows));
    expect(
      farthest(
        found.filter((_, row) => row % 9 === 0),
        everyNinth,
      ),
    ).toBeLessThan(1e-8);
  });
});

describe('leave-one-out by the hat matrix equals separate fits', () => {
  const rng = createRng('hat');
  const rows = 40;
  const level = ['rare', ...Array.from({ length: rows - 1 }, () => ['x', 'y', 'z'][rng.integer(3)]!)];
  const columns = {
    a: { numbers: Array.from({ length: rows }, () => rng.normal()) },
    twice: { numbers: Array.from({ length: rows }, (_, row) => row) },
    again: { numbers: Array.from({ length: rows }, (_, row) => 2 * row) },
    level: { texts: level },
  };
  const values = Float64Array.from({ length: rows }, () => rng.normal());
  const weights = Float64Array.from({ length: rows }, (_, row) => (row % 5) / 2);
  const gaps = {
    ...columns,
    a: { numbers: columns.a.numbers.map((value, row) => (row % 7 === 3 ? Number.NaN : value)) },
  };

  test.each([
    ['linear-regression', {}, columns, undefined],
    ['linear-regression', {}, columns, weights],
    ['linear-regression', {}, gaps, undefined],
    ['ridge', { standardise: false }, columns, weights],
    ['ridge', {}, gaps, undefined],
  ] as const)('%s %j', async (type, settings, given, weighing) => {
    const data: TrainingData = {
      features: memoryTable(given).columns,
      target: { kind: 'numbers', values },
      ...(weighing && { weights: weighing }),
    };
    const all = leaveOneOut(rows);
    const found = await heldOut(type, settings, data, all);
    const apart = await Promise.all(all.map(async (fold) => (await heldOut(type, settings, data, [fold]))[0]!));
    expect(farthest(found, apart)).toBeLessThan(1e-8);
  });
});

test.each([
  ['a setting that is none', 'linear-regression', { alpha: 1 }, 'numbers', 'unsupported'],
  ['alpha of 0', 'ridge', { alpha: 0 }, 'numbers', 'unsupported'],
  ['classes', 'ridge', {}, 'classes', 'unsupported'],
] as const)('%s is a fault', async (_, type, settings, target, unmeasured) => {
  await expect(estimatorOf({ type, with: settings }, target)).rejects.toMatchObject({ unmeasured });
});

test('numbers beyond a double are a fault', async () => {
  const features = memoryTable({ a: { numbers: [1e308, -1e308, 1e308, 0] } }).columns;
  const data: TrainingData = { features, target: { kind: 'numbers', values: Float64Array.of(1e308, -1e308, 0, 1) } };
  const found = await heldOut('ridge', { standardise: false }, data, foldsOf(kFold(4, 2))).catch(
    (fault: unknown) => fault,
  );
  expect(found).toBeInstanceOf(EstimatorFault);
});
