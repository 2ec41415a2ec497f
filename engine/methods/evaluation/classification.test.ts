import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import { decodeDraws, type Figure } from '../../plugins/figure.js';
import { classificationFigures } from './classification.js';
import { classificationValues } from './classification-values.js';
import type { ClassificationEvidence } from './evidence.js';
import { CLASSIFICATION_METRICS, type ClassificationMetric } from './metric-names.js';

const options = (draws = 200) => ({ rng: createRng('test'), basis: 'observed', draws }) as const;

/** Rows of a fairly good binary classifier with probabilities. */
function example(n: number, seed = 'rows'): ClassificationEvidence & { readonly probabilities: Float64Array } {
  const rng = createRng(seed);
  const truth = Int32Array.from({ length: n }, (_, row) => row % 2);
  const scores = Float64Array.from(truth, (c) => 1 / (1 + Math.exp(-(rng.normal() + (c === 1 ? 1.5 : -1.5)))));
  return {
    truth,
    predicted: Int32Array.from(scores, (p) => (p >= 0.5 ? 1 : 0)),
    classes: 2,
    positive: 1,
    probabilities: Float64Array.from([...scores].flatMap((p) => [1 - p, p])),
  };
}

const causesOf = (figures: Record<string, object>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(figures).map(([name, f]) => [name, 'unmeasured' in f ? f.unmeasured : 'figure']));

const probabilityMetrics: ClassificationMetric[] = ['rocAuc', 'averagePrecision', 'logLoss', 'brier', 'ece'];

describe('classificationFigures', () => {
  it('gives every metric, at its plain value', () => {
    const evidence = example(200);
    const figures = classificationFigures(evidence, options());
    const values = classificationValues(evidence);
    expect(Object.keys(figures)).toEqual([...CLASSIFICATION_METRICS]);
    for (const name of CLASSIFICATION_METRICS) {
      if (name !== 'ece') expect((figures[name] as Figure).estimate, name).toBeCloseTo(values[name], 12);
    }
    expect((figures.ece as Figure).estimate).toBeLessThanOrEqual(values.ece);
  });

  it('takes shares of independent rows for proportions, and F1 for the dice of one', () => {
    const { accuracy, precision, recall, f1 } = classificationFigures(
      { truth: [1, 1, 1, 0, 0], predicted: [1, 1, 0, 1, 0], classes: 2, positive: 1 },
      options(),
    );
    expect([accuracy, precision, recall, f1].map((f) => (f as Figure).uncertainty)).toEqual([
      { kind: 'proportion', k: 3, n: 5 },
      { kind: 'proportion', k: 2, n: 3 },
      { kind: 'proportion', k: 2, n: 3 },
      { kind: 'proportion', k: 2, n: 4, transform: 'dice' },
    ]);
  });

  it.each<[string, ClassificationEvidence, Partial<Record<ClassificationMetric, string>>]>([
    ['no rows', { truth: [], predicted: [], classes: 2 }, { accuracy: 'out-of-domain', logLoss: 'out-of-domain' }],
    ['no known truth', { truth: [-1], predicted: [0], classes: 2 }, { accuracy: 'out-of-domain' }],
    [
      'one row',
      { truth: [1], predicted: [1], classes: 2, positive: 1 },
      { accuracy: 'figure', precision: 'figure', mcc: 'out-of-domain', rocAuc: 'unsupported' },
    ],
    [
      'one class only',
      { ...example(40), truth: new Int32Array(40) },
      { accuracy: 'figure', recall: 'out-of-domain', kappa: 'out-of-domain', rocAuc: 'out-of-domain', brier: 'figure' },
    ],
    [
      'nothing predicted positive',
      { ...example(40), predicted: new Int32Array(40) },
      { precision: 'out-of-domain', recall: 'figure', f1: 'figure' },
    ],
    ['no positive class', { truth: [0, 1], predicted: [0, 1], classes: 2 }, { accuracy: 'figure', f1: 'unsupported' }],
    [
      'an answer that is no class',
      { truth: [0, 1], predicted: [0, 2], classes: 2 },
      { accuracy: 'failed', logLoss: 'failed' },
    ],
    [
      'a probability that is NaN',
      { ...example(40), probabilities: example(40).probabilities.fill(Number.NaN, 3, 4) },
      { accuracy: 'figure', rocAuc: 'failed', ece: 'failed' },
    ],
    [
      'too few groups',
      { ...example(60), groups: Int32Array.from({ length: 60 }, (_, row) => row % 19) },
      { accuracy: 'out-of-domain', brier: 'out-of-domain' },
    ],
    [
      'weights that leave few rows to speak',
      { ...example(60), weights: Float64Array.from({ length: 60 }, (_, row) => (row < 5 ? 1000 : 1)) },
      { accuracy: 'out-of-domain' },
    ],
  ])('%s', (_, evidence, expected) => {
    expect(causesOf(classificationFigures(evidence, options()))).toMatchObject(expected);
  });

  it('without probabilities: only the metrics that need them are unsupported', () => {
    const { truth, predicted } = example(200);
    const causes = causesOf(classificationFigures({ truth, predicted, classes: 2, positive: 1 }, options()));
    for (const name of CLASSIFICATION_METRICS) {
      expect(causes[name], name).toBe(probabilityMetrics.includes(name) ? 'unsupported' : 'figure');
    }
  });

  it('a classifier without an error is not certain', () => {
    const { truth } = example(200);
    const { balancedAccuracy, mcc } = classificationFigures({ truth, predicted: truth, classes: 2 }, options());
    for (const figure of [balancedAccuracy, mcc] as Figure[]) {
      const { uncertainty } = figure;
      if (uncertainty.kind !== 'empirical') throw new Error(uncertainty.kind);
      const draws = decodeDraws(uncertainty.draws).sort();
      expect(draws[10]).toBeLessThan(0.99);
      expect(draws[199]).toBeLessThanOrEqual(1);
    }
  });

  it('the same generator gives the same bytes, whatever other metrics are had', () => {
    const evidence = example(100);
    const { truth, predicted } = evidence;
    const bare = { truth, predicted, classes: 2, positive: 1 };
    const first = classificationFigures(evidence, options());
    expect(classificationFigures(evidence, options())).toEqual(first);
    expect(classificationFigures(bare, options()).mcc).toEqual(first.mcc);
  });

  it('groups of one row and weights of one give the same draws of the boxed metrics', () => {
    const evidence = example(100);
    const plain = classificationFigures(evidence, options());
    const ones = classificationFigures({ ...evidence, weights: new Float64Array(100).fill(1) }, options());
    const single = classificationFigures(
      { ...evidence, groups: Int32Array.from({ length: 100 }, (_, i) => i) },
      options(),
    );
    expect(ones.mcc).toEqual(plain.mcc);
    expect(single.f1Macro).toEqual(plain.f1Macro);
  });

  it('rows in another order give the same estimates; nothing is NaN', () => {
    const cell = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), (rows) => {
        const evidence = (list: typeof rows): ClassificationEvidence => ({
          truth: list.map(([truth]) => truth),
          predicted: list.map(([, predicted]) => predicted),
          classes: 3,
          probabilities: Float64Array.from(list.flatMap(([, , p]) => [p, (1 - p) / 2, (1 - p) / 2])),
        });
        const there = classificationFigures(evidence(rows), options(50));
        const back = classificationFigures(evidence(rows.toReversed()), options(50));
        for (const name of CLASSIFICATION_METRICS) {
          const [a, b] = [there[name], back[name]];
          if ('unmeasured' in a) expect(b).toEqual(a);
          else if (name !== 'ece') {
            expect(Number.isFinite(a.estimate)).toBe(true);
            expect((b as Figure).estimate).toBeCloseTo(a.estimate, 9);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
