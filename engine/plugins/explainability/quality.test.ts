import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { fileSource } from '../../document/file-source.js';
import { createRng } from '../../numerics/generator.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import type { Table } from '../../subject/table.js';
import { columnOf } from '../../subject/table.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { quality } from './quality.js';
import type { QualityParameters } from './quality.js';

const defaults: QualityParameters = {
  attribution: 'shap',
  method: 'auto',
  scale: 'auto',
  class: 'auto',
  rows: [],
  maxRows: 20,
  background: 10,
  together: [],
  tolerance: 0.02,
  mostEvaluations: 2000,
  discretise: true,
  samples: 500,
  kernelWidth: null,
  mostFeatures: 10,
  subsets: 30,
  subsetSize: null,
  steps: 10,
  orders: 3,
  draws: 300,
};
const measure = (subject: MemorySubject, params: Partial<QualityParameters> = {}) =>
  quality.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
const estimate = (output: Output | undefined): number =>
  output !== undefined && isFigure(output) ? output.estimate : Number.NaN;
const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

function regressionOf(
  names: readonly string[],
  rows: number,
  predict: (x: readonly number[]) => number,
  draw: (rng: ReturnType<typeof createRng>, name: string) => number = (rng) => rng.normal(),
): MemorySubject {
  const data = (part: string): MemoryData => {
    const rng = createRng(`${part} ${rows}`);
    const table = memoryTable(
      Object.fromEntries(
        names.map((name) => [name, { numbers: Float64Array.from({ length: rows }, () => draw(rng, name)) }]),
      ),
    );
    return { table, target: { kind: 'numbers', values: answers(table) } };
  };
  const answers = (table: Table): Float64Array => {
    const columns = names.map((name) => numbers(table, name));
    return Float64Array.from({ length: table.rowCount }, (_, row) => predict(columns.map((column) => column[row]!)));
  };
  return {
    task: 'regression',
    train: data('train'),
    test: data('test'),
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: answers(table) }) },
  };
}

const linear = regressionOf(['a', 'b', 'c', 'd'], 40, ([a, b, c]) => 3 * a! + 2 * b! + c!);

describe('a linear model', () => {
  test('Shapley values are faithful, add up, and their order is the best', async () => {
    const result = await measure(linear);
    expect(validateResult(quality, result)).toEqual([]);
    const { outputs } = result;
    expect(estimate(outputs['faithfulnessCorrelation'])).toBeCloseTo(1, 9);
    expect(outputs['faithfulnessCorrelation']).toMatchObject({ n: 20, uncertainty: { kind: 'empirical' } });
    expect(estimate(outputs['infidelity'])).toBeCloseTo(0, 9);
    expect(estimate(outputs['additivityResidual'])).toBeLessThan(1e-12);
    expect(estimate(outputs['deletionGain'])).toBeGreaterThan(0.1);
    expect(estimate(outputs['insertionGain'])).toBeGreaterThan(0.1);
    expect(outputs['method']).toMatchObject({ value: 'enumeration' });
    expect(result.details?.map(({ id, type }) => `${type} ${id}`)).toEqual(['curve deletion', 'curve insertion']);
    // Enumeration: 2⁴ coalitions × 10 background rows, or fewer, and 14 subsets and 15 points of curves likewise.
    expect(estimate(outputs['modelEvaluations'])).toBeLessThan(20 * 10 * (16 + 15 + 2 + 5 * 3));
  });

  test.each(['lime', 'occlusion'] as const)('%s is judged in the same way', async (attribution) => {
    const result = await measure(linear, { attribution });
    expect(validateResult(quality, result)).toEqual([]);
    expect(result.outputs['method']).toMatchObject({ value: attribution });
    expect(result.outputs['additivityResidual']).toMatchObject({ unmeasured: 'unsupported' });
    expect(estimate(result.outputs['faithfulnessCorrelation'])).toBeGreaterThan(0.7);
  });
});

test('where only two features together matter, Shapley values foretell more of the falls than a local regression', async () => {
  const xor = regressionOf(
    ['a', 'b', 'noise'],
    40,
    ([a, b]) => Number(a! > 0 !== b! > 0),
    (rng) => (rng.next() < 0.5 ? -1 : 1),
  );
  const shapley = await measure(xor, { background: 40 });
  const lime = await measure(xor, { attribution: 'lime', background: 40 });
  // φ = (¼, ¼, 0) and falls of ½ by a, by b and by both: 1 − ½²/(⅜ · ¾).
  expect(estimate(shapley.outputs['infidelity'])).toBeCloseTo(1 / 9, 1);
  expect(estimate(lime.outputs['infidelity'])).toBeGreaterThan(estimate(shapley.outputs['infidelity']) + 0.05);
});

describe('breast cancer', async () => {
  const { train, test: rows, model } = await breastCancerModel();
  const subject: MemorySubject = { task: 'binary-classification', train, test: rows, model };

  test('is measured, and a known attribution beats chance', async () => {
    const result = await measure(subject, { maxRows: 12, mostEvaluations: 500 });
    expect(validateResult(quality, result)).toEqual([]);
    expect(result.outputs['scale']).toMatchObject({ value: 'probability' });
    expect(estimate(result.outputs['deletionGain'])).toBeGreaterThan(0);
    expect(estimate(result.outputs['complexity'])).toBeLessThan(Math.log(30));
  });

  test.each<[string, Partial<QualityParameters>, string]>([
    ['LIME of features that move together', { attribution: 'lime', together: [['x0', 'x1']] }, 'unsupported'],
    ['a feature that is none', { together: [['zz']] }, 'unsupported'],
    ['a row beyond the last', { rows: [100_000] }, 'out-of-domain'],
    ['an exact method of a model without a file', { method: 'exact' }, 'unsupported'],
  ])('%s has its cause', async (_, params, cause) => {
    expect(causes((await measure(subject, params)).outputs)).toEqual(new Set([cause]));
  });
});

test('of a logistic regression in a file the margin is explained exactly: faithful to the last digit', async () => {
  const path = fileURLToPath(new URL('../../../examples/medical-diagnosis/subject.yaml', import.meta.url));
  const { subject } = await loadSubject(fileSource(), path);
  const { outputs } = await quality.measure(memoryContext(openSubject(subject!.spec), { ...defaults, maxRows: 10 }));
  expect(outputs).toMatchObject({ method: { value: 'linear' }, scale: { value: 'margin' } });
  // The graph computes in float32.
  expect(estimate(outputs['faithfulnessCorrelation'])).toBeCloseTo(1, 6);
  expect(estimate(outputs['infidelity'])).toBeLessThan(1e-6);
});

describe('bad input', () => {
  test('columns without variance weigh nothing, and the rest is measured', async () => {
    const { outputs } = await measure(
      regressionOf(
        ['a', 'b'],
        40,
        ([a]) => a!,
        (rng, name) => (name === 'b' ? 7 : rng.normal()),
      ),
    );
    expect(estimate(outputs['faithfulnessCorrelation'])).toBeCloseTo(1, 9);
    expect(estimate(outputs['sparseness'])).toBeCloseTo(0.5, 9);
  });

  test('rows of nothing but missing values: what has a value is measured, the rest has its cause', async () => {
    const result = await measure(
      regressionOf(
        ['a', 'b'],
        40,
        ([a, b]) => (Number.isNaN(a!) ? 0 : a!) + (Number.isNaN(b!) ? 0 : b!),
        () => Number.NaN,
      ),
    );
    expect(validateResult(quality, result)).toEqual([]);
    expect(causes(result.outputs)).toEqual(new Set(['out-of-domain', 'measured']));
    expect(result.outputs['faithfulnessCorrelation']).toMatchObject({ unmeasured: 'out-of-domain' });
  });

  test('a model that answers NaN for one row costs every figure, with the cause', async () => {
    const odd = regressionOf(['a', 'b'], 40, ([a, b]) => (a! > 1.5 ? Number.NaN : a! + b!));
    expect(causes((await measure(odd)).outputs)).toEqual(new Set(['out-of-domain']));
  });

  test('answers of NaN for mixed rows alone cost what rests on removal, and nothing else', async () => {
    const data = (from: number): MemoryData => {
      const rng = createRng(`from ${from}`);
      const draw = () => ({ numbers: Float64Array.from({ length: 30 }, () => from + rng.next()) });
      const table = memoryTable({ a: draw(), b: draw() });
      return { table, target: { kind: 'numbers', values: numbers(table, 'a') } };
    };
    // Rows with both features absent are all of the background, above 2.
    const predict = (table: Table) => {
      const b = numbers(table, 'b');
      const values = numbers(table, 'a').map((value, row) => (value > 2 && b[row]! > 2 ? Number.NaN : value + b[row]!));
      return { kind: 'numbers' as const, values };
    };
    const subject: MemorySubject = {
      task: 'regression',
      train: data(2),
      test: data(0),
      model: { classes: [], predict },
    };
    const result = await measure(subject, { attribution: 'occlusion' });
    expect(validateResult(quality, result)).toEqual([]);
    expect(result.outputs).toMatchObject({
      infidelity: { unmeasured: 'out-of-domain' },
      insertionGain: { unmeasured: 'out-of-domain' },
      sparseness: { unit: '1' },
      complexity: { unit: '1' },
    });
  });

  test.each([
    ['shap', 'measured'],
    ['occlusion', 'measured'],
    ['lime', 'unsupported'],
  ] as const)('5,000 columns: %s ends in bounded time, %s', async (attribution, cause) => {
    const names = Array.from({ length: 5000 }, (_, at) => `x${at}`);
    const data = regressionOf(names, 10, () => 0);
    const wide: MemorySubject = {
      ...data,
      model: {
        classes: [],
        predict: (table) => {
          const [first, second] = [numbers(table, 'x0'), numbers(table, 'x1')];
          return { kind: 'numbers', values: first.map((value, row) => value + 2 * second[row]!) };
        },
      },
    };
    const sizes = { maxRows: 1, background: 1, mostEvaluations: 10_000, subsets: 5, steps: 2, orders: 1 };
    const { outputs } = await measure(wide, { attribution, ...sizes });
    expect(isUnmeasured(outputs['modelEvaluations']!) ? outputs['modelEvaluations'].unmeasured : 'measured').toBe(
      cause,
    );
  });

  test('100 classes', async () => {
    const classes = Array.from({ length: 100 }, (_, at) => `c${at}`);
    const rng = createRng('hundred');
    const table = memoryTable({
      a: { numbers: Float64Array.from({ length: 60 }, () => rng.next()) },
      b: { numbers: Float64Array.from({ length: 60 }, () => rng.next()) },
    });
    const predict = (rows: Table) => {
      const a = numbers(rows, 'a');
      const probabilities = new Float64Array(rows.rowCount * 100);
      const labels = Int32Array.from(a, (value, row) => {
        const label = Math.min(99, Math.floor(value * 100));
        probabilities.fill(0.001, row * 100, row * 100 + 100)[row * 100 + label] = 0.901;
        return label;
      });
      return { kind: 'classes' as const, labels, probabilities };
    };
    const codes = predict(table).labels;
    const data: MemoryData = { table, target: { kind: 'classes', classes, codes } };
    const subject: MemorySubject = {
      task: 'multiclass-classification',
      train: data,
      test: data,
      model: { classes, predict },
    };
    const result = await measure(subject, { maxRows: 60 });
    expect(validateResult(quality, result)).toEqual([]);
    expect(estimate(result.outputs['faithfulnessCorrelation'])).toBeCloseTo(1, 9);
  });
});
