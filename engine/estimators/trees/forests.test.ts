import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adult, diabetes, digits, germanCredit, numericClasses } from '../../../tests/fixtures/data-sets.js';
import type { DataSet } from '../../../tests/fixtures/data-sets.js';
import { foldMetrics, pairedDifference } from '../../../tests/fixtures/fold-metrics.js';
import { createRng } from '../../numerics/generator.js';
import { identity } from '../../numerics/permutation.js';
import { memoryTable } from '../../plugins/memory-subject.js';
import type { TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { estimatorOf } from '../registry.js';
import { foldsOf, kFold, stratifiedKFold } from '../splits.js';
import type { Fold } from '../splits.js';
import { fitForest } from './forest-fit.js';

/** Written by tests/reference/forests.py; the program and its version are in the file. */
const reference = JSON.parse(
  readFileSync(new URL('../../../tests/reference/forests.json', import.meta.url), 'utf8'),
) as {
  readonly sets: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>>>;
  readonly outOfBag: Readonly<Record<string, number>>;
};

const SETS: Readonly<Record<string, () => DataSet>> = {
  breast_cancer: () => numericClasses('breast_cancer.csv'),
  wine: () => numericClasses('wine.csv'),
  german_credit: germanCredit,
  digits,
  adult: () => adult(11),
  diabetes,
};

async function answersOf(
  type: string,
  settings: Readonly<Record<string, unknown>>,
  data: TrainingData,
  folds: readonly Fold[],
  seed = 'seed',
  workers = 1,
) {
  const estimator = await estimatorOf({ type, with: settings }, data.target.kind);
  return estimator.answers(data, folds, {
    rng: (name) => createRng(`${seed} ${name}`),
    pause: async () => {},
    workers,
  });
}

const foldsFor = ({ target, rows }: DataSet): readonly Fold[] =>
  foldsOf(target.kind === 'classes' ? stratifiedKFold(target.codes, 5) : kFold(rows, 5));

const CASES: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['decision-tree', 'decision-tree', {}],
  ['random-forest', 'random-forest', {}],
  ['random-forest, entropy', 'random-forest', { criterion: 'entropy', minLeaf: 3, maxDepth: 6 }],
  ['random-forest, balanced', 'random-forest', { classWeight: 'balanced-subsample', maxFeatures: 0.5 }],
  ['random-forest, 30 trees', 'random-forest', { trees: 30 }],
  ['extra-trees', 'extra-trees', {}],
  ['extra-trees, 30 trees', 'extra-trees', { trees: 30 }],
];
const SEEDS = 2;

describe.each(Object.keys(reference.sets))('%s: metrics by fold beside scikit-learn’s', (name) => {
  const data = SETS[name]!();
  const folds = foldsFor(data);
  test.each(CASES.filter(([kind]) => reference.sets[name]![kind] !== undefined))('%s', async (kind, type, given) => {
    const settings = name === 'diabetes' && type === 'decision-tree' ? { minLeaf: 5 } : given;
    const means: Record<string, number[]> = {};
    for (let seed = 0; seed < SEEDS; seed++) {
      const answers = await answersOf(type, settings, data, folds, `${seed}`);
      folds.forEach((fold, index) => {
        for (const [metric, value] of Object.entries(foldMetrics(data, fold, answers[index]!))) {
          (means[metric] ??= folds.map(() => 0))[index]! += value / SEEDS;
        }
      });
    }
    for (const [metric, wanted] of Object.entries(reference.sets[name]![kind]!)) {
      const { mean, arm } = pairedDifference(means[metric]!, wanted);
      expect(mean, `${metric}: ${means[metric]!.join(' ')}`).toBeLessThanOrEqual(arm);
      // The interval alone would pass a forest whose folds scatter.
      expect(mean).toBeLessThan(metric === 'accuracy' ? 0.02 : metric === 'r2' ? 0.06 : 0.4 + wanted[0]! / 4);
    }
  });
});

test.each(Object.entries(reference.outOfBag))('%s: the out-of-bag score beside scikit-learn’s', (name, wanted) => {
  const data = SETS[name]!();
  const all = identity(data.rows);
  const plan = {
    trees: 100,
    maxFeatures: 'sqrt',
    maxDepth: null,
    minLeaf: 1,
    criterion: 'gini',
    classWeight: null,
  } as const;
  const forest = fitForest(data, all, { ...plan, bootstrap: true, drawn: false }, createRng('bag'));
  const { accuracy } = foldMetrics(data, { train: all, test: all }, forest.outOfBag);
  expect(Math.abs(accuracy! - wanted)).toBeLessThan(2 * Math.sqrt((wanted * (1 - wanted)) / data.rows) + 0.005);
  expect(foldMetrics(data, { train: all, test: all }, forest.answers(all))['accuracy']).toBe(1);
});

describe('answers do not depend on threads', () => {
  test('one and two give the same bytes', async () => {
    for (const [type, data] of [
      ['random-forest', germanCredit()],
      ['extra-trees', diabetes()],
    ] as const) {
      const folds = foldsFor(data);
      const [one, two, again] = [
        await answersOf(type, { trees: 70 }, data, folds, 'a', 1),
        await answersOf(type, { trees: 70 }, data, folds, 'a', 2),
        await answersOf(type, { trees: 70 }, data, folds, 'a', 2),
      ];
      expect(two).toEqual(one);
      expect(again).toEqual(one);
      expect(await answersOf(type, { trees: 70 }, data, folds, 'b', 1)).not.toEqual(one);
    }
  });

  test('an abort ends two threads at work', async () => {
    const estimator = await estimatorOf({ type: 'random-forest', with: { trees: 1000 } }, 'classes');
    let steps = 0;
    const pause = async (): Promise<void> => {
      if (++steps > 6) throw new Error('stop');
    };
    const data = germanCredit();
    await expect(estimator.answers(data, foldsFor(data), { rng: createRng, pause, workers: 2 })).rejects.toThrow(
      'stop',
    );
  });
});

describe('a single tree', () => {
  const fold = (rows: number): Fold => ({ train: identity(rows), test: identity(rows) });
  const of = (columns: Parameters<typeof memoryTable>[0], target: TrainingData['target'], weights?: number[]) => ({
    features: memoryTable(columns).columns,
    target,
    ...(weights && { weights: Float64Array.from(weights) }),
  });
  const numbers = (...values: number[]): TrainingData['target'] => ({
    kind: 'numbers',
    values: Float64Array.from(values),
  });
  const codes = (...values: number[]): TrainingData['target'] => ({
    kind: 'classes',
    codes: Int32Array.from(values),
    classes: ['a', 'b', 'c'].slice(0, Math.max(...values) + 1),
  });

  test.each([
    ['splits between neighbours', of({ x: { numbers: [1, 2, 8, 9] } }, numbers(0, 0, 5, 7)), {}, [0, 0, 5, 7]],
    ['to its depth', of({ x: { numbers: [1, 2, 8, 9] } }, numbers(0, 0, 5, 7)), { maxDepth: 1 }, [0, 0, 6, 6]],
    ['to its leaf size', of({ x: { numbers: [1, 2, 8, 9] } }, numbers(0, 9, 5, 7)), { minLeaf: 2 }, [4.5, 4.5, 6, 6]],
    ['rows weigh their weights', of({ x: { numbers: [1, 1, 2] } }, numbers(0, 4, 9), [3, 1, 1]), {}, [1, 1, 9]],
    ['a weight of 0 is no row', of({ x: { numbers: [1, 2] } }, numbers(4, 9), [1, 0]), {}, [4, 4]],
    ['levels', of({ x: { texts: ['u', 'v', 'w', 'v'] } }, numbers(1, 2, 3, 4)), {}, [1, 3, 3, 3]],
    ['constant columns', of({ x: { numbers: [2, 2, 2] } }, numbers(1, 2, 3)), {}, [2, 2, 2]],
    [
      'two classes',
      of({ x: { numbers: [1, 1, 1, 2] } }, codes(0, 0, 1, 1)),
      {},
      [2 / 3, 1 / 3, 2 / 3, 1 / 3, 2 / 3, 1 / 3, 0, 1],
    ],
    [
      'three classes',
      of({ x: { numbers: [1, 2, 3] } }, codes(0, 1, 2)),
      { criterion: 'entropy' },
      [1, 0, 0, 0, 1, 0, 0, 0, 1],
    ],
    [
      'weights of classes',
      of({ x: { numbers: [1, 1] } }, codes(0, 1)),
      { classWeight: { b: 3 } },
      [0.25, 0.75, 0.25, 0.75],
    ],
    [
      'balanced',
      of({ x: { numbers: [1, 1, 1] } }, codes(0, 0, 1)),
      { classWeight: 'balanced' },
      [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    ],
  ] as const)('%s', async (name, data, settings, wanted) => {
    const rows = data.target.kind === 'numbers' ? data.target.values.length : data.target.codes.length;
    const [answers] = await answersOf('decision-tree', settings, data, [fold(rows)]);
    // Three levels, one split a column: the second level can only be told from the others.
    if (name === 'levels') expect([...answers!].sort((a, b) => a - b)).toEqual([1, 3, 3, 3]);
    else wanted.forEach((value, index) => expect(answers![index]).toBeCloseTo(value, 12));
  });

  test('many distinct values of a large column', async () => {
    const rows = 70_000;
    const rng = createRng('many');
    const values = Float64Array.from({ length: rows }, () => rng.next());
    const data = of({ x: { numbers: values } }, { kind: 'numbers', values });
    const [answers] = await answersOf('decision-tree', {}, data, [fold(rows)]);
    expect(answers!.every((answer, row) => Math.abs(answer - values[row]!) < 1e-12)).toBe(true);
  });

  const two = of({ x: { numbers: [1, 2, 3, 4] } }, codes(0, 1, 0, 1));
  test.each([
    ['one class', of({ x: { numbers: [1, 2, 3, 4] } }, codes(0, 0, 0, 0)), {}, 'out-of-domain'],
    ['a criterion of numbers', two, { criterion: 'squared-error' }, 'unsupported'],
    ['a stranger among the classes', two, { classWeight: { z: 1 } }, 'unsupported'],
    ['no leaf', two, { minLeaf: 0 }, 'unsupported'],
    ['no column', two, { maxFeatures: 0 }, 'unsupported'],
    ['half a depth', two, { maxDepth: 1.5 }, 'unsupported'],
    ['nothing that weighs', { ...two, weights: new Float64Array(4) }, {}, 'out-of-domain'],
    [
      'weights of classes for numbers',
      of({ x: { numbers: [1, 2] } }, numbers(1, 2)),
      { classWeight: 'balanced' },
      'unsupported',
    ],
  ] as const)('%s is a fault', async (_, data, settings, unmeasured) => {
    const fault = await answersOf('decision-tree', settings, data, [fold(4)]).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(EstimatorFault);
    expect(fault).toMatchObject({ unmeasured });
  });
});
