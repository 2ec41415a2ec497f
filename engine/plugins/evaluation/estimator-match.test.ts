import { describe, expect, test } from 'vitest';
import { MATCH_CASES, matchOf } from '../../../bench/measure-calibration/match.js';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { deviations, rankP, spreadOfModels } from '../../methods/evaluation/model-match.js';
import { stackTables } from '../../subject/stack-tables.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { estimatorMatch } from './estimator-match.js';

const measure = async (subject: MemorySubject, trainings = 39) => {
  const result = await estimatorMatch.measure(memoryContext(memorySubject(subject), { trainings, draws: 400 }));
  expect(validateResult(estimatorMatch, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;

const { train, test: held, model } = await breastCancerModel();
const task = 'binary-classification' as const;
const logistic = { type: 'logistic-regression', with: {} };

describe('on breast cancer', () => {
  test('the logistic regression that was trained on these rows matches, a tree does not', async () => {
    const { outputs, details } = await measure({ task, train, test: held, model, estimator: logistic });
    expect(said(outputs['matchP'])).toBeGreaterThan(0.2);
    expect(said(outputs['distanceRatio'])).toBeLessThan(1);
    expect(details?.[0]).toMatchObject({ rows: { length: 40 } });
    const tree = { type: 'decision-tree', with: { maxDepth: 1 } };
    const other = await measure({ task, train, test: held, model, estimator: tree });
    expect(said(other.outputs['matchP'])).toBe(2 / 40);
    expect(said(other.outputs['distanceRatio'])).toBeGreaterThan(1.2);
  });

  test('labels alone, and recorded ones, can be compared too', async () => {
    const { labels } = model.predict(held.table) as { labels: Int32Array };
    const wrong = labels.map((code, row) => (row % 4 === 0 ? 1 - code : code));
    const of = (answers: Int32Array) => ({
      task,
      train,
      test: held,
      estimator: logistic,
      model: {
        classes: model.classes,
        answersNewRows: false,
        predict: () => ({ kind: 'classes', labels: answers }) as const,
      },
    });
    expect(said((await measure(of(labels))).outputs['matchP'])).toBeGreaterThan(0.2);
    expect(said((await measure(of(wrong))).outputs['matchP'])).toBe(2 / 40);
  });

  test.each<[string, MemorySubject, string]>([
    ['no training data', { task, test: held, model, estimator: logistic }, 'missing-input'],
    ['no estimator', { task, train, test: held, model }, 'missing-input'],
    ['an unknown one', { task, train, test: held, model, estimator: { type: 'oracle', with: {} } }, 'unsupported'],
  ])('%s', async (_, subject, cause) => expect(said((await measure(subject)).outputs['matchP'])).toBe(cause));
});

const named = (name: string, of: string) => MATCH_CASES.find((one) => one.name === name && one.of === of)!;

test('models that match are doubted at most as often as α says', async () => {
  const runs = 24;
  let doubted = 0;
  for (let run = 0; run < runs; run++) {
    doubted += Number((await matchOf(named('logistic regression', 'its rows'), run, 59)).p < 0.05);
  }
  expect(doubted).toBeLessThanOrEqual(runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95));
});

test('power: a forest that is said to be a logistic regression is told apart', async () => {
  const found = [];
  for (let run = 0; run < 5; run++) {
    found.push((await matchOf(named('logistic regression, made as a forest', 'its rows'), run, 59)).p);
  }
  expect(found.filter((p) => p < 0.05).length).toBeGreaterThanOrEqual(4);
});

describe('the kernel', () => {
  test('distances are total variation, ranks count ties', () => {
    const models = [Float64Array.of(1, 0, 1, 0), Float64Array.of(0, 1, 1, 0), Float64Array.of(0.5, 0.5, 1, 0)];
    const { own, others, distances } = spreadOfModels(models, 2, Float64Array.of(1, 1));
    expect([...own]).toEqual([0.75, 0]);
    expect([...others]).toEqual([0.5, 0]);
    expect([...distances]).toEqual([0.375, 0.375, 0.25]);
    expect(rankP(distances)).toBeCloseTo(2 / 3, 12);
    expect(rankP([0, 0, 0])).toBe(1);
    expect(deviations([1, 2, 6])).toEqual([3, 1.5, 4.5]);
  });

  test('tables are stacked in the first one’s columns and levels', () => {
    const first = memoryTable({ a: { numbers: [1, Number.NaN] }, b: { texts: ['x', null] }, c: { numbers: [1, 2] } });
    const second = memoryTable({ b: { texts: ['y', 'x'] }, a: { numbers: [3, 4] } });
    const { rowCount, columns } = stackTables(first, second);
    expect(rowCount).toBe(4);
    expect(columns.map((column) => (column.type === 'numeric' ? [...column.values] : [...column.codes]))).toEqual([
      [1, Number.NaN, 3, 4],
      [0, -1, 1, 0],
      [1, 2, Number.NaN, Number.NaN],
    ]);
    expect(columns[1]).toMatchObject({ levels: ['x', 'y'] });
  });
});
