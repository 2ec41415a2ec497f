import { describe, expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { CLASSIFICATION_METRICS, REGRESSION_METRICS } from '../../methods/evaluation/metric-names.js';
import type { Output } from '../figure.js';
import { isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject, memoryTable } from '../memory-subject.js';
import type { MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { holdout } from './holdout.js';
import { CLASSIFICATION_OUTPUTS, REGRESSION_OUTPUTS } from './metric-outputs.js';

const params = { draws: 400, bins: 10 };
const measure = (subject: MemorySubject) => holdout.measure(memoryContext(memorySubject(subject), params));
const causes = (outputs: Readonly<Record<string, Output>>, names: readonly string[]) =>
  new Set(names.map((name) => (isUnmeasured(outputs[name]!) ? outputs[name].unmeasured : 'measured')));

const { test: data, model } = await breastCancerModel();
const task = 'binary-classification' as const;

test('outputs are the metrics of the methods, no more and no fewer', () => {
  expect(Object.keys(CLASSIFICATION_OUTPUTS)).toEqual([...CLASSIFICATION_METRICS]);
  expect(Object.keys(REGRESSION_OUTPUTS)).toEqual([...REGRESSION_METRICS]);
});

describe('breast cancer', () => {
  test('all metrics of classifiers keep the contract, with their details', async () => {
    const result = await measure({ task, test: data, model });
    expect(validateResult(holdout, result)).toEqual([]);
    expect(causes(result.outputs, CLASSIFICATION_METRICS)).toEqual(new Set(['measured']));
    expect(causes(result.outputs, REGRESSION_METRICS)).toEqual(new Set(['unsupported']));
    expect(result.details?.map(({ id }) => id)).toEqual(['confusionMatrix', 'classes', 'reliability', 'roc']);
  });

  test('accuracy is the plain count, of the model’s basis, on the rows of the data', async () => {
    const { outputs } = await measure({ task, test: data, model: { ...model, basis: 'logged' } });
    const answers = model.predict(data.table);
    const codes = data.target?.kind === 'classes' && answers.kind === 'classes' ? data.target.codes : new Int32Array();
    const hits = codes.filter((code, row) => answers.kind === 'classes' && answers.labels[row] === code).length;
    expect(outputs['accuracy']).toEqual({
      estimate: hits / codes.length,
      unit: '1',
      n: codes.length,
      uncertainty: { kind: 'proportion', k: hits, n: codes.length },
      basis: 'logged',
      rows: data.table.digest,
    });
    expect(outputs['rows']).toMatchObject({ estimate: codes.length, uncertainty: { kind: 'exact' } });
  });

  test('without probabilities what rests on them is unsupported, all else is measured', async () => {
    const predict: typeof model.predict = (table) => {
      const answers = model.predict(table);
      return answers.kind === 'classes' ? { kind: 'classes', labels: answers.labels } : answers;
    };
    const { outputs, details } = await measure({ task, test: data, model: { ...model, predict } });
    const ofProbabilities = ['rocAuc', 'averagePrecision', 'logLoss', 'brier', 'ece'];
    expect(causes(outputs, ofProbabilities)).toEqual(new Set(['unsupported']));
    const others = CLASSIFICATION_METRICS.filter((name) => !ofProbabilities.includes(name));
    expect(causes(outputs, others)).toEqual(new Set(['measured']));
    expect(details?.map(({ id }) => id)).toEqual(['confusionMatrix', 'classes']);
  });

  test('groups are the units of the uncertainty', async () => {
    const groups = Int32Array.from({ length: data.table.rowCount }, (_, row) => Math.floor(row / 4));
    const result = await measure({ task, test: { ...data, groups }, model });
    expect(validateResult(holdout, result)).toEqual([]);
    expect(isFigure(result.outputs['accuracy']!) && result.outputs['accuracy'].n).toBeLessThan(data.table.rowCount);
  });
});

test('a regression has the metrics of regressions', async () => {
  const values = Float64Array.from({ length: 40 }, (_, row) => Math.sin(row) * 10);
  const result = await measure({
    task: 'regression',
    test: { table: memoryTable({ a: { numbers: values } }), target: { kind: 'numbers', values } },
    model: {
      classes: [],
      predict: () => ({ kind: 'numbers', values: values.map((value, row) => value + (row % 5) - 1) }),
    },
  });
  expect(validateResult(holdout, result)).toEqual([]);
  expect(causes(result.outputs, CLASSIFICATION_METRICS)).toEqual(new Set(['unsupported']));
  expect(result.outputs['mae']).toMatchObject({
    estimate: expect.closeTo((1 + 0 + 1 + 2 + 3) / 5, 9) as number,
    unit: '1',
  });
});

test.each<[string, MemorySubject, string]>([
  ['no test data', { task, model }, 'missing-input'],
  ['no model', { task, test: data }, 'missing-input'],
  ['no target', { task, test: { table: data.table }, model }, 'missing-input'],
  [
    'a regression’s model on classes',
    {
      task,
      test: data,
      model: { classes: [], predict: ({ rowCount }) => ({ kind: 'numbers', values: new Float64Array(rowCount) }) },
    },
    'unsupported',
  ],
])('%s: every output has its cause', async (_, subject, cause) => {
  const { outputs } = await measure(subject);
  expect(causes(outputs, Object.keys(holdout.outputs))).toEqual(new Set([cause]));
});
