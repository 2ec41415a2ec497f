import { describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { createRng } from '../../numerics/generator.js';
import type { Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import type { MeasureResult } from '../contract.js';
import type { Output } from '../figure.js';
import { isFact, isFigure, isList, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryColumn, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { permutationImportance } from './permutation-importance.js';
import type { PermutationImportanceParameters } from './permutation-importance.js';

const defaults: PermutationImportanceParameters = {
  metric: 'default',
  repeats: 5,
  draws: 300,
  usefulShare: 0.01,
  maxRows: 5000,
  together: [],
  correlated: 0,
  exactRows: 0,
};
const measure = (subject: MemorySubject, params: Partial<PermutationImportanceParameters> = {}) =>
  permutationImportance.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));

const estimates = (output: Output | undefined, name: string): readonly number[] =>
  output !== undefined && isList(output)
    ? output.items.map((item) => {
        const figure = item[name];
        return figure !== undefined && isFigure(figure) ? figure.estimate : Number.NaN;
      })
    : [];
const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

/** y = 3a + 2b + c with a fourth column that nothing hangs on; the model knows the truth. */
function linear(n: number, roles: Readonly<Record<string, MemoryColumn['roles']>> = {}): MemorySubject {
  const rng = createRng(`linear ${n}`);
  const columns = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [
      name,
      { numbers: Float64Array.from({ length: n }, () => rng.normal()), roles: roles[name] ?? ['feature'] },
    ]),
  );
  const answer = (table: Table): Float64Array => {
    const [a, b, c] = [numbers(table, 'a'), numbers(table, 'b'), numbers(table, 'c')];
    return a.map((value, row) => 3 * value + 2 * b[row]! + c[row]!);
  };
  const table = memoryTable(columns);
  return {
    task: 'regression',
    test: { table, target: { kind: 'numbers', values: answer(table) } },
    model: { classes: [], predict: (rows) => ({ kind: 'numbers', values: answer(rows) }) },
  };
}

describe('a linear model, whose importances are known', () => {
  // In mean squared error a column of variance 1 and coefficient β is worth 2β²: 18, 8, 2, 0.
  test('comes out with them', async () => {
    const result = await measure(linear(2000));
    expect(validateResult(permutationImportance, result)).toEqual([]);
    const importances = estimates(result.outputs['features'], 'importance');
    [18, 8, 2, 0].forEach((worth, at) => expect(Math.abs(importances[at]! - worth)).toBeLessThan(0.08 * worth + 1e-12));
    const shares = estimates(result.outputs['features'], 'share');
    [9 / 14, 4 / 14, 1 / 14, 0].forEach((worth, at) => expect(shares[at]).toBeCloseTo(worth, 1));
    expect(result.outputs).toMatchObject({
      maxShare: { estimate: shares[0] },
      // The fourth feature is never used, but for rows that were not seen.
      top3Share: { estimate: 1, uncertainty: { kind: 'empirical' } },
      usefulFeatures: { estimate: 3, uncertainty: { kind: 'bounds', lower: 3, upper: 3, level: 0.99 } },
      featureCount: { estimate: 4, uncertainty: { kind: 'exact' } },
    });
  });

  test('sensitive features have their share', async () => {
    const { outputs } = await measure(linear(500, { b: ['feature', 'sensitive'] }));
    const shares = estimates(outputs['features'], 'share');
    expect(outputs['sensitiveShare']).toMatchObject({ estimate: shares[1], uncertainty: { kind: 'empirical' } });
    const flags = isList(outputs['features']!)
      ? outputs['features'].items.map(({ sensitive }) => sensitive && isFact(sensitive) && sensitive.value)
      : [];
    expect(flags).toEqual([false, true, false, false]);
  });

  test('a sensitive column that the model does not see has no share at all, exactly', async () => {
    const { outputs } = await measure(linear(100, { d: ['sensitive'] }));
    expect(outputs['sensitiveShare']).toMatchObject({ estimate: 0, uncertainty: { kind: 'exact' } });
    expect(outputs['top3Share']).toMatchObject({ estimate: 1, uncertainty: { kind: 'exact' } });
  });

  test('without a word of what is sensitive the share is a missing input', async () => {
    const { outputs } = await measure(linear(100));
    expect(outputs['sensitiveShare']).toMatchObject({ unmeasured: 'missing-input' });
  });

  test('more rows than maxRows are sampled, under a name of their own', async () => {
    const subject = linear(1000);
    const { outputs } = await measure(subject, { maxRows: 100 });
    expect(outputs['maxShare']).toMatchObject({ n: 100 });
    expect(isFigure(outputs['maxShare']!) && outputs['maxShare'].rows).not.toBe(subject.test?.table.digest);
  });

  test.each(['mae', 'mse', 'rmse', 'r2'] as const)('%s is a metric of it', async (metric) => {
    const result = await measure(linear(200), { metric });
    expect(validateResult(permutationImportance, result)).toEqual([]);
    const importances = estimates(result.outputs['features'], 'importance');
    expect(importances.slice(0, 3).every((value, at, kept) => at === 0 || value < kept[at - 1]!)).toBe(true);
  });
});

describe('features that move together', () => {
  const names = (result: MeasureResult) =>
    result.details?.[0]?.type === 'intervals' ? result.details[0].items.map(({ name }) => name) : [];

  test('are one feature, worth what the model loses when both are shuffled as one', async () => {
    const result = await measure(linear(2000, { d: ['feature', 'sensitive'] }), {
      together: [
        ['b', 'd'],
        ['a', 'c'],
      ],
    });
    expect(validateResult(permutationImportance, result)).toEqual([]);
    const importances = estimates(result.outputs['features'], 'importance');
    // Independent columns: 2·(3² + 1²) and 2·2².
    [20, 8].forEach((worth, at) => expect(Math.abs(importances[at]! - worth)).toBeLessThan(0.08 * worth));
    expect(names(result)).toEqual(['a + c', 'b + d']);
    expect(result.outputs['sensitiveShare']).toMatchObject({
      estimate: estimates(result.outputs['features'], 'share')[1],
    });
  });

  test('twins are found by their correlation: apart each hides behind the other', async () => {
    const rng = createRng('twins');
    const a = Float64Array.from({ length: 500 }, () => rng.normal());
    const table = memoryTable({
      a: { numbers: a },
      twin: { numbers: a.map((value) => value ** 3) },
      b: { numbers: Float64Array.from({ length: 500 }, () => rng.normal()) },
    });
    const answer = (rows: Table): Float64Array => {
      const twin = numbers(rows, 'twin');
      return numbers(rows, 'a').map((value, row) => value + Math.cbrt(twin[row]!) + numbers(rows, 'b')[row]!);
    };
    const subject: MemorySubject = {
      task: 'regression',
      test: { table, target: { kind: 'numbers', values: answer(table) } },
      model: { classes: [], predict: (rows) => ({ kind: 'numbers', values: answer(rows) }) },
    };
    const apart = await measure(subject);
    const joined = await measure(subject, { correlated: 0.95 });
    expect(names(joined)).toEqual(['a + twin', 'b']);
    const of = (result: MeasureResult) => estimates(result.outputs['features'], 'importance');
    // 2·2² against 2·1² each.
    expect(of(joined)[0]! / (of(apart)[0]! + of(apart)[1]!)).toBeCloseTo(2, 0);
  });

  test.each([
    [[['a', 'z']], '"z" of together is no feature'],
    [
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
      '"b" is named twice',
    ],
  ])('%j is refused', async (together, words) => {
    const { outputs } = await measure(linear(100), { together });
    expect(causes(outputs)).toEqual(new Set(['unsupported']));
    expect(outputs['method']).toMatchObject({ detail: expect.stringContaining(words) as string });
  });
});

test('a model is asked once for what is the same, and the answers stay in their places', async () => {
  const rng = createRng('twice');
  const table = memoryTable({
    few: { texts: Array.from({ length: 400 }, () => ['a', 'b', null][rng.integer(3)]!) },
    constant: { numbers: new Float64Array(400).fill(Number.NaN) },
    many: { numbers: Float64Array.from({ length: 400 }, () => rng.normal()) },
  });
  let asked = 0;
  const answer = (rows: Table): Float64Array => {
    const few = columnOf(rows, 'few');
    const levels = few?.type === 'categorical' ? Array.from(few.codes, (code) => few.levels[code] ?? 'none') : [];
    asked += rows.rowCount;
    return numbers(rows, 'many').map((value, row) => value + ({ a: 1, b: -2, none: 4 }[levels[row]!] ?? Number.NaN));
  };
  const subject: MemorySubject = {
    task: 'regression',
    test: { table, target: { kind: 'numbers', values: answer(table) } },
    model: { classes: [], predict: (rows) => ({ kind: 'numbers', values: answer(rows) }) },
  };
  asked = 0;
  const result = await measure(subject, { repeats: 20, maxRows: 400 });
  // As they are, two other levels each, nothing new, and every permutation of numbers.
  expect(asked).toBeGreaterThan(400 * (1 + 1.9 + 19));
  expect(asked).toBeLessThanOrEqual(400 * (1 + 2 + 0 + 20));
  const codes = columnOf(table, 'few')!;
  const effects = Array.from(codes.type === 'categorical' ? codes.codes : [], (code) =>
    code < 0 ? 4 : { a: 1, b: -2 }[codes.type === 'categorical' ? codes.levels[code]! : '']!,
  );
  let squares = 0;
  effects.forEach((a) => effects.forEach((b) => (squares += (a - b) ** 2 / (400 * 399))));
  const importances = estimates(result.outputs['features'], 'importance');
  expect(Math.abs(importances[0]! / squares - 1)).toBeLessThan(0.05);
  expect(importances[1]).toBeCloseTo(0, 12);
});

describe('few rows', () => {
  test('every pair is asked, where the metric is a mean over rows: no seed changes it', async () => {
    const asked = { exactRows: 60 };
    const first = await measure(linear(60), asked);
    expect(validateResult(permutationImportance, first)).toEqual([]);
    expect(first.outputs['method']).toMatchObject({ value: 'all-pairs' });
    const again = await permutationImportance.measure(
      memoryContext(memorySubject(linear(60)), { ...defaults, ...asked }, { seed: 'another' }),
    );
    const a = estimates(first.outputs['features'], 'importance');
    estimates(again.outputs['features'], 'importance').forEach((value, at) => expect(value).toBeCloseTo(a[at]!, 12));
    const one = numbers(linear(60).test!.table, 'a');
    let pairs = 0;
    one.forEach((x) => one.forEach((y) => (pairs += 9 * (x - y) ** 2)));
    expect(a[0]).toBeCloseTo(pairs / (60 * 59), 10);
    const root = await measure(linear(60), { ...asked, metric: 'rmse' });
    expect(root.outputs['method']).toMatchObject({ value: 'permutations' });
  });
});

describe('breast cancer', async () => {
  const { test: data, model } = await breastCancerModel();
  const subject: MemorySubject = { task: 'binary-classification', test: data, model };

  test.each(['default', 'mcc', 'f1', 'f1Weighted', 'logLoss', 'brier', 'rocAuc', 'averagePrecision'] as const)(
    'by %s',
    async (metric) => {
      const result = await measure(subject, { metric, repeats: 2, draws: 200 });
      expect(validateResult(permutationImportance, result)).toEqual([]);
      expect(estimates(result.outputs['features'], 'importance').every(Number.isFinite)).toBe(true);
      expect(result.outputs['featureCount']).toMatchObject({ estimate: 30 });
      expect(result.details?.map(({ id }) => id)).toEqual(['importances', 'shares']);
    },
  );

  test.each<[string, MemorySubject, Partial<PermutationImportanceParameters>, string]>([
    ['no model', { ...subject, model: undefined as never }, {}, 'missing-input'],
    ['no test data', { task: subject.task, model }, {}, 'missing-input'],
    ['a predictions file', { ...subject, model: { ...model, answersNewRows: false } }, {}, 'unsupported'],
    ['a metric of regressions', subject, { metric: 'r2' }, 'unsupported'],
    [
      'a metric of probabilities without any',
      {
        ...subject,
        model: { ...model, predict: ({ rowCount }) => ({ kind: 'classes', labels: new Int32Array(rowCount) }) },
      },
      { metric: 'logLoss' },
      'unsupported',
    ],
  ])('%s: every output has its cause', async (_, other, params, cause) => {
    expect(causes((await measure(other, params)).outputs)).toEqual(new Set([cause]));
  });

  test('a model that always answers the same has no importances to share', async () => {
    const predict = ({ rowCount }: Table) => ({ kind: 'classes' as const, labels: new Int32Array(rowCount) });
    const result = await measure({ ...subject, model: { ...model, predict } });
    expect(validateResult(permutationImportance, result)).toEqual([]);
    expect(result.outputs['maxShare']).toMatchObject({ unmeasured: 'out-of-domain' });
    expect(result.outputs['baseline']).toMatchObject({ unit: '1' });
  });
});
