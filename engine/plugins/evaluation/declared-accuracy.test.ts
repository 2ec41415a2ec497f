import { describe, expect, test } from 'vitest';
import { spreadOf, supportOf } from '../../judge/support.js';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { declaredAccuracy } from './declared-accuracy.js';

const { test: data, model } = await breastCancerModel();
const subject: MemorySubject = { task: 'binary-classification', test: data, model };
const measure = async (metric: string, claimed: number | null, of = subject) => {
  const params = { metric, claimed, draws: 1000, bins: 15 };
  const result = await declaredAccuracy.measure(memoryContext(memorySubject(of), params));
  expect(validateResult(declaredAccuracy, result)).toEqual([]);
  return result.outputs;
};
const figureOf = (output: Output | undefined) => {
  if (output === undefined || !isFigure(output)) throw new Error(JSON.stringify(output));
  return output;
};
const support = (output: Output | undefined, operator: '<=' | '>=', limit: number): number =>
  supportOf(spreadOf(figureOf(output))!, operator, limit)[0];

describe('declared accuracy', () => {
  test('a claim is declared, what is measured is observed', async () => {
    const { shortfall, measured, claimed } = await measure('accuracy', 0.9);
    expect([shortfall, measured, claimed].map((output) => figureOf(output).basis)).toEqual([
      'observed',
      'observed',
      'declared',
    ]);
    expect(figureOf(shortfall).estimate).toBeCloseTo(0.9 - figureOf(measured).estimate, 12);
  });

  test.each(['accuracy', 'f1', 'recall', 'balancedAccuracy', 'rocAuc', 'brier', 'ece'])(
    '%s: the shortfall is judged as the metric itself',
    async (metric) => {
      const plain = figureOf((await measure(metric, 0)).measured);
      const loss = ['brier', 'ece'].includes(metric);
      const claim = plain.estimate + (loss ? 0.01 : -0.01);
      const { shortfall, measured } = await measure(metric, claim);
      expect(support(shortfall, '<=', 0)).toBeCloseTo(support(measured, loss ? '<=' : '>=', claim), 1);
    },
  );

  test('a modest claim is supported, a bold one refuted', async () => {
    expect(support((await measure('accuracy', 0.9))['shortfall'], '<=', 0)).toBeGreaterThan(0.95);
    expect(support((await measure('accuracy', 0.999))['shortfall'], '>=', 0)).toBeGreaterThan(0.95);
    expect(support((await measure('brier', 0.1))['shortfall'], '<=', 0)).toBeGreaterThan(0.95);
  });

  test.each<[string, string, number | null, MemorySubject, string]>([
    ['nothing claimed', 'accuracy', null, subject, 'missing-input'],
    ['a metric of regressions', 'mae', 1, subject, 'unsupported'],
    ['no model', 'accuracy', 0.9, { task: 'binary-classification', test: data }, 'missing-input'],
  ])('%s', async (_, metric, claimed, of, cause) => {
    const { shortfall } = await measure(metric, claimed, of);
    expect(shortfall && isUnmeasured(shortfall) ? shortfall.unmeasured : 'measured').toBe(cause);
  });
});
