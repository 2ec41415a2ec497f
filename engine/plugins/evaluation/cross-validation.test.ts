import { describe, expect, test } from 'vitest';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { CATALOGUE } from '../catalogue.generated.js';
import type { Output } from '../figure.js';
import { isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { crossValidation } from './cross-validation.js';
import type { CrossValidationParameters } from './cross-validation.js';
import { foldsOfSubject } from './folds-of-subject.js';
import type { SplitParameters } from './folds-of-subject.js';
import { CLASSIFICATION_OUTPUTS, REGRESSION_OUTPUTS } from './metric-outputs.js';
import { createRng } from '../../numerics/generator.js';

const task = 'binary-classification' as const;
const estimator = { type: 'logistic-regression', with: {} };

async function measure(subject: MemorySubject, split: object = {}) {
  const { value, faults } = fillParameters(CATALOGUE['evaluation/cross-validation']!, { split });
  expect(faults).toEqual([]);
  const params = value as unknown as CrossValidationParameters;
  return crossValidation.measure(memoryContext(memorySubject(subject), params));
}

const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

/** The causes of the metrics of one kind of task. */
const causesOf = (outputs: Readonly<Record<string, Output>>, names: object) =>
  causes(Object.fromEntries(Object.entries(outputs).filter(([name]) => Object.hasOwn(names, name))));

/** Two columns and a class that they tell apart with errors. */
function small(rows: number, more: Partial<Parameters<typeof memoryTable>[0]> = {}): MemoryData {
  const rng = createRng('small');
  const codes = Int32Array.from({ length: rows }, () => rng.integer(2));
  const a = Float64Array.from(codes, (code) => code + rng.normal());
  const b = Array.from(codes, (code) => (rng.next() < 0.3 ? null : code === 1 ? 'x' : 'y'));
  const table = memoryTable({ a: { numbers: a }, b: { texts: b }, ...(more as object) });
  return { table, target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes } };
}

/**
 * Means over the five folds of scikit-learn 1.2.1's metrics of its own probabilities, which
 * tests/reference/logistic-regression.py wrote (StandardScaler, LogisticRegression(C=1, newton-cg, tol=1e-10)).
 */
const SCIKIT_LEARN = {
  accuracy: 0.9806862288464524,
  rocAuc: 0.9951873601644319,
  logLoss: 0.0811504611328481,
  f1Macro: 0.9791824928053922,
} as const;

describe('breast cancer, five stratified folds without shuffle', () => {
  test('gives the figures of scikit-learn’s cross_validate', async () => {
    const result = await measure({ task, whole: breastCancer(), estimator }, { shuffle: false });
    expect(validateResult(crossValidation, result)).toEqual([]);
    expect(causesOf(result.outputs, CLASSIFICATION_OUTPUTS)).toEqual(new Set(['measured']));
    expect(causesOf(result.outputs, REGRESSION_OUTPUTS)).toEqual(new Set(['unsupported']));
    expect(result.outputs['accuracy']).toMatchObject({ estimate: expect.closeTo(SCIKIT_LEARN.accuracy, 6) as number });
    expect(result.outputs['rocAuc']).toMatchObject({ estimate: expect.closeTo(SCIKIT_LEARN.rocAuc, 6) as number });
    expect(result.outputs['logLoss']).toMatchObject({ estimate: expect.closeTo(SCIKIT_LEARN.logLoss, 6) as number });
    expect(result.outputs['f1Macro']).toMatchObject({
      estimate: expect.closeTo(SCIKIT_LEARN.f1Macro, 6) as number,
      uncertainty: { kind: 'student-t', df: 4 },
      rows: breastCancer().table.digest,
    });
    expect(result.outputs['trainings']).toMatchObject({ estimate: 5 });
  });

  test('repeats add trainings, not certainty beyond the held-out rows', async () => {
    const { outputs, details } = await measure({ task, whole: breastCancer(), estimator }, { repeats: 3 });
    expect(outputs['accuracy']).toMatchObject({ uncertainty: { kind: 'student-t', df: 14 } });
    expect(details?.[0]).toMatchObject({ type: 'table', id: 'folds' });
    expect(details?.[0]?.type === 'table' && details[0].rows.length).toBe(15);
  });
});

const splitOf = (type: SplitParameters['type'], more: Partial<SplitParameters> = {}): SplitParameters => ({
  type,
  folds: 4,
  repeats: 1,
  shuffle: true,
  testSize: 0.25,
  column: null,
  ...more,
});

const KINDS = [
  ['train-test', 1],
  ['k-fold', 4],
  ['stratified-k-fold', 4],
  ['group-k-fold', 4],
  ['stratified-group-k-fold', 4],
  ['leave-one-out', 13],
  ['leave-one-group-out', 13],
  ['time-series', 4],
] as const;

describe('rows of one group are never on both sides of a split', () => {
  const { table, target } = small(60, { g: { numbers: Array.from({ length: 60 }, (_, row) => row % 26) } });
  if (target?.kind !== 'classes') throw new Error('small has classes');
  const groups = target.codes.map((_, row) => row % 13);

  test.each(KINDS)('%s', (type, count) => {
    for (const seed of ['a', 'b', 'c']) {
      const folds = foldsOfSubject({ table, target, groups }, splitOf(type), createRng(seed));
      expect(folds.length).toBe(count);
      const tested = folds.flatMap(({ test: held }) => [...held]);
      expect(new Set(tested).size).toBe(tested.length);
      for (const { train, test: held } of folds) {
        const inside = new Set(held.map((row) => groups[row]!));
        expect(train.some((row) => inside.has(groups[row]!))).toBe(false);
        if (type !== 'time-series') expect(train.length + held.length).toBe(60);
      }
    }
  });

  test('nor those of the column that a group form names', () => {
    // The column's groups are halves of the data's: these must not be cut either.
    const folds = foldsOfSubject(
      { table, target, groups },
      splitOf('leave-one-group-out', { column: 'g' }),
      createRng('a'),
    );
    expect(folds.length).toBe(13);
    expect(
      foldsOfSubject({ table, target }, splitOf('leave-one-group-out', { column: 'g' }), createRng('a')).length,
    ).toBe(26);
  });
});

test('a predefined split takes its folds from the column, which is no feature', async () => {
  const fold = { numbers: Array.from({ length: 90 }, (_, row) => row % 3) };
  const { outputs } = await measure(
    { task, whole: small(90, { fold }), estimator },
    { type: 'predefined', column: 'fold' },
  );
  const plain = await measure({ task, whole: small(90), estimator }, { folds: 3 });
  expect(outputs['trainings']).toMatchObject({ estimate: 3 });
  expect(isFigure(outputs['logLoss']!) && isFigure(plain.outputs['logLoss']!)).toBe(true);
});

describe('splits and their uncertainty', () => {
  const forest = { type: 'random-forest', with: { trees: 5 } };

  test.each([
    ['train-test', {}, 'proportion', 1, 38],
    ['leave-one-out', {}, 'proportion', 150, 150],
    ['time-series', { folds: 4 }, 'student-t', 4, 120],
    ['k-fold', { folds: 4, repeats: 2 }, 'student-t', 8, 150],
  ] as const)('%s of classes', async (type, more, kind, trainings, rows) => {
    const { outputs } = await measure({ task, whole: small(150), estimator: forest }, { type, ...more });
    expect(outputs['accuracy']).toMatchObject({ uncertainty: { kind } });
    expect(outputs['trainings']).toMatchObject({ estimate: trainings });
    expect(outputs['rows']).toMatchObject({ estimate: rows });
  });

  test.each([
    ['leave-one-out', 'linear-regression', {}, 'empirical'],
    ['leave-one-out', 'ridge', {}, 'empirical'],
    ['stratified-k-fold', 'linear-regression', {}, 'student-t'],
    ['train-test', 'decision-tree', {}, 'empirical'],
    ['time-series', 'extra-trees', { trees: 5 }, 'student-t'],
  ] as const)('%s of numbers by %s', async (split, type, settings, kind) => {
    const rng = createRng('numbers');
    const { table } = small(150);
    const a = table.columns[0]!;
    const values = a.type === 'numeric' ? a.values.map((value) => 2 * value + rng.normal()) : new Float64Array();
    const whole: MemoryData = { table, target: { kind: 'numbers', values } };
    const result = await measure({ task: 'regression', whole, estimator: { type, with: settings } }, { type: split });
    expect(validateResult(crossValidation, result)).toEqual([]);
    expect(causesOf(result.outputs, CLASSIFICATION_OUTPUTS)).toEqual(new Set(['unsupported']));
    expect(causesOf(result.outputs, REGRESSION_OUTPUTS)).toEqual(new Set(['measured']));
    expect(result.outputs['mae']).toMatchObject({ uncertainty: { kind } });
    expect(result.details?.[0]).toMatchObject({ type: 'table', id: 'folds' });
  });
});

test('rows without a class are left out', async () => {
  const data = small(80);
  if (data.target?.kind !== 'classes') throw new Error('small has classes');
  const codes = data.target.codes.map((code, row) => (row < 20 ? -1 : code));
  const { outputs } = await measure({ task, whole: { ...data, target: { ...data.target, codes } }, estimator });
  expect(outputs['rows']).toMatchObject({ estimate: 60 });
});

const one = small(40);
const ofOneClass: MemoryData =
  one.target?.kind === 'classes' ? { ...one, target: { ...one.target, codes: new Int32Array(40) } } : one;

test.each<[string, MemorySubject, object, string]>([
  ['no estimator', { task, whole: small(40) }, {}, 'missing-input'],
  ['no data', { task, estimator }, {}, 'missing-input'],
  ['test data only', { task, test: small(40), estimator }, {}, 'missing-input'],
  ['another estimator', { task, whole: small(40), estimator: { type: 'oracle', with: {} } }, {}, 'unsupported'],
  ['an unknown setting', { task, whole: small(40), estimator: { ...estimator, with: { c: 1 } } }, {}, 'unsupported'],
  ['C of 0', { task, whole: small(40), estimator: { ...estimator, with: { C: 0 } } }, {}, 'unsupported'],
  ['one class', { task, whole: ofOneClass, estimator }, {}, 'out-of-domain'],
  ['fewer rows than folds', { task, whole: small(4), estimator }, {}, 'out-of-domain'],
  [
    'fewer groups than folds',
    { task, whole: { ...small(40), groups: new Int32Array(40) }, estimator },
    {},
    'out-of-domain',
  ],
  ['no groups', { task, whole: small(40), estimator }, { type: 'group-k-fold' }, 'out-of-domain'],
  ['no fold column', { task, whole: small(40), estimator }, { type: 'predefined', column: 'z' }, 'out-of-domain'],
  [
    'gaps in the fold column',
    { task, whole: small(40), estimator },
    { type: 'predefined', column: 'b' },
    'out-of-domain',
  ],
  [
    'a fold column that cuts a group',
    {
      task,
      whole: {
        ...small(40, { fold: { numbers: Array.from({ length: 40 }, (_, row) => row % 2) } }),
        groups: Int32Array.from({ length: 40 }, (_, row) => row >> 1),
      },
      estimator,
    },
    { type: 'predefined', column: 'fold' },
    'out-of-domain',
  ],
  [
    'a regression',
    {
      task: 'regression',
      whole: { ...small(40), target: { kind: 'numbers', values: new Float64Array(40) } },
      estimator,
    },
    {},
    'unsupported',
  ],
])('%s: every output has its cause', async (_, subject, split, cause) => {
  expect(causes((await measure(subject, split)).outputs)).toEqual(new Set([cause]));
});
