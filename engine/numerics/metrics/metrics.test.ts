/** Properties; figures of scikit-learn are in tests/reference. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrationError, reliabilityBins } from './calibration.js';
import { accuracy, averagedScores, balancedAccuracy, kappa, mcc } from './classification.js';
import { confusionMatrix } from './confusion.js';
import { areaComponents, delongVariance } from './delong.js';
import { averagePrecision, rocAuc } from './ranking.js';
import { mae, medianAbsoluteError, mse, r2 } from './regression.js';

const labels = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 })), { minLength: 1, maxLength: 40 });
const scored = fc
  .array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 8 })), { minLength: 2, maxLength: 40 })
  .filter((rows) => new Set(rows.map(([positive]) => positive)).size === 2);
const of = (pairs: readonly (readonly [number, number])[]) =>
  confusionMatrix(
    pairs.map(([truth]) => truth),
    pairs.map(([, predicted]) => predicted),
    3,
  );

describe('metrics of a confusion matrix', () => {
  it('do not change with the names of the classes', () => {
    fc.assert(
      fc.property(labels, (pairs) => {
        const turned = of(pairs.map(([truth, predicted]) => [(truth + 1) % 3, (predicted + 1) % 3] as const));
        for (const metric of [
          accuracy,
          balancedAccuracy,
          mcc,
          (m: typeof turned) => kappa(m),
          (m: typeof turned) => averagedScores(m, 'macro').f1,
        ]) {
          const [one, other] = [metric(of(pairs)), metric(turned)];
          if (Number.isNaN(one)) expect(other).toBeNaN();
          else expect(other).toBeCloseTo(one, 12);
        }
      }),
    );
  });

  it('of a perfect classifier are 1', () => {
    const matrix = of([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect([accuracy, balancedAccuracy, mcc, (m: typeof matrix) => kappa(m)].map((metric) => metric(matrix))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it.each([
    [
      'constant prediction',
      [
        [0, 0],
        [1, 0],
        [2, 0],
      ] as const,
      0,
    ],
    [
      'constant truth',
      [
        [0, 0],
        [0, 1],
      ] as const,
      0,
    ],
  ])('MCC of a %s is 0', (_, pairs, expected) => expect(mcc(of(pairs))).toBe(expected));

  it('are NaN on no rows', () => {
    expect([accuracy, balancedAccuracy, mcc].map((metric) => metric(of([])))).toEqual([NaN, NaN, NaN]);
  });
});

describe('rankings', () => {
  const split = (rows: readonly (readonly [number, number])[]) =>
    [rows.map(([positive]) => positive), rows.map(([, score]) => score)] as const;

  it('the area of the opposite score is the opposite area, of a rising transform the same', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const [positive, scores] = split(rows);
        const area = rocAuc(positive, scores);
        expect(
          rocAuc(
            positive,
            scores.map((score) => -score),
          ),
        ).toBeCloseTo(1 - area, 12);
        expect(
          rocAuc(
            positive,
            scores.map((score) => Math.exp(score)),
          ),
        ).toBeCloseTo(area, 12);
        expect(areaComponents(positive, scores).area).toBeCloseTo(area, 12);
      }),
    );
  });

  it('a weight of two is the row twice', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const [positive, scores] = split(rows);
        const weights = rows.map((_, row) => 1 + (row % 2));
        const [twice, twiceScores] = split(rows.flatMap((row, i) => (i % 2 === 1 ? [row, row] : [row])));
        expect(rocAuc(positive, scores, weights)).toBeCloseTo(rocAuc(twice, twiceScores), 12);
        expect(averagePrecision(positive, scores, weights)).toBeCloseTo(averagePrecision(twice, twiceScores), 12);
      }),
    );
  });

  it('a perfect ranking has no variance', () => {
    const positive = [0, 0, 1, 1];
    expect(delongVariance(positive, areaComponents(positive, [1, 2, 3, 4]))).toBe(0);
  });

  it('refuses NaN', () => expect(() => rocAuc([0, 1], [Number.NaN, 1])).toThrow(RangeError));
});

it('the calibration error of frequencies that come true is 0', () => {
  const bins = reliabilityBins([0, 1, 0, 0, 1, 1], [0.5, 0.5, 0, 0, 1, 1], 10);
  expect(calibrationError(bins, 'l1')).toBe(0);
  expect(bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(6);
});

it.each([
  ['mae', mae],
  ['mse', mse],
  ['median absolute error', medianAbsoluteError],
  ['R²', r2],
] as const)('%s of no rows is NaN', (_, metric) => expect(metric([], [])).toBeNaN());

it('averages of perfect scores are 1, whatever the number of classes and the weights', () => {
  for (let classes = 2; classes <= 40; classes++) {
    const counts = new Float64Array(classes * classes);
    for (let c = 0; c < classes; c++) counts[c * (classes + 1)] = 0.1 + c / 7;
    for (const average of ['macro', 'weighted'] as const) {
      expect(averagedScores({ classes, counts }, average)).toEqual({ precision: 1, recall: 1, f1: 1 });
    }
  }
});
