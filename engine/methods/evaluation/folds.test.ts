import { describe, expect, it } from 'vitest';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { encodeDraws } from '../../numerics/draws.js';
import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { boundsOf } from './figure-bounds.js';
import { type Fold, resampledFigures } from './folds.js';

const pooled = (k: number, n: number): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis: 'observed',
});
const folds = (values: readonly number[], testRows = 20, trainRows = 80, metric = 'accuracy'): Fold[] =>
  values.map((value) => ({ values: { [metric]: value }, testRows, testUnits: testRows, trainRows }));
const near = (value: number): number => expect.closeTo(value, 12) as number;
const studentT = (figure: Figure | Unmeasured): { scale: number; df: number } => {
  if ('unmeasured' in figure || figure.uncertainty.kind !== 'student-t') throw new Error('no student-t');
  return figure.uncertainty;
};

describe('resampledFigures', () => {
  it('is the corrected resampled t of the folds', () => {
    const { accuracy } = resampledFigures(folds([0.5, 0.9, 0.6, 0.8, 0.7]), 1, { accuracy: pooled(70, 100) });
    // s² = 0.025; (1/5 + 20/80)·s².
    expect(accuracy).toMatchObject({ n: 100, uncertainty: { kind: 'student-t', df: 4 } });
    expect((accuracy as Figure).estimate).toBeCloseTo(0.7, 12);
    expect(studentT(accuracy).scale).toBeCloseTo(Math.sqrt(0.45 * 0.025), 12);
  });

  it.each([
    ['folds that agree', [0.7, 0.7, 0.7, 0.7, 0.7], 1, 70, 0.7],
    ['folds without an error', [1, 1, 1, 1, 1], 1, 100, 1],
    ['repeats', Array.from({ length: 50 }, (_, at) => 0.7 + 0.01 * (at % 3)), 10, 71, 0.71],
    ['a mean of folds that is off', [0.6, 0.6, 0.6, 0.6, 0.6], 1, 70, 0.6],
  ])('%s contain the held-out rows together, taken half as wide again', (_, values, repeats, k, estimate) => {
    const { accuracy } = resampledFigures(folds(values), repeats, { accuracy: pooled(k, 100) });
    const { scale, df } = studentT(accuracy);
    for (const tail of [0.1, 0.05, 0.01]) {
      const [lower, upper] = boundsOf(pooled(k / 2.25, 100 / 2.25), tail);
      const arm = -studentTQuantile(tail, df) * scale;
      expect(estimate - arm).toBeLessThanOrEqual(lower + 1e-3);
      expect(estimate + arm).toBeGreaterThanOrEqual(upper - 1e-3);
    }
  });

  it.each([
    ['folds of single rows', folds([1, 0, 1], 1, 2), 3, 2.5],
    ['one training', folds([0.7]), 10, 1.25],
    [
      'folds of single groups',
      folds([0.9, 0.2, 0.8]).map((fold) => ({ ...fold, testUnits: 1, trainRows: 40 })),
      60,
      2.5,
    ],
  ])('%s are pooled, with the trials that are left of them', (_, some, n, design) => {
    expect(resampledFigures(some, 1, { accuracy: pooled(2, n) }).accuracy).toMatchObject({
      estimate: 2 / n,
      n,
      uncertainty: { kind: 'proportion', k: near(2 / design), n: near(n / design) },
    });
  });

  it('a fold without a value', () => {
    const some = folds([0.7, Number.NaN]);
    expect(resampledFigures(some, 1, { accuracy: pooled(7, 10) }).accuracy).toMatchObject({
      unmeasured: 'out-of-domain',
    });
  });

  it('keeps why the held-out rows have no figure', () => {
    const absent = { unmeasured: 'unsupported', detail: 'no probabilities' } as const;
    expect(resampledFigures(folds([0.7, 0.8]), 1, { accuracy: absent }).accuracy).toEqual(absent);
  });

  const correlation = (centre: number): Figure => ({
    ...pooled(70, 100),
    estimate: centre,
    uncertainty: {
      kind: 'empirical',
      draws: encodeDraws(Array.from({ length: 400 }, (_, at) => centre + (at - 199.5) / 1000)),
    },
  });
  it.each([
    ['at chance', 0.1, 20, ['recall']],
    ['at chance, row by row', 0.1, 1, ['recall', 'rocAuc']],
    ['better than chance', 0.6, 1, []],
  ])('%s, some metrics tell nothing', (_, mcc, testRows, silent) => {
    const values = { mcc, recall: 0.7, rocAuc: 0.7, accuracy: 0.7 };
    const some = [1, 2, 3, 4, 5].map(() => ({ values, testRows, testUnits: testRows, trainRows: 4 * testRows }));
    const whole = { mcc: correlation(mcc), recall: pooled(7, 10), rocAuc: correlation(0.7), accuracy: pooled(70, 100) };
    const figures = Object.entries(resampledFigures(some, 1, whole));
    expect(figures.flatMap(([name, figure]) => ('unmeasured' in figure ? [name] : []))).toEqual(silent);
  });
});
