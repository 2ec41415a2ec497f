import { describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { intervalOf, spreadOf, supportOf } from '../../judge/support.js';
import { mcnemarExact } from '../../numerics/hypotheses/mcnemar.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Figure, Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryModel, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { comparison } from './comparison.js';

const measure = async (subject: MemorySubject, metric: string | null = null) => {
  const result = await comparison.measure(memoryContext(memorySubject(subject), { metric, draws: 1000 }));
  expect(validateResult(comparison, result)).toEqual([]);
  return result.outputs;
};
const figureOf = (output: Output | undefined): Figure => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const support = (output: Output | undefined, operator: '<=' | '>=', limit: number): number =>
  supportOf(spreadOf(figureOf(output))!, operator, limit)[0];

const answering = (answers: readonly number[]): MemoryModel => ({
  classes: ['no', 'yes'],
  predict: () => ({ kind: 'classes', labels: Int32Array.from(answers) }),
});
const repeat = (counts: readonly number[], values: readonly number[]): number[] =>
  counts.flatMap((count, i) => Array<number>(count).fill(values[i]!));
const truth = repeat([101, 121, 59, 33], [1, 0, 1, 0]);
const data = {
  table: memoryTable({ a: { numbers: truth } }),
  target: { kind: 'classes', classes: ['no', 'yes'], positive: 1, codes: Int32Array.from(truth) },
} as const;
const not = (value: number): number => 1 - value;
/** Of the published table: 101 rows right by both, 121 by the first alone, 59 by the second alone, 33 by neither. */
const published: MemorySubject = {
  task: 'binary-classification',
  test: data,
  model: answering(truth.map((value, row) => (row < 222 ? value : not(value)))),
  predecessor: answering(truth.map((value, row) => (row < 101 || (row >= 222 && row < 281) ? value : not(value)))),
};

describe('the model beside its predecessor', () => {
  test('gain, disagreement and McNemar’s p are of the same rows', async () => {
    const { gain, current, predecessor, disagreement, mcnemarP } = await measure(published);
    expect(said(gain)).toBeCloseTo((121 - 59) / 314, 12);
    expect(said(current)).toBeCloseTo(222 / 314, 12);
    expect(said(predecessor)).toBeCloseTo(160 / 314, 12);
    expect(said(disagreement)).toBeCloseTo(180 / 314, 12);
    expect(said(mcnemarP)).toBeCloseTo(mcnemarExact(121, 59).p, 15);
    const [low, high] = intervalOf(figureOf(gain), 0.9)!;
    // Wald's interval of a paired difference, as a yardstick.
    const error = Math.sqrt(121 + 59 - (121 - 59) ** 2 / 314) / 314;
    expect(Math.abs(low - (62 / 314 - 1.645 * error))).toBeLessThan(0.01);
    expect(Math.abs(high - (62 / 314 + 1.645 * error))).toBeLessThan(0.01);
  });

  test('turned round, everything turns its sign', async () => {
    const turned = { ...published, model: published.predecessor!, predecessor: published.model! };
    for (const metric of ['accuracy', 'f1Macro', 'mcc']) {
      const [one, other] = [await measure(published, metric), await measure(turned, metric)];
      expect(said(one['gain'])).toBeCloseTo(-(said(other['gain']) as number), 12);
      expect(support(one['gain'], '>=', 0.1)).toBeCloseTo(support(other['gain'], '<=', -0.1), 1);
    }
  });

  test.each([
    ['accuracy', 0.03],
    ['recall', 0.06],
    ['f1Macro', 0.06],
    ['balancedAccuracy', 0.06],
    ['rocAuc', 0.06],
    ['averagePrecision', 0.2],
    ['brier', 0.03],
    ['logLoss', 0.4],
  ])('%s: the same model is not inferior within a margin of %d, and not better', async (metric, margin) => {
    const { test: rows, model } = await breastCancerModel();
    const { gain } = await measure({ task: 'binary-classification', test: rows, model, predecessor: model }, metric);
    expect(said(gain)).toBe(0);
    expect(support(gain, '>=', -margin)).toBeGreaterThan(0.95);
    expect(support(gain, '>=', 0)).toBeLessThan(0.95);
    expect(gain).toMatchObject({ rows: rows.table.digest });
  });

  test('less error is a gain', async () => {
    const values = Float64Array.from({ length: 60 }, (_, row) => Math.sin(row) * 10);
    const off = (by: number): MemoryModel => ({
      classes: [],
      predict: () => ({ kind: 'numbers', values: values.map((value, row) => value + by * Math.cos(row)) }),
    });
    const subject: MemorySubject = {
      task: 'regression',
      test: { table: memoryTable({ a: { numbers: values } }), target: { kind: 'numbers', values } },
      model: off(1),
      predecessor: off(2),
    };
    for (const metric of [null, 'mse', 'rmse', 'r2']) {
      const { gain, mcnemarP } = await measure(subject, metric);
      expect(support(gain, '>=', 0)).toBeGreaterThan(0.95);
      expect(said(mcnemarP)).toBe('unsupported');
    }
    expect(said((await measure(subject, 'recall'))['gain'])).toBe('unsupported');
  });

  test.each<[string, MemorySubject, string | null, string]>([
    ['no predecessor', { task: published.task, test: data, model: published.model! }, null, 'missing-input'],
    ['no probabilities', published, 'brier', 'unsupported'],
    ['a metric of regressions', published, 'mae', 'unsupported'],
  ])('%s', async (_, subject, metric, cause) => expect(said((await measure(subject, metric))['gain'])).toBe(cause));

  test('recorded answers make it logged', async () => {
    const { gain } = await measure({ ...published, predecessor: { ...published.predecessor!, basis: 'logged' } });
    expect(figureOf(gain).basis).toBe('logged');
  });
});
