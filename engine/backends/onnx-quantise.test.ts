import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { writeIdleUnits } from '../../tests/fixtures/idle-units.js';
import { buildGraph, modelBytes } from './onnx-build.js';
import { readOnnxGraph } from './onnx-graph.js';
import { toHalf } from './onnx-half.js';
import { quantised } from './onnx-quantise.js';
import { openSession } from './onnxruntime.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-quantise-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519.99, 0x7bff],
  [65520, 0x7c00],
  [2 ** -24, 0x0001],
  [2 ** -25, 0x0000],
  [1.5 * 2 ** -24, 0x0002],
  [2 ** -14, 0x0400],
  [1 / 3, 0x3555],
  // Ties go to even; a fraction that rounds up to 2 carries.
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 - 2 ** -12, 0x4000],
  [Number.NaN, 0x7e00],
  [-Infinity, 0xfc00],
])('%d as binary16', (value, bits) => expect(toHalf(value)).toBe(bits));

test('half numbers are within half a step', () => {
  const back = (bits: number): number => {
    const exponent = (bits >> 10) & 31;
    const size = exponent === 0 ? (bits & 1023) * 2 ** -24 : (1 + (bits & 1023) / 1024) * 2 ** (exponent - 15);
    return bits & 0x8000 ? -size : size;
  };
  fc.assert(
    fc.property(fc.double({ min: -65000, max: 65000, noNaN: true }), (value) => {
      expect(Math.abs(back(toHalf(value)) - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
    }),
  );
});

async function answers(file: Uint8Array): Promise<Float32Array> {
  const session = await openSession(file);
  const data = Float32Array.from({ length: 40 }, (_, index) => Math.sin(index));
  const { probabilities } = await session.run({ x: { type: 'float32', data, dims: [10, 4] } }, ['probabilities']);
  await session.close();
  return probabilities!.data as Float32Array;
}

test.each([
  ['float16', 0.005, 'Cast', ['float16', 'float16']],
  ['int8', 0.05, 'DequantizeLinear', ['int8', 'int8']],
] as const)('%s weights run, and answer nearly the same', async (to, near, opType, types) => {
  writeIdleUnits(folder, 1);
  const file = readFileSync(join(folder, 'model.onnx'));
  const short = quantised(file, to)!;
  const graph = readOnnxGraph(short);
  // 4×20 and 20×10 numbers; 30 and fewer stay.
  expect(graph.nodes.slice(0, 2).map((node) => node.opType)).toEqual([opType, opType]);
  expect(graph.initializers.filter(({ type }) => type === to).map(({ type }) => type)).toEqual(types);
  const [before, after] = [await answers(file), await answers(short)];
  before.forEach((value, index) => expect(Math.abs(after[index]! - value)).toBeLessThan(near));
});

test('names of the graph are not taken twice, and what is too large for float16 stays', async () => {
  const g = buildGraph('g');
  const x = g.input('x', 'float32', ['n', 8]);
  const weights = (value: number) => g.constant(new Float32Array(64).fill(value), [8, 8]);
  const first = g.node('MatMul', [x, weights(1)]);
  g.output('y', g.node('MatMul', [first, weights(70_000)]), 'float32', ['n', 8]);
  const short = quantised(modelBytes(g.graph()), 'float16')!;
  expect(readOnnxGraph(short).initializers.map(({ type }) => type)).toEqual(['float16', 'float32']);
  const session = await openSession(short);
  const { y } = await session.run({ x: { type: 'float32', data: new Float32Array(8).fill(1), dims: [1, 8] } }, ['y']);
  expect((y!.data as Float32Array)[0]).toBe(8 * 8 * 70_000);
  await session.close();
});

test('a model of small constants has nothing to shorten', () => {
  const g = buildGraph('g');
  g.output('y', g.node('Mul', [g.input('x', 'float32', ['n']), g.scalar(2)]), 'float32', ['n']);
  expect(quantised(modelBytes(g.graph()), 'float16')).toBeUndefined();
});
