import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { UNITS, writeIdleUnits } from '../../tests/fixtures/idle-units.js';
import { buildGraph, modelBytes } from './onnx-build.js';
import { cutZipMaps } from './onnx-edit.js';
import { readOnnxGraph } from './onnx-graph.js';
import { decodeModel, encodeModel } from './onnx-proto.js';
import { pruned } from './onnx-prune.js';
import { quantised } from './onnx-quantise.js';
import { openSession } from './onnxruntime.js';

const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../tests/fixtures/onnx/${name}`, import.meta.url)));

const folder = mkdtempSync(join(tmpdir(), 'assay-prune-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function answers(file: Uint8Array, rows: readonly (readonly number[])[], output: string): Promise<number[]> {
  const model = decodeModel(file);
  cutZipMaps(model);
  const bytes = encodeModel(model);
  const { inputs } = readOnnxGraph(bytes);
  const session = await openSession(bytes);
  const feed = { type: 'float32', data: Float32Array.from(rows.flat()), dims: [rows.length, rows[0]!.length] } as const;
  const found = await session.run({ [inputs[0]!.name]: feed }, [output]);
  await session.close();
  return [...(found[output]!.data as Float32Array)];
}

const ROWS = [
  [5.1, 3.5, 1.4, 0.2],
  [6.3, 2.9, 5.6, 1.8],
  [5.7, 2.8, 4.1, 1.3],
  [6, 2.2, 5, 1.5],
];
const sizes = (file: Uint8Array) => readOnnxGraph(file).initializers.map(({ dims }) => dims.join('×'));

describe('units', () => {
  writeIdleUnits(folder, 1);
  const file = readFileSync(join(folder, 'model.onnx'));
  test('idle ones go first, and the answers stay', async () => {
    const smaller = pruned(file, UNITS.idle / (UNITS.first + UNITS.second), 'fewer')!;
    expect(sizes(smaller)).toEqual(['4×8', '8×6', '6×3', '8', '6', '3']);
    const [before, after] = [await answers(file, ROWS, 'probabilities'), await answers(smaller, ROWS, 'probabilities')];
    before.forEach((value, index) => expect(after[index]).toBeCloseTo(value, 2));
  });
  test('each layer keeps one', async () => {
    const least = pruned(file, 0.999, 'fewer')!;
    expect(sizes(least)).toEqual(['4×1', '1×1', '1×3', '1', '1', '3']);
    expect(await answers(least, ROWS, 'probabilities')).toHaveLength(12);
  });
  test.each(['float16', 'int8'] as const)('weights stored as %s are so again', async (form) => {
    const stored = quantised(file, form)!;
    const [smaller, floats] = [pruned(stored, 0.2, 'fewer')!, pruned(file, 0.2, 'fewer')!];
    expect(smaller.length).toBeLessThan(stored.length);
    expect(readOnnxGraph(smaller).initializers.map(({ type }) => type)).toContain(form);
    const [before, after] = [
      await answers(floats, ROWS, 'probabilities'),
      await answers(smaller, ROWS, 'probabilities'),
    ];
    before.forEach((value, index) => expect(Math.abs(after[index]! - value)).toBeLessThan(0.02));
  });
  test('a share of less than one unit takes nothing', () => expect(pruned(file, 0.03, 'fewer')).toBeUndefined());

  const hidden = (build: (g: ReturnType<typeof buildGraph>, h: string) => void): Uint8Array => {
    const g = buildGraph('g');
    const x = g.input('x', 'float32', ['n', 4]);
    const w = g.constant(
      Float32Array.from({ length: 24 }, (_, i) => i),
      [4, 6],
    );
    build(g, g.node('MatMul', [x, w]));
    return modelBytes(g.graph());
  };
  type Hidden = Parameters<typeof hidden>[0];
  const out = (g: ReturnType<typeof buildGraph>) => g.constant(new Float32Array(6).fill(1), [6, 1]);
  test.each<[string, Hidden]>([
    ['that are answered too', (g, h) => {
      g.output('h', h as never, 'float32', ['n', 6]);
      g.output('y', g.node('MatMul', [h as never, out(g)]), 'float32', ['n', 1]);
    }],
    ['that a softmax mixes', (g, h) =>
      g.output('y', g.node('MatMul', [g.node('Softmax', [h as never]), out(g)]), 'float32', ['n', 1])],
    ['that are added to themselves', (g, h) =>
      g.output('y', g.node('MatMul', [g.node('Add', [h as never, h as never]), out(g)]), 'float32', ['n', 1])],
  ])('%s stay', (_, build) => expect(pruned(hidden(build), 0.5, 'fewer')).toBeUndefined()); // prettier-ignore
});

describe('trees', () => {
  const forest = fixture('forest-zipmap.onnx');
  const outputOf = (file: Uint8Array): string => {
    const model = decodeModel(file);
    cutZipMaps(model);
    return model.graph!.output.at(-1)!.name!;
  };
  const output = outputOf(forest);
  const isShares = (values: readonly number[]): void => {
    for (let row = 0; row < ROWS.length; row++) {
      const own = values.slice(3 * row, 3 * row + 3);
      expect(own.every((value) => value > -1e-6)).toBe(true);
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    }
  };

  test('a forest of fewer is the mean of those that stay', async () => {
    const means = [0.8, 0.6, 0.4, 0.2].map((share) => pruned(forest, share, 'fewer')!);
    const of = await Promise.all([...means, forest].map((file) => answers(file, ROWS, output)));
    of.forEach((values, index) => {
      isShares(values);
      // What the next tree adds to the mean is a tree's answer.
      if (index > 0) isShares(values.map((value, at) => (index + 1) * value - index * of[index - 1]![at]!));
    });
  });
  test('shallower trees answer with the mean of what was below', async () => {
    const sizesOf = (file: Uint8Array) => file.length;
    const [two, one] = [pruned(forest, 0.34, 'shallower')!, pruned(forest, 0.9, 'shallower')!];
    expect(sizesOf(forest)).toBeGreaterThan(sizesOf(two));
    expect(sizesOf(two)).toBeGreaterThan(sizesOf(one));
    for (const file of [two, one]) isShares(await answers(file, ROWS, output));
  });
  test('boosted trees keep their weights', async () => {
    const boosted = fixture('xgboost.onnx');
    const { outputs, inputs } = readOnnxGraph(boosted);
    const width = 'shape' in inputs[0]!.value ? Number(inputs[0]!.value.shape?.[1]) : Number.NaN;
    const less = pruned(boosted, 0.5, 'fewer')!;
    expect(less.length).toBeLessThan(0.8 * boosted.length);
    const rows = ROWS.map((row) => Array.from({ length: width }, (_, index) => row[index % 4]!));
    const values = await answers(less, rows, outputs.at(-1)!.name);
    expect(values.every(Number.isFinite)).toBe(true);
    const weights = (file: Uint8Array): readonly number[] =>
      readOnnxGraph(file).nodes.flatMap(({ attributes }) =>
        Object.entries(attributes).flatMap(([name, attribute]) =>
          /_weights$/.test(name) && attribute.kind === 'floats' ? attribute.value : [],
        ),
      );
    expect(weights(less)).toEqual(weights(boosted).slice(0, weights(less).length));
  });
  test('a model of neither has nothing to take', () => {
    expect(pruned(fixture('regression.onnx'), 0.5, 'fewer')).toBeUndefined();
  });
});
