import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import type { Figure } from '../../plugins/figure.js';
import type { RegressionEvidence } from './evidence.js';
import { REGRESSION_METRICS } from './metric-names.js';
import { regressionFigures, regressionValues } from './regression.js';

const options = () => ({ rng: createRng('test'), basis: 'logged', draws: 200 }) as const;

function example(n: number): RegressionEvidence & { readonly truth: Float64Array; readonly predicted: Float64Array } {
  const rng = createRng('rows');
  const predicted = Float64Array.from({ length: n }, () => 3 * rng.normal());
  return { predicted, truth: predicted.map((value) => value + rng.normal()) };
}

describe('regressionFigures', () => {
  it.each([
    ['rows', {}],
    ['groups', { groups: Int32Array.from({ length: 120 }, (_, row) => row >> 1) }],
    ['weights', { weights: Float64Array.from({ length: 120 }, (_, row) => 1 + (row % 3)) }],
  ])('of %s: every metric at its plain value', (_, extra) => {
    const evidence = { ...example(120), ...extra };
    const values = regressionValues(evidence);
    const figures = regressionFigures(evidence, options());
    expect(Object.keys(figures)).toEqual([...REGRESSION_METRICS]);
    for (const name of REGRESSION_METRICS) {
      expect(figures[name]).toMatchObject({
        estimate: values[name],
        basis: 'logged',
        uncertainty: { kind: 'empirical' },
      });
    }
  });

  it('leaves out rows without a truth', () => {
    const { truth, predicted } = example(50);
    const figures = regressionFigures({ truth: [...truth, Number.NaN], predicted: [...predicted, 0] }, options());
    expect((figures.mae as Figure).n).toBe(50);
    expect(figures).toEqual(regressionFigures({ truth, predicted }, options()));
  });

  it.each<[string, RegressionEvidence, string]>([
    ['no rows', { truth: [], predicted: [] }, 'out-of-domain'],
    ['one row', { truth: [1], predicted: [1] }, 'out-of-domain'],
    ['a prediction that is NaN', { truth: [1, 2], predicted: [1, Number.NaN] }, 'failed'],
    ['no error at all', { truth: example(30).truth, predicted: example(30).truth }, 'out-of-domain'],
    ['few groups', { ...example(30), groups: Int32Array.from({ length: 30 }, (_, row) => row % 5) }, 'out-of-domain'],
  ])('%s', (_, evidence, unmeasured) => {
    expect(regressionFigures(evidence, options()).mae).toMatchObject({ unmeasured });
  });

  it('R² of a truth that does not vary', () => {
    const figures = regressionFigures(
      { truth: new Float64Array(30).fill(2), predicted: example(30).predicted },
      options(),
    );
    expect(figures.r2).toMatchObject({ unmeasured: 'out-of-domain' });
  });
});
