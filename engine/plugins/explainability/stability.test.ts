import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
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
import { stability } from './stability.js';
import type { StabilityParameters } from './stability.js';

const defaults: StabilityParameters = {
  attribution: 'shap',
  method: 'auto',
  scale: 'auto',
  class: 'auto',
  rows: [],
  maxRows: 12,
  background: 20,
  together: [],
  tolerance: 0.02,
  mostEvaluations: 2000,
  discretise: true,
  samples: 300,
  kernelWidth: null,
  mostFeatures: 10,
  against: 'occlusion',
  pairs: 2,
  changes: 2,
  radius: 0.1,
  randomisations: 2,
  top: 2,
  draws: 300,
};

const estimate = (output: Output | undefined): number =>
  output !== undefined && isFigure(output) ? output.estimate : Number.NaN;
const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

const numbers = (table: Table, name: string): Float64Array => {
  const column = columnOf(table, name);
  return column?.type === 'numeric' ? column.values : new Float64Array(table.rowCount);
};

function subjectOf(
  names: readonly string[],
  predict: (x: readonly number[]) => number,
  draw: (rng: ReturnType<typeof createRng>, name: string) => number = (rng) => rng.normal(),
): MemorySubject {
  const answers = (table: Table): Float64Array => {
    const columns = names.map((name) => numbers(table, name));
    return Float64Array.from({ length: table.rowCount }, (_, row) => predict(columns.map((column) => column[row]!)));
  };
  const data = (part: string): MemoryData => {
    const rng = createRng(part);
    const table = memoryTable(
      Object.fromEntries(
        names.map((name) => [name, { numbers: Float64Array.from({ length: 40 }, () => draw(rng, name)) }]),
      ),
    );
    return { table, target: { kind: 'numbers', values: answers(table) } };
  };
  return {
    task: 'regression',
    train: data('train'),
    test: data('test'),
    model: { classes: [], predict: (table) => ({ kind: 'numbers', values: answers(table) }) },
  };
}

const measure = (subject: MemorySubject, params: Partial<StabilityParameters> = {}) =>
  stability.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));

describe('a linear model', () => {
  const linear = subjectOf(['a', 'b', 'c', 'd'], ([a, b, c]) => 3 * a! + 2 * b! + c!);

  test('Shapley values agree with occlusion, which is the same here, and move little', async () => {
    const result = await measure(linear);
    expect(validateResult(stability, result)).toEqual([]);
    const { outputs } = result;
    expect(estimate(outputs['agreementRankCorrelation'])).toBeCloseTo(1, 9);
    expect(estimate(outputs['agreementSign'])).toBeCloseTo(1, 9);
    expect(estimate(outputs['changeRankCorrelation'])).toBeGreaterThan(0.8);
    // Numbers are off by up to a tenth of their deviation, values of about √14 by up to about 0.3.
    expect(estimate(outputs['maxSensitivity'])).toBeLessThan(0.25);
    expect(estimate(outputs['seedRankCorrelation'])).toBeGreaterThan(0.6);
    expect(outputs['randomised']).toMatchObject({ unmeasured: 'unsupported' });
  });

  test('more background rows make seeds agree more', async () => {
    const few = await measure(linear, { background: 1 });
    const many = await measure(linear, { background: 40 });
    expect(estimate(many.outputs['seedRankCorrelation'])).toBeCloseTo(1, 9);
    expect(estimate(few.outputs['seedRankCorrelation'])).toBeLessThan(0.9);
  });

  test('a wild model’s attribution is sensitive', async () => {
    const wild = await measure(subjectOf(['a', 'b'], ([a, b]) => Math.sin(40 * a!) + Math.sin(40 * b!)));
    expect(estimate(wild.outputs['maxSensitivity'])).toBeGreaterThan(0.7);
  });

  test('held against itself, agreement has its cause, the rest is measured', async () => {
    const { outputs } = await measure(linear, { against: 'shap' });
    expect(outputs['agreementSign']).toMatchObject({ unmeasured: 'unsupported' });
    expect(outputs['seedTopJaccard']).toMatchObject({ unit: '1' });
  });
});

describe('the examples', () => {
  const example = async (name: string, params: Partial<StabilityParameters> = {}) => {
    const path = fileURLToPath(new URL(`../../../examples/${name}/subject.yaml`, import.meta.url));
    const { subject } = await loadSubject(fileSource(), path);
    return stability.measure(memoryContext(openSubject(subject!.spec), { ...defaults, ...params }));
  };

  test.each([
    ['medical-diagnosis', 'weights'],
    ['credit-risk', 'leaf-values'],
  ])('%s: shuffling its %s changes the attributions', async (name, what) => {
    const result = await example(name, { top: 4 });
    expect(validateResult(stability, result)).toEqual([]);
    const { outputs } = result;
    expect(outputs['randomised']).toMatchObject({ value: what });
    expect(estimate(outputs['randomisedRankCorrelation'])).toBeLessThan(0.6);
    expect(estimate(outputs['seedRankCorrelation'])).toBeGreaterThan(
      estimate(outputs['randomisedRankCorrelation']) + 0.2,
    );
  });
});

describe('bad input', () => {
  const sum = (x: readonly number[]): number => x.reduce((so, value) => so + (Number.isNaN(value) ? 0 : value), 0);

  test.each<[string, MemorySubject, readonly string[]]>([
    ['a column without variance', subjectOf(['a', 'b'], sum, (rng, name) => (name === 'b' ? 7 : rng.normal())), []],
    ['nothing but constants', subjectOf(['a', 'b'], sum, () => 7), ['out-of-domain']],
    ['nothing but missing values', subjectOf(['a', 'b'], sum, () => Number.NaN), ['out-of-domain']],
    [
      'answers of NaN for some rows',
      subjectOf(['a', 'b'], ([a, b]) => (a! > 1.5 ? Number.NaN : a! + b!)),
      ['out-of-domain'],
    ],
  ])('%s: no exception, every figure measured or with its cause', async (_, subject, expected) => {
    const result = await measure(subject);
    expect(validateResult(stability, result)).toEqual([]);
    for (const cause of expected) expect(causes(result.outputs)).toContain(cause);
  });

  test('2,000 columns end in bounded time; LIME, which cannot, costs the agreement alone', async () => {
    const names = Array.from({ length: 2000 }, (_, at) => `x${at}`);
    const data = subjectOf(names, () => 0);
    const predict = (table: Table) => {
      const second = numbers(table, 'x1');
      return { kind: 'numbers' as const, values: numbers(table, 'x0').map((value, row) => value + second[row]!) };
    };
    const result = await measure(
      { ...data, model: { classes: [], predict } },
      { attribution: 'occlusion', against: 'lime', maxRows: 1, background: 1, mostEvaluations: 100, changes: 1 },
    );
    expect(validateResult(stability, result)).toEqual([]);
    expect(result.outputs).toMatchObject({
      agreementSign: { unmeasured: 'unsupported' },
      // One row is too few for a mean, but it was explained: itself, its changed copy, and under three other seeds.
      seedTopJaccard: { unmeasured: 'out-of-domain' },
      modelEvaluations: { estimate: 5 * 2001 },
    });
  });
});
