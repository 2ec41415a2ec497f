import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Output } from '../figure.js';
import { isFigure, isUnmeasured } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { modelProfile } from './model-profile.js';

/** Models that tests/fixtures/onnx/make.py wrote. */
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../tests/fixtures/onnx/${name}`, import.meta.url));

const tfjsFixture = (name: string): string =>
  fileURLToPath(new URL(`../../../tests/fixtures/tfjs/${name}/model.json`, import.meta.url));

function measure(path: string | undefined, format = 'onnx') {
  const predict = (): never => {
    throw new Error('a profile asks no model');
  };
  const model = { format, classes: [], predict, ...(path !== undefined && { path }) };
  return modelProfile.measure(memoryContext(memorySubject({ task: 'regression', model }), {}));
}

const values = (outputs: Readonly<Record<string, Output>>) =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [
      name,
      isFigure(output) ? output.estimate : isUnmeasured(output) ? output.unmeasured : undefined,
    ]),
  );

test.each([
  // 4·8 + 8 + 8·3 + 3 parameters; 2·4·8 + 8 (bias) + 8 (relu) + 2·8·3 + 3 (bias) + 5·3 (softmax).
  ['network.onnx', { bytes: 595, parameters: 67, sparsity: 0, flops: 146 }],
  // The same with a fixed batch: the cost of a row does not change.
  ['fixed-batch.onnx', { bytes: 589, parameters: 67, sparsity: 0, flops: 146 }],
  // The same with its numbers in another file, whose bytes count too.
  ['network-external.onnx', { bytes: 853, parameters: 67, sparsity: 'unsupported', flops: 146 }],
  // Two scores of four features, a logistic each, then divided by their sum.
  ['logistic-zipmap.onnx', { bytes: 604, parameters: 10, sparsity: 0, flops: 2 * 8 + 2 + 4 }],
  ['regression.onnx', { bytes: 247, parameters: 4, sparsity: 0, flops: 6 }],
  ['sigmoid.onnx', { bytes: 202, parameters: 5, sparsity: 0, flops: 2 * 4 + 1 }],
  ['not-a-number.onnx', { bytes: 151, parameters: 0, sparsity: 'out-of-domain', flops: 8 }],
])('%s', async (name, expected) => {
  const result = await measure(fixture(name));
  expect(validateResult(modelProfile, result)).toEqual([]);
  expect(values(result.outputs)).toEqual(expected);
});

test.each([
  // The network of network.onnx' shape, in TensorFlow's layers: dropout is free; no number of it is 0 but some intercepts.
  ['layers', { parameters: 67, flops: 2 * 4 * 8 + 8 + 8 + 2 * 8 * 3 + 3 + 5 * 3 }],
  ['graph', { parameters: 67, flops: 2 * 4 * 8 + 8 + 8 + 2 * 8 * 3 + 3 + 5 * 3 }],
])('a TensorFlow.js model of %s', async (name, expected) => {
  const result = await measure(tfjsFixture(name), 'tfjs');
  expect(validateResult(modelProfile, result)).toEqual([]);
  const found = values(result.outputs);
  expect(found).toMatchObject(expected);
  expect(found['bytes']).toBeGreaterThan(4 * 67);
  expect(found['sparsity']).toBeLessThan(0.2);
});

test('a forest of five trees of depth three costs what a row’s way costs, from the shortest to the longest', async () => {
  const result = await measure(fixture('forest-zipmap.onnx'));
  expect(validateResult(modelProfile, result)).toEqual([]);
  const flops = result.outputs['flops'];
  // At most 3 comparisons and 3 additions a tree.
  expect(flops).toMatchObject({ estimate: 28, uncertainty: { kind: 'range', lower: 24, upper: 28 } });
});

test.each<[string, string | undefined, string, string]>([
  ['a predictions file', fixture('iris.csv'), 'predictions', 'unsupported'],
  ['an endpoint', undefined, 'http', 'unsupported'],
  ['a file that is no TensorFlow.js model', fixture('iris.csv'), 'tfjs', 'unsupported'],
  ['a file that is no ONNX model', fixture('iris.csv'), 'onnx', 'unsupported'],
])('%s: every output is unmeasured', async (_, path, format, cause) => {
  const { outputs } = await measure(path, format);
  expect(new Set(Object.values(values(outputs)))).toEqual(new Set([cause]));
});

test('without a model the input is missing', async () => {
  const { outputs } = await modelProfile.measure(memoryContext(memorySubject({ task: 'regression' }), {}));
  expect(new Set(Object.values(values(outputs)))).toEqual(new Set(['missing-input']));
});
