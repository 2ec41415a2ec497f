import { expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import * as classification from '../../numerics/metrics/classification.js';
import { confusionMatrix } from '../../numerics/metrics/confusion.js';
import { brier, logLoss } from '../../numerics/metrics/probability.js';
import * as ranking from '../../numerics/metrics/ranking.js';
import * as regression from '../../numerics/metrics/regression.js';
import { CLASSIFICATION_METRICS, REGRESSION_METRICS } from '../evaluation/metric-names.js';
import { weightedScore } from './weighted-score.js';
import type { Answered } from './weighted-score.js';

const ROWS = 60;
const rng = createRng('weighted scores');
const weights = Float64Array.from({ length: ROWS }, () => rng.next() + 0.1);

/** Answers that are right more often than not, some scores equal. */
function answers(classes: number): Answered & { kind: 'classes' } & { probabilities: Float64Array } {
  const truth = Int32Array.from({ length: ROWS }, () => rng.integer(classes));
  const labels = truth.map((code) => (rng.next() < 0.7 ? code : rng.integer(classes)));
  const probabilities = new Float64Array(ROWS * classes);
  labels.forEach((label, row) => {
    const top = 0.5 + rng.integer(9) / 20;
    for (let c = 0; c < classes; c++) probabilities[row * classes + c] = c === label ? top : (1 - top) / (classes - 1);
  });
  return { kind: 'classes', truth, labels, probabilities, classes, positive: classes === 2 ? 1 : -1 };
}

test.each([2, 3])('of %i classes each metric is the weighted one, more being better', (count) => {
  const given = answers(count);
  const { truth, labels, probabilities, positive } = given;
  const matrix = confusionMatrix(truth, labels, count, weights);
  const one = positive >= 0 ? classification.classScores(matrix, positive) : undefined;
  const of = (average: classification.Average) => classification.averagedScores(matrix, average);
  const [macro, micro, weighted] = [of('macro'), of('micro'), of('weighted')];
  const side = Uint8Array.from(truth, (code) => (code === positive ? 1 : 0));
  const scores = ranking.column(probabilities, count, Math.max(0, positive));
  const wanted: Readonly<Record<string, number | undefined>> = {
    accuracy: classification.accuracy(matrix),
    balancedAccuracy: classification.balancedAccuracy(matrix),
    precision: one?.precision,
    recall: one?.recall,
    f1: one?.f1,
    precisionMacro: macro.precision,
    recallMacro: macro.recall,
    f1Macro: macro.f1,
    precisionMicro: micro.precision,
    recallMicro: micro.recall,
    f1Micro: micro.f1,
    precisionWeighted: weighted.precision,
    recallWeighted: weighted.recall,
    f1Weighted: weighted.f1,
    mcc: classification.mcc(matrix),
    kappa: classification.kappa(matrix),
    rocAuc:
      positive >= 0
        ? ranking.rocAuc(side, scores, weights)
        : ranking.rocAucOneVsRest(truth, probabilities, count, weights),
    averagePrecision:
      positive >= 0
        ? ranking.averagePrecision(side, scores, weights)
        : ranking.averagePrecisionOneVsRest(truth, probabilities, count, weights),
    logLoss: -logLoss(truth, probabilities, count, weights),
    brier: -brier(truth, probabilities, count, weights),
  };
  for (const metric of CLASSIFICATION_METRICS) {
    if (metric === 'ece') continue;
    const found = weightedScore(metric, given)?.(weights);
    if (wanted[metric] === undefined) expect([metric, found]).toEqual([metric, undefined]);
    else expect(found, metric).toBeCloseTo(wanted[metric], 12);
  }
});

test('of numbers each metric is the weighted one, more being better', () => {
  const truth = Float64Array.from({ length: ROWS }, () => rng.normal());
  const values = truth.map((value) => value + 0.5 * rng.normal());
  for (const metric of REGRESSION_METRICS) {
    const wanted = regression[metric](truth, values, weights);
    const found = weightedScore(metric, { kind: 'numbers', truth, values })!(weights);
    expect(found, metric).toBeCloseTo(metric === 'r2' ? wanted : -wanted, 12);
  }
});
