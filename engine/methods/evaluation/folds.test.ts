import { describe, expect, it } from 'vitest';
import type { Figure } from '../../plugins/figure.js';
import { type Fold, resampledFigures } from './folds.js';

const pooled = (k: number, n: number): Figure => ({
  estimate: k / n,
  unit: '1',
  n,
  uncertainty: { kind: 'proportion', k, n },
  basis: 'observed',
});
const folds = (values: readonly number[], testRows = 20, trainRows = 80): Fold[] =>
  values.map((accuracy) => ({ values: { accuracy }, testRows, trainRows }));

describe('resampledFigures', () => {
  it('is the corrected resampled t of the folds', () => {
    const { accuracy } = resampledFigures(folds([0.5, 0.9, 0.6, 0.8, 0.7]), { accuracy: pooled(70, 100) });
    // s² = 0.025; (1/5 + 20/80)·s².
    expect(accuracy).toMatchObject({ n: 100, uncertainty: { kind: 'student-t', df: 4 } });
    expect((accuracy as Figure).estimate).toBeCloseTo(0.7, 12);
    expect(((accuracy as Figure).uncertainty as { scale: number }).scale).toBeCloseTo(Math.sqrt(0.45 * 0.025), 12);
  });

  it.each([
    ['folds that agree', [0.7, 0.7, 0.7, 0.7, 0.7], 70, 0.04],
    ['folds without an error', [1, 1, 1, 1, 1], 100, 0.01],
  ])('%s are never narrower than the held-out rows together', (_, values, k, least) => {
    const { accuracy } = resampledFigures(folds(values), { accuracy: pooled(k, 100) });
    const { scale } = (accuracy as Figure).uncertainty as { scale: number };
    expect(scale).toBeGreaterThan(least);
  });

  it('folds of single rows are pooled', () => {
    const whole = pooled(7, 10);
    expect(resampledFigures(folds([1, 0, 1], 1, 9), { accuracy: whole }).accuracy).toEqual(whole);
  });

  it.each([
    ['one training', [0.7], 'out-of-domain'],
    ['a fold without a value', [0.7, Number.NaN], 'out-of-domain'],
  ])('%s', (_, values, unmeasured) => {
    expect(resampledFigures(folds(values), { accuracy: pooled(7, 10) }).accuracy).toMatchObject({ unmeasured });
  });

  it('keeps why the held-out rows have no figure', () => {
    const absent = { unmeasured: 'unsupported', detail: 'no probabilities' } as const;
    expect(resampledFigures(folds([0.7, 0.8]), { accuracy: absent }).accuracy).toEqual(absent);
  });
});
