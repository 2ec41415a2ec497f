import { describe, expect, test } from 'vitest';
import { createRng } from '../numerics/generator.js';
import { buildGraph, modelBytes } from './onnx-build.js';
import type { GraphBuilder, Value } from './onnx-build.js';
import { readOnnxGraph } from './onnx-graph.js';
import { pruned } from './onnx-prune.js';
import { openSession } from './onnxruntime.js';

const SIZE = 8;
const ROWS = 3;

async function answers(file: Uint8Array): Promise<readonly number[]> {
  const rng = createRng('images');
  const data = Float32Array.from({ length: ROWS * 2 * SIZE * SIZE }, () => rng.normal());
  const session = await openSession(file);
  const { y } = await session.run({ x: { type: 'float32', data, dims: [ROWS, 2, SIZE, SIZE] } }, ['y']);
  await session.close();
  return [...(y!.data as Float32Array)];
}

const dimsOf = (file: Uint8Array): readonly string[] =>
  readOnnxGraph(file)
    .initializers.map(({ dims }) => dims.join('×'))
    .filter((dims) => dims.includes('×'));

/** Of every five slices along the first axis two are next to nothing. */
const isIdle = (unit: number): boolean => unit % 5 >= 3;

function network(build: (g: GraphBuilder, x: Value, weights: Weights) => Value): Uint8Array {
  const g = buildGraph('channels');
  const rng = createRng('channels');
  const weights: Weights = (dims, idle = () => false) => {
    const inner = dims.slice(1).reduce((product, dim) => product * dim, 1);
    const size = dims[0]! * inner;
    const values = Array.from({ length: size }, (_, at) => rng.normal() * (idle(Math.floor(at / inner)) ? 1e-7 : 1));
    return g.constant(Float32Array.from(values), dims);
  };
  g.output('y', build(g, g.input('x', 'float32', ['n', 2, SIZE, SIZE]), weights), 'float32', ['n', 'm']);
  return modelBytes(g.graph());
}
type Weights = (dims: readonly number[], idle?: (slice: number) => boolean) => Value;

const PADDED = { pads: [1, 1, 1, 1] };
const HALVED = { kernel_shape: [2, 2], strides: [2, 2] };
const ones = (g: GraphBuilder, size: number): Value => g.constant(new Float32Array(size).fill(1), [size]);

test.each<[string, (g: GraphBuilder, x: Value, w: Weights) => Value, readonly string[]]>([
  [
    'normalised, pooled, convolved again and laid flat',
    (g, x, w) => {
      const first = g.node('Conv', [x, w([10, 2, 3, 3], isIdle), w([10], isIdle)], PADDED);
      const normal = g.node('BatchNormalization', [first, ones(g, 10), w([10], isIdle), w([10], () => true), ones(g, 10)]); // prettier-ignore
      const pooled = g.node('MaxPool', [g.node('Relu', [normal])], HALVED);
      const second = g.node('Relu', [g.node('Conv', [pooled, w([5, 10, 3, 3], isIdle)], PADDED)]);
      return g.node('Gemm', [g.node('Flatten', [second]), w([5 * 16, 3]), w([3])]);
    },
    ['6×2×3×3', '3×6×3×3', '48×3'],
  ],
  [
    'filtered one by one, over all places, shape given by its width',
    (g, x, w) => {
      const first = g.node('Clip', [g.node('Conv', [x, w([10, 2, 1, 1], isIdle)]), g.scalar(0), g.scalar(6)]);
      const own = g.node('Conv', [first, w([10, 1, 3, 3]), w([10], isIdle)], { ...PADDED, group: 10 });
      const added = g.node('Add', [own, w([10, 1, 1], isIdle)]);
      const flat = g.node('Reshape', [g.node('GlobalAveragePool', [added]), g.constant([-1, 10], [2])]);
      return g.node('Gemm', [flat, w([3, 10])], { transB: 1 });
    },
    ['6×2×1×1', '6×1×3×3', '6×1×1', '3×6'],
  ],
  [
    'laid flat, scaled and offset place by place',
    (g, x, w) => {
      const first = g.node('Conv', [x, w([5, 2, 3, 3], isIdle)], PADDED);
      const flat = g.node('Reshape', [g.node('AveragePool', [first], HALVED), g.constant([0, -1], [2])]);
      const scaled = g.node('Mul', [flat, w([80])]);
      return g.node('MatMul', [g.node('Add', [scaled, w([1, 80], () => true)]), w([80, 3])]);
    },
    ['3×2×3×3', '1×48', '48×3'],
  ],
])('channels %s: the idle ones go first, and the answers stay', async (_, build, dims) => {
  const file = network(build);
  const smaller = pruned(file, 0.4, 'fewer')!;
  expect(dimsOf(smaller)).toEqual(dims);
  const [before, after] = [await answers(file), await answers(smaller)];
  before.forEach((value, index) => expect(after[index]).toBeCloseTo(value, 3));
  expect(pruned(file, 0.99, 'fewer')).toBeDefined();
  expect(await answers(pruned(file, 0.99, 'fewer')!)).toHaveLength(before.length);
});

test('what a normalisation makes small is small', async () => {
  // All filters alike in size; the factors of two of five are next to nothing.
  const file = network((g, x, w) => {
    const first = g.node('Conv', [x, w([5, 2, 3, 3])], PADDED);
    const normal = g.node('BatchNormalization', [first, w([5], isIdle), w([5], isIdle), w([5]), ones(g, 5)]);
    return g.node('Gemm', [g.node('Flatten', [g.node('GlobalMaxPool', [normal])]), w([5, 3])]);
  });
  const [before, after] = [await answers(file), await answers(pruned(file, 0.4, 'fewer')!)];
  before.forEach((value, index) => expect(after[index]).toBeCloseTo(value, 3));
});

describe('channels stay', () => {
  const head = (g: GraphBuilder, x: Value, w: Weights, channels: number): Value =>
    g.node('Gemm', [g.node('Flatten', [g.node('GlobalAveragePool', [x])]), w([channels, 3])]);
  test.each<[string, (g: GraphBuilder, x: Value, w: Weights) => Value]>([
    [
      'where a sum passes them by',
      (g, x, w) => {
        const first = g.node('Conv', [x, w([4, 2, 1, 1])]);
        return head(g, g.node('Add', [first, g.node('Relu', [first])]), w, 4);
      },
    ],
    [
      'of a convolution in groups',
      (g, x, w) => head(g, g.node('Relu', [g.node('Conv', [x, w([4, 1, 1, 1])], { group: 2 })]), w, 4),
    ],
    [
      'where neighbours are normalised together',
      (g, x, w) => head(g, g.node('LRN', [g.node('Conv', [x, w([4, 2, 1, 1])])], { size: 3 }), w, 4),
    ],
    [
      'where their places become rows',
      (g, x, w) => {
        const turned = g.node('Transpose', [g.node('Conv', [x, w([4, 2, 1, 1])])], { perm: [0, 2, 3, 1] });
        return g.node('MatMul', [g.node('Reshape', [turned, g.constant([0, -1], [2])]), w([4 * 64, 3])]);
      },
    ],
  ])('%s', (_, build) => expect(pruned(network(build), 0.5, 'fewer')).toBeUndefined());
});
