import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile, betaSurvival } from '../../engine/numerics/distributions/beta.js';
import {
  binomialCdf,
  binomialProbability,
  binomialQuantile,
  binomialSurvival,
} from '../../engine/numerics/distributions/binomial.js';
import { logGamma } from '../../engine/numerics/distributions/gamma-function.js';
import { normalCdf, normalQuantile, normalSurvival } from '../../engine/numerics/distributions/normal.js';
import { studentTCdf, studentTQuantile } from '../../engine/numerics/distributions/student-t.js';
import * as classification from '../../engine/numerics/metrics/classification.js';
import { confusionMatrix } from '../../engine/numerics/metrics/confusion.js';
import { areaComponents, delongVariance } from '../../engine/numerics/metrics/delong.js';
import { brier, logLoss } from '../../engine/numerics/metrics/probability.js';
import * as ranking from '../../engine/numerics/metrics/ranking.js';
import * as regression from '../../engine/numerics/metrics/regression.js';

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T;

const DISTRIBUTIONS: Record<string, (...args: number[]) => number> = {
  betaCdf,
  betaQuantile,
  betaSurvival,
  binomialCdf,
  binomialProbability,
  binomialQuantile,
  binomialSurvival,
  logGamma,
  normalCdf,
  normalQuantile,
  normalSurvival,
  studentTCdf,
  studentTQuantile,
};

describe('distributions, against SciPy', () => {
  const { rows } = read<{ rows: [string, number[], number][] }>('distributions.json');
  it.each(Object.keys(DISTRIBUTIONS))('%s', (name) => {
    const mine = rows.filter(([of]) => of === name);
    expect(mine.length).toBeGreaterThan(5);
    const off = mine.flatMap(([, args, expected]) => {
      const value = DISTRIBUTIONS[name]!(...args);
      const error = Math.abs(value - expected) / Math.max(Math.abs(expected), 1e-300);
      return error <= 1e-11 || value === expected ? [] : [{ args, value, expected, error }];
    });
    expect(off).toEqual([]);
  });
});

interface ClassificationCase {
  name: string;
  classes: number;
  truth: number[];
  predicted: number[];
  probabilities: number[];
  weights: number[] | null;
  expected: Record<string, number>;
}

function classificationMetrics(c: ClassificationCase): Record<string, number> {
  const weights = c.weights ?? undefined;
  const matrix = confusionMatrix(c.truth, c.predicted, c.classes, weights);
  const probabilities = Float64Array.from(c.probabilities);
  const averaged = (['macro', 'micro', 'weighted'] as const).map((average) => {
    const suffix = average[0]!.toUpperCase() + average.slice(1);
    const { precision, recall, f1 } = classification.averagedScores(matrix, average);
    return { [`precision${suffix}`]: precision, [`recall${suffix}`]: recall, [`f1${suffix}`]: f1 };
  });
  const binary = c.classes === 2;
  const scores = ranking.column(probabilities, c.classes, 1);
  return Object.assign(
    {
      accuracy: classification.accuracy(matrix),
      balancedAccuracy: classification.balancedAccuracy(matrix),
      mcc: classification.mcc(matrix),
      kappa: classification.kappa(matrix),
      logLoss: logLoss(c.truth, probabilities, c.classes, weights),
      brier: brier(c.truth, probabilities, c.classes, weights),
      rocAuc: binary
        ? ranking.rocAuc(c.truth, scores, weights)
        : ranking.rocAucOneVsRest(c.truth, probabilities, c.classes, weights),
      averagePrecision: binary
        ? ranking.averagePrecision(c.truth, scores, weights)
        : ranking.averagePrecisionOneVsRest(c.truth, probabilities, c.classes, weights),
    },
    binary ? classification.classScores(matrix, 1) : {},
    ...averaged,
  ) as Record<string, number>;
}

describe('metrics, against scikit-learn', () => {
  const fixtures = read<{
    classification: ClassificationCase[];
    regression: Pick<ClassificationCase, 'name' | 'truth' | 'predicted' | 'weights' | 'expected'>[];
    delong: { truth: number[]; scores: number[]; expected: [number, number] }[];
  }>('metrics.json');

  it.each(fixtures.classification)('classification: $name', (c) => {
    const mine = classificationMetrics(c);
    expect(Object.keys(mine).sort()).toEqual(Object.keys(c.expected).sort());
    for (const [name, value] of Object.entries(c.expected)) expect(mine[name], name).toBeCloseTo(value, 12);
  });

  it.each(fixtures.regression)('regression: $name', ({ truth, predicted, weights, expected }) => {
    const names = ['mae', 'mse', 'rmse', 'medianAbsoluteError', 'r2'] as const;
    expect(names.toSorted()).toEqual(Object.keys(expected).sort());
    for (const name of names) {
      expect(regression[name](truth, predicted, weights ?? undefined), name).toBeCloseTo(expected[name]!, 12);
    }
  });

  it.each(fixtures.delong)('area and its variance, $truth.length rows', ({ truth, scores, expected }) => {
    const components = areaComponents(truth, scores);
    expect(components.area).toBeCloseTo(expected[0], 13);
    expect(delongVariance(truth, components)).toBeCloseTo(expected[1], 13);
  });
});
