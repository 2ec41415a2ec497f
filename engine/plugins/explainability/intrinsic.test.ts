import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fileSource } from '../../document/file-source.js';
import { AT_MOST } from '../../methods/explainability/shap/tree-ensemble.js';
import { loadSubject } from '../../subject/load-subject.js';
import { openSubject } from '../../subject/open.js';
import { memoryContext } from '../memory-context.js';
import { intrinsic } from './intrinsic.js';
import type { MonotoneClaim } from './monotone.js';
import { ruleLines } from './rule-lines.js';

async function measure(name: string, monotone: readonly MonotoneClaim[] = []) {
  const path = fileURLToPath(new URL(`../../../examples/${name}/subject.yaml`, import.meta.url));
  const { subject } = await loadSubject(fileSource(), path);
  return intrinsic.measure(memoryContext(openSubject(subject!.spec), { monotone, maxRows: 100 }));
}

describe('the examples', () => {
  test('a standardised logistic regression is linear; monotony follows from the signs of its weights', async () => {
    const { outputs, details } = await measure('medical-diagnosis', [
      { column: 'worst_texture', direction: 'increasing' },
    ]);
    expect(outputs).toMatchObject({
      family: { value: 'linear' },
      nonZeroWeights: { estimate: 30 },
      featuresUsed: { estimate: 30 },
      depth: { unmeasured: 'unsupported' },
      monotone: { value: true },
    });
    expect(details?.map(({ id }) => id)).toEqual(['weights', 'monotone']);
    const wrong = await measure('medical-diagnosis', [{ column: 'worst_texture', direction: 'decreasing' }]);
    expect(wrong.outputs['monotone']).toMatchObject({ value: false });
  });

  test('a forest behind one-hot columns; a claim that a row speaks against is refuted', async () => {
    const { outputs } = await measure('credit-risk', [{ column: 'amount', direction: 'increasing' }]);
    expect(outputs).toMatchObject({
      family: { value: 'forest' },
      featuresUsed: { estimate: 17 },
      nonZeroWeights: { unmeasured: 'unsupported' },
      monotone: { value: false },
    });
    const estimate = (name: string): number => (outputs[name] as { estimate: number }).estimate;
    expect(estimate('leaves')).toBeGreaterThan(estimate('trees'));
    expect(estimate('testsPerDecision')).toBeLessThanOrEqual(estimate('depth') * estimate('trees'));
    expect(estimate('testsPerDecision')).toBeGreaterThan(estimate('trees'));
  });

  test('a column that is not there, or has no order, proves nothing', async () => {
    const { outputs } = await measure('credit-risk', [{ column: 'housing', direction: 'increasing' }]);
    expect(outputs['monotone']).toMatchObject({ unmeasured: 'out-of-domain' });
    expect((await measure('credit-risk')).outputs['monotone']).toMatchObject({ unmeasured: 'missing-input' });
  });
});

test('a tree as rules, from left to right', () => {
  const tree = {
    columns: Int32Array.of(0, -1, 1, -1, -1),
    tests: new Uint8Array(5).fill(AT_MOST),
    thresholds: Float64Array.of(1.5, 0, 2, 0, 0),
    missingLeft: new Uint8Array(5),
    left: Int32Array.of(1, 0, 3, 0, 0),
    right: Int32Array.of(2, 0, 4, 0, 0),
    values: Float64Array.of(0, 0.25, 0, 0.5, 1),
  };
  expect(ruleLines(tree, ['age', 'income'], 10)).toEqual([
    'if age ≤ 1.5 then 0.25',
    'if age > 1.5 and income ≤ 2 then 0.5',
    'if age > 1.5 and income > 2 then 1',
  ]);
  expect(ruleLines(tree, ['age', 'income'], 1)).toEqual(['if age ≤ 1.5 then 0.25', 'and 2 more rules']);
});
