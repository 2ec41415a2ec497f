import { describe, expect, test } from 'vitest';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { intervalOf } from '../../judge/support.js';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { estimatorComparison } from './estimator-comparison.js';
import type { EstimatorComparisonParameters } from './estimator-comparison.js';

const DEFAULTS: EstimatorComparisonParameters = {
  estimator: { type: 'decision-tree', with: { maxDepth: 1 } },
  metric: null,
  design: 'resampled',
  folds: 5,
  repeats: 2,
};
const measure = async (subject: MemorySubject, params: Partial<EstimatorComparisonParameters> = {}) => {
  const context = memoryContext(memorySubject(subject), { ...DEFAULTS, ...params });
  const result = await estimatorComparison.measure(context);
  expect(validateResult(estimatorComparison, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;

const subject = (whole: MemoryData, estimator = { type: 'logistic-regression', with: {} }): MemorySubject => ({
  task: 'binary-classification',
  whole,
  estimator,
});
/** Two columns of which only the first tells anything, so that a linear model is right. */
function rows(count: number, seed: string): MemoryData {
  const rng = createRng(seed);
  const signal = Float64Array.from({ length: count }, () => rng.normal());
  return {
    table: memoryTable({ signal: { numbers: signal }, noise: { numbers: signal.map(() => rng.normal()) } }),
    target: {
      kind: 'classes',
      classes: ['no', 'yes'],
      positive: 1,
      codes: Int32Array.from(signal, (value) => Number(rng.next() < 1 / (1 + Math.exp(-2 * value)))),
    },
  };
}

describe('the procedure beside another', () => {
  test('a logistic regression is better than one split, on breast cancer, by both designs', async () => {
    const resampled = await measure(subject(breastCancer()));
    const gain = resampled.outputs['gain']!;
    expect(isFigure(gain) && intervalOf(gain, 0.9)![0]).toBeGreaterThan(0.02);
    expect(said(resampled.outputs['correctedP'])).toBeLessThan(0.01);
    expect(said(resampled.outputs['alpaydinP'])).toBe('unsupported');
    const halves = await measure(subject(breastCancer()), { design: 'five-by-two', metric: 'logLoss' });
    expect(said(halves.outputs['gain'])).toBeGreaterThan(0);
    expect(said(halves.outputs['alpaydinP'])).toBeLessThan(0.05);
    expect(said(halves.outputs['correctedP'])).toBe('unsupported');
    expect(halves.details?.[0]).toMatchObject({ rows: { length: 10 } });
  });

  test('turned round, the gain turns its sign and p stays', async () => {
    const data = rows(120, 'turned');
    const tree = { type: 'decision-tree', with: { maxDepth: 2 } };
    const logistic = { type: 'logistic-regression', with: {} };
    const one = (await measure(subject(data, logistic), { estimator: tree })).outputs;
    const other = (await measure(subject(data, tree), { estimator: logistic })).outputs;
    expect(said(one['gain'])).toBeCloseTo(-(said(other['gain']) as number), 12);
    expect(said(one['correctedP'])).toBeCloseTo(said(other['correctedP']) as number, 12);
  });

  test.each<[string, Partial<EstimatorComparisonParameters>, string]>([
    ['nothing to compare with', { estimator: null }, 'missing-input'],
    ['an unknown estimator', { estimator: { type: 'oracle', with: {} } }, 'unsupported'],
    ['the same estimator', { estimator: { type: 'logistic-regression', with: {} } }, 'out-of-domain'],
    ['more folds than rows', { folds: 500 }, 'out-of-domain'],
    ['a metric of regressions', { metric: 'r2' }, 'out-of-domain'],
  ])('%s', async (_, params, cause) =>
    expect(said((await measure(subject(rows(60, 'small')), params)).outputs['gain'])).toBe(cause),
  );
});
