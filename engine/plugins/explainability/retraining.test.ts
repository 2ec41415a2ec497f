import { describe, expect, test } from 'vitest';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { createRng } from '../../numerics/generator.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemoryData, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { retraining } from './retraining.js';
import type { RetrainingParameters } from './retraining.js';

const defaults: RetrainingParameters = {
  class: 'auto',
  maxRows: 20,
  background: 30,
  mostEvaluations: 200,
  repeats: 2,
  top: 2,
  draws: 300,
};
const measure = (subject: MemorySubject, params: Partial<RetrainingParameters> = {}) =>
  retraining.measure(memoryContext(memorySubject(subject), { ...defaults, ...params }));
const estimate = (output: Output | undefined): number =>
  output !== undefined && isFigure(output) ? output.estimate : Number.NaN;
const causes = (outputs: Readonly<Record<string, Output>>) =>
  new Set(Object.values(outputs).map((output) => (isUnmeasured(output) ? output.unmeasured : 'measured')));

/** y = 4a + 2b + c and noise; d, e, f are nothing. */
function data(rows: number, wide = 6): MemoryData {
  const rng = createRng('retraining');
  const names = Array.from({ length: wide }, (_, at) => `x${at}`);
  const numbers = names.map(() => Float64Array.from({ length: rows }, () => rng.normal()));
  const values = Float64Array.from(
    { length: rows },
    (_, row) => 4 * numbers[0]![row]! + 2 * numbers[1]![row]! + (numbers[2]?.[row] ?? 0) + rng.normal() / 2,
  );
  const table = memoryTable(Object.fromEntries(names.map((name, at) => [name, { numbers: numbers[at]! }])));
  return { table, target: { kind: 'numbers', values } };
}

describe('a linear law', () => {
  const linear = { type: 'linear-regression', with: {} };

  test('is found on either half, and gone once the labels are permuted', async () => {
    const result = await measure({ task: 'regression', whole: data(200), estimator: linear });
    expect(validateResult(retraining, result)).toEqual([]);
    const { outputs } = result;
    expect(estimate(outputs['topJaccard'])).toBeGreaterThan(0.8);
    expect(estimate(outputs['signAgreement'])).toBeGreaterThan(0.8);
    expect(estimate(outputs['rankCorrelation'])).toBeGreaterThan(0.8);
    expect(estimate(outputs['permutedRankCorrelation'])).toBeLessThan(0.6);
    expect(estimate(outputs['permutedTopJaccard'])).toBeLessThan(0.75);
    expect(outputs).toMatchObject({ trainings: { estimate: 6 }, explainedRows: { estimate: 20 } });
    // Orders of 6 features there and back are 10 rows: 20 of them, the 20 rows themselves, the background.
    expect(estimate(outputs['modelEvaluations'])).toBe(20 * 200 + 20 + 30);
  });

  test('of noise alone the signs are not stable; the ranks are more so, as large values of a row rank high in any model', async () => {
    const { table } = data(120);
    const rng = createRng('noise');
    const values = Float64Array.from({ length: 120 }, () => rng.normal());
    const whole: MemoryData = { table, target: { kind: 'numbers', values } };
    const { outputs } = await measure({ task: 'regression', whole, estimator: linear });
    expect(estimate(outputs['signAgreement'])).toBeLessThan(0.6);
  });

  test.each<[string, MemorySubject, Partial<RetrainingParameters>, string]>([
    ['no estimator', { task: 'regression', whole: data(60) }, {}, 'missing-input'],
    ['one feature', { task: 'regression', whole: data(60, 2), estimator: linear }, { class: 'a' }, 'unsupported'],
    ['two rows', { task: 'regression', whole: data(2), estimator: linear }, {}, 'out-of-domain'],
    ['too many features', { task: 'regression', whole: data(60, 300), estimator: linear }, {}, 'unsupported'],
    [
      'another estimator',
      { task: 'regression', whole: data(60), estimator: { type: 'x', with: {} } },
      {},
      'unsupported',
    ],
  ])('%s has its cause', async (_, subject, params, cause) => {
    expect(causes((await measure(subject, params)).outputs)).toEqual(new Set([cause]));
  });
});

test('breast cancer by a forest: the strongest features of two halves are more alike than chance', async () => {
  const estimator = { type: 'random-forest', with: { trees: 20 } };
  const result = await measure(
    { task: 'binary-classification', whole: breastCancer(), estimator },
    { maxRows: 12, top: 5 },
  );
  expect(validateResult(retraining, result)).toEqual([]);
  expect(estimate(result.outputs['rankCorrelation'])).toBeGreaterThan(
    estimate(result.outputs['permutedRankCorrelation']),
  );
});
