import { expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { intervalOf } from '../../judge/support.js';
import { mcnemar } from '../../numerics/hypotheses/mcnemar.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { baselineGain } from './baseline-gain.js';

const measure = async (subject: MemorySubject) => {
  const result = await baselineGain.measure(memoryContext(memorySubject(subject), { draws: 400 }));
  expect(validateResult(baselineGain, result)).toEqual([]);
  return result.outputs;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const task = 'binary-classification' as const;

const classesOf = (truth: readonly number[], answers: readonly number[]): MemorySubject => ({
  task,
  test: {
    table: memoryTable({ a: { numbers: truth } }),
    target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(truth) },
  },
  model: { classes: ['no', 'yes'], predict: () => ({ kind: 'classes', labels: Int32Array.from(answers) }) },
});
const repeat = (counts: readonly number[], values: readonly number[]): number[] =>
  counts.flatMap((count, i) => Array<number>(count).fill(values[i]!));

test('a good model gains over every constant, on breast cancer', async () => {
  const { test: data, model } = await breastCancerModel();
  const outputs = await measure({ task, test: data, model });
  for (const name of ['accuracyGain', 'brierGain', 'logLossGain'] as const) {
    const figure = outputs[name]!;
    expect(isFigure(figure) && intervalOf(figure, 0.9)![0], name).toBeGreaterThan(0.1);
    expect(figure).toMatchObject({ rows: data.table.digest });
  }
  expect(said(outputs['mcnemarP'])).toBeLessThan(1e-6);
  expect(said(outputs['maeGain'])).toBe('unsupported');
});

test('the gain is paired with the commonest class, and nothing for the commonest class itself', async () => {
  const truth = repeat([60, 20, 10, 10], [0, 1, 0, 1]);
  const outputs = await measure(classesOf(truth, repeat([60, 20, 10, 10], [0, 1, 1, 0])));
  expect(said(outputs['accuracyGain'])).toBeCloseTo(0.8 - 0.7, 12);
  expect(said(outputs['mcnemarP'])).toBeCloseTo(mcnemar(20, 10).p, 12);
  const constant = await measure(
    classesOf(
      truth,
      truth.map(() => 0),
    ),
  );
  expect(said(constant['accuracyGain'])).toBe(0);
  const figure = constant['accuracyGain']!;
  expect(isFigure(figure) && intervalOf(figure, 0.9)![1]).toBeGreaterThan(0);
  expect(said(constant['brierGain'])).toBe('unsupported');
});

test('a regression gains over mean and median', async () => {
  const values = Float64Array.from({ length: 60 }, (_, row) => row);
  const outputs = await measure({
    task: 'regression',
    test: { table: memoryTable({ a: { numbers: values } }), target: { kind: 'numbers', values } },
    model: { classes: [], predict: () => ({ kind: 'numbers', values: values.map((v, row) => v + (row % 2)) }) },
  });
  expect(said(outputs['maeGain'])).toBeCloseTo(15 - 0.5, 9);
  expect(said(outputs['mseGain'])).toBeCloseTo((60 ** 2 - 1) / 12 - 0.5, 9);
  expect(said(outputs['accuracyGain'])).toBe('unsupported');
});

test.each<[string, MemorySubject, string]>([
  ['few rows', classesOf([0, 1, 0], [0, 1, 0]), 'out-of-domain'],
  ['no test data', { task }, 'missing-input'],
])('%s', async (_, subject, cause) => expect(said((await measure(subject))['accuracyGain'])).toBe(cause));
