import { expect, test } from 'vitest';
import { buildGraph, modelBytes } from './onnx-build.js';
import { readOnnxGraph } from './onnx-graph.js';
import { sparsified } from './onnx-sparsify.js';

const g = buildGraph('g');
const x = g.input('x', 'float32', ['n', 2]);
const weights = Float32Array.from([0.5, -0.1, 3, 0.2, -4, 0.3]);
const bias = g.constant(Float32Array.from([0.001, 9, 9]), [3]);
g.output('y', g.node('Gemm', [x, g.constant(weights, [2, 3]), bias]), 'float32', ['n', 3]);
const file = modelBytes(g.graph());

const valuesOf = (bytes: Uint8Array): readonly (readonly number[])[] =>
  readOnnxGraph(bytes).initializers.map((tensor) => [...(tensor.values() as Float64Array)].map(Math.fround));

test.each([
  [0.5, [0.5, 0, 3, 0, -4, 0]],
  [0.2, [0.5, 0, 3, 0.2, -4, 0.3]],
  [0.99, [0, 0, 0, 0, -4, 0]],
])('of a share of %d the smallest become 0, and offsets stay', (share, expected) => {
  expect(valuesOf(sparsified(file, share)!)).toEqual([[0.001, 9, 9].map(Math.fround), expected.map(Math.fround)]);
});

test('where nothing becomes 0 there is no other model', () => {
  expect(sparsified(file, 0.1)).toBeUndefined();
  const once = sparsified(file, 0.5)!;
  expect(sparsified(once, 0.5)).toBeUndefined();
});
