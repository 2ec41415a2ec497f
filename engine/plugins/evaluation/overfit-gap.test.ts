import { expect, test } from 'vitest';
import { breastCancerModel } from '../../../tests/fixtures/breast-cancer.js';
import { intervalOf } from '../../judge/support.js';
import { isFigure, isUnmeasured } from '../figure.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import type { MemoryModel, MemorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { overfitGap } from './overfit-gap.js';

const measure = async (subject: MemorySubject) => {
  const result = await overfitGap.measure(memoryContext(memorySubject(subject), { draws: 400 }));
  expect(validateResult(overfitGap, result)).toEqual([]);
  return result;
};
const said = (output: Output | undefined): unknown =>
  output && isFigure(output) ? output.estimate : output && isUnmeasured(output) ? output.unmeasured : undefined;
const task = 'binary-classification' as const;
const { train, test: held, model } = await breastCancerModel();

test('a sound model: the gap is small, and the interval holds 0', async () => {
  const { outputs, details } = await measure({ task, train, test: held, model });
  const gap = outputs['accuracyGap']!;
  const [low, high] = isFigure(gap) ? intervalOf(gap, 0.9)! : [NaN, NaN];
  expect(low).toBeLessThan(0.02);
  expect(high).toBeGreaterThan(0);
  expect(gap).not.toHaveProperty('rows');
  expect(details?.map(({ id }) => id)).toEqual(['scores']);
});

test('a model that knows its training rows by heart', async () => {
  const { digest } = train.table;
  const known = train.target?.kind === 'classes' ? train.target.codes : new Int32Array();
  const memory: MemoryModel = {
    classes: model.classes,
    predict: (table) => ({
      kind: 'classes',
      labels: table.digest === digest ? known : Int32Array.from({ length: table.rowCount }, (_, row) => row % 2),
    }),
  };
  const { outputs } = await measure({ task, train, test: held, model: memory });
  const gap = outputs['accuracyGap']!;
  expect(isFigure(gap) && intervalOf(gap, 0.9)![0]).toBeGreaterThan(0.3);
  expect(said(outputs['brierGap'])).toBe('unsupported');
});

test.each<[string, MemorySubject, string]>([
  ['no training data', { task, test: held, model }, 'missing-input'],
  ['a predictions file', { task, train, test: held, model: { ...model, answersNewRows: false } }, 'unsupported'],
])('%s', async (_, subject, cause) => expect(said((await measure(subject)).outputs['accuracyGap'])).toBe(cause));
