/** Data that training cannot or hardly learn of, for every kind of estimator: a figure or a cause each, in bounded time. */
import { describe, expect, it } from 'vitest';
import { estimatorOfProgram, GOOD_TRAINER } from '../../../tests/fixtures/trainers.js';
import { ESTIMATORS } from '../../estimators/registry.js';
import { createRng } from '../../numerics/generator.js';
import type { EstimatorSpec } from '../../subject/estimator-spec.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn, MemoryData } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { crossValidation } from './cross-validation.js';
import type { CrossValidationParameters } from './cross-validation.js';

const SETTINGS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  mlp: { hidden: [4], epochs: 3 },
  'random-forest': { trees: 5 },
  'extra-trees': { trees: 5 },
};
const estimatorFor = (type: string, kind: Truth): EstimatorSpec =>
  type === 'command'
    ? estimatorOfProgram(GOOD_TRAINER, kind === 'classes' ? 'binary-classification' : 'regression', { processes: 1 })
    : { type, with: SETTINGS[type] ?? {} };

type Truth = 'classes' | 'numbers';
const CLASSIFIERS = ['command', 'decision-tree', 'extra-trees', 'logistic-regression', 'mlp', 'random-forest'];
const REGRESSIONS = ['command', 'decision-tree', 'extra-trees', 'linear-regression', 'mlp', 'random-forest', 'ridge'];

interface Data {
  readonly rows: number;
  readonly columns?: (rows: number) => Readonly<Record<string, MemoryColumn>>;
  readonly groups?: (row: number) => number;
  /** The truth, where it is not drawn. */
  readonly truth?: (row: number) => number;
  readonly split?: object;
}

/** `measured`, or the cause of every metric of the task; a kind of its own where it differs. */
type Ending = 'measured' | 'out-of-domain' | 'unsupported' | 'failed';
interface Case extends Data {
  readonly ends: Ending;
  readonly but?: Readonly<Record<string, Ending>>;
}

const numbers = (rows: number, of: (row: number) => number): MemoryColumn => ({
  numbers: Array.from({ length: rows }, (_, row) => of(row)),
});
const noise = (rows: number): MemoryColumn => {
  const rng = createRng('noise');
  return numbers(rows, () => rng.normal());
};

const CASES: Readonly<Record<string, Case>> = {
  'no rows': { rows: 0, ends: 'out-of-domain' },
  'one row': { rows: 1, ends: 'out-of-domain' },
  'fewer rows than folds': { rows: 4, ends: 'out-of-domain' },
  'fewer rows than blocks in time': { rows: 5, split: { type: 'time-series' }, ends: 'out-of-domain' },
  'no columns': { rows: 60, columns: () => ({}), ends: 'measured', but: { command: 'out-of-domain' } },
  'constant columns': {
    rows: 60,
    columns: (rows) => ({ a: numbers(rows, () => 0.1), b: { texts: Array<string>(rows).fill('same') } }),
    ends: 'measured',
  },
  'a column without any value': {
    rows: 60,
    columns: (rows) => ({
      a: noise(rows),
      b: numbers(rows, () => Number.NaN),
      c: { texts: Array<null>(rows).fill(null) },
    }),
    ends: 'measured',
  },
  'a column whose values are all in one fold': {
    rows: 60,
    columns: (rows) => ({ a: noise(rows), b: numbers(rows, (row) => (row < 12 ? row : Number.NaN)) }),
    split: { type: 'k-fold', shuffle: false },
    ends: 'measured',
  },
  'a level of one fold only': {
    rows: 60,
    columns: (rows) => ({
      a: noise(rows),
      b: { texts: Array.from({ length: rows }, (_, row) => (row < 12 ? 'new' : 'old')) },
    }),
    split: { type: 'k-fold', shuffle: false },
    ends: 'measured',
  },
  'infinite numbers': {
    rows: 60,
    columns: (rows) => ({ a: numbers(rows, (row) => (row === 7 ? Number.POSITIVE_INFINITY : row)) }),
    ends: 'out-of-domain',
    // It is handed on as it stands: what a program makes of it is the program's affair.
    but: { command: 'measured' },
  },
  'huge numbers': {
    rows: 60,
    columns: (rows) => ({ a: numbers(rows, (row) => (row % 2 ? 1e308 : -1e308)), b: noise(rows) }),
    ends: 'measured',
  },
  'one group': { rows: 60, groups: () => 0, ends: 'out-of-domain' },
  // Folds of whole groups can be made; of so few nothing is known beyond them.
  'as many groups as folds': {
    rows: 60,
    groups: (row) => row % 5,
    split: { type: 'group-k-fold' },
    ends: 'out-of-domain',
  },
  'groups, each in one fold only': {
    rows: 60,
    groups: (row) => row % 20,
    split: { type: 'group-k-fold' },
    ends: 'measured',
  },
  'a group that is most of the rows': { rows: 60, groups: (row) => Math.max(0, row - 40), ends: 'out-of-domain' },
  '10,000 one-hot columns': {
    rows: 200,
    columns: (rows) => {
      const rng = createRng('levels');
      return Object.fromEntries(
        Array.from({ length: 100 }, (_, column) => [
          `c${column}`,
          // Every level occurs twice.
          {
            texts: shuffled(
              Array.from({ length: rows }, (_, row) => `level ${row % 100}`),
              rng.integer(1000),
            ),
          },
        ]),
      );
    },
    split: { folds: 2 },
    ends: 'measured',
    but: { 'logistic-regression': 'unsupported', 'linear-regression': 'unsupported', ridge: 'unsupported' },
  },
};

const shuffled = (texts: readonly string[], by: number): readonly string[] =>
  texts.map((_, row) => texts[(row * 7 + by) % texts.length]!);

const OF_CLASSES: Readonly<Record<string, Case>> = {
  'one class': { rows: 60, truth: () => 0, ends: 'out-of-domain' },
  'a class that is in one fold only': {
    rows: 60,
    truth: (row) => (row < 12 ? 1 : 0),
    split: { type: 'k-fold', shuffle: false },
    ends: 'out-of-domain',
  },
  'a class of one row': { rows: 60, truth: (row) => (row === 0 ? 1 : 0), ends: 'out-of-domain' },
  'classes in the order of time': {
    rows: 60,
    truth: (row) => (row < 30 ? 0 : 1),
    split: { type: 'time-series' },
    ends: 'out-of-domain',
  },
  'a fold of one class': {
    rows: 60,
    truth: (row) => (row < 12 ? 1 : row % 2),
    split: { type: 'k-fold', shuffle: false },
    ends: 'measured',
  },
  'groups of one class': {
    rows: 60,
    groups: (row) => row % 20,
    truth: (row) => +(row % 20 < 10),
    split: { type: 'leave-one-group-out' },
    ends: 'measured',
  },
};

const OF_NUMBERS: Readonly<Record<string, Case>> = {
  // Errors of 0 everywhere are no certainty.
  'one value': { rows: 60, truth: () => 3, ends: 'out-of-domain', but: { mlp: 'measured' } },
  'huge truths': { rows: 60, truth: (row) => (row % 2 ? 1e300 : -1e300), ends: 'out-of-domain' },
};

async function endings(
  type: string,
  kind: Truth,
  { rows, columns, groups, truth, split }: Case,
): Promise<readonly string[]> {
  const rng = createRng('truth');
  const values = Float64Array.from(
    { length: rows },
    (_, row) => truth?.(row) ?? (kind === 'classes' ? rng.integer(2) : rng.normal()),
  );
  const features = columns?.(rows) ?? {
    a: noise(rows),
    b: { texts: Array.from({ length: rows }, (_, row) => `${row % 3}`) },
  };
  const table =
    Object.keys(features).length > 0 ? memoryTable(features) : { rowCount: rows, columns: [], digest: 'sha256:00' };
  const whole: MemoryData = {
    table,
    target:
      kind === 'classes'
        ? { kind, classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(values) }
        : { kind, values },
    ...(groups && { groups: Int32Array.from({ length: rows }, (_, row) => groups(row)) }),
  };
  const task = kind === 'classes' ? 'binary-classification' : 'regression';
  const subject = memorySubject({ task, whole, estimator: estimatorFor(type, kind) });
  const { value } = fillParameters(CATALOGUE['evaluation/cross-validation']!, { split: split ?? {}, draws: 1000 });
  const result = await crossValidation.measure(memoryContext(subject, value as unknown as CrossValidationParameters));
  expect(validateResult(crossValidation, result)).toEqual([]);
  const metric = result.outputs[kind === 'classes' ? 'accuracy' : 'mae']!;
  return isUnmeasured(metric) ? [metric.unmeasured, metric.detail] : ['measured'];
}

const tableOf = (kinds: readonly string[], cases: Readonly<Record<string, Case>>): [string, string, Case][] =>
  Object.entries(cases).flatMap(([name, each]) => kinds.map((type): [string, string, Case] => [name, type, each]));

const FAST = { timeout: 20_000 };

describe('classes', () => {
  it.each(tableOf(CLASSIFIERS, { ...CASES, ...OF_CLASSES }))('%s: %s', FAST, async (_, type, each) => {
    const [ending, detail] = await endings(type, 'classes', each);
    expect([ending, detail]).toEqual([each.but?.[type] ?? each.ends, detail]);
  });
});

describe('numbers', () => {
  it.each(tableOf(REGRESSIONS, { ...CASES, ...OF_NUMBERS }))('%s: %s', FAST, async (_, type, each) => {
    const [ending, detail] = await endings(type, 'numbers', each);
    expect([ending, detail]).toEqual([each.but?.[type] ?? each.ends, detail]);
  });
});

it('every kind of estimator is in one of the tables, but for tfjs, whose networks take so many columns and no others', () => {
  expect([...new Set([...CLASSIFIERS, ...REGRESSIONS, 'tfjs'])].sort()).toEqual(Object.keys(ESTIMATORS));
});
