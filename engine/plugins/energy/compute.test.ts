import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import {
  alexNet,
  bertBase,
  mobileNetV1,
  mobileNetV2,
  resNet18,
  resNet50,
  vgg16,
} from '../../../tests/fixtures/architectures.js';
import { checkPlugin } from '../check-plugin.js';
import type { Output } from '../figure.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import { validateResult } from '../validate-result.js';
import { compute } from './compute.js';
import type { TrainingEvidence } from './training-evidence.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-compute-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (name: string): string => fileURLToPath(new URL(`../../../tests/fixtures/${name}`, import.meta.url));

const subjectOf = (path: string, training?: TrainingEvidence, format = 'onnx') => ({
  task: 'regression' as const,
  model: {
    format,
    path,
    classes: [],
    predict: (): never => {
      throw new Error('no model is asked');
    },
  },
  ...(training && { training: { ...training } }),
});

async function measure(...subject: Parameters<typeof subjectOf>) {
  const result = await compute.measure(memoryContext(memorySubject(subjectOf(...subject)), {}));
  expect(validateResult(compute, result)).toEqual([]);
  return result.outputs;
}

const estimate = (output: Output | undefined): number =>
  output !== undefined && 'estimate' in output ? output.estimate : Number.NaN;

/**
 * AlexNet, VGG-16 and ResNets: torchvision's documentation, "Models and pre-trained weights" (parameters, and GFLOPS, which
 * count multiply-adds). MobileNet V1: Howard et al. 2017, Table 4. MobileNet V2: Sandler et al. 2018, Table 4 (300 million
 * multiply-adds), its parameters as torchvision counts them. BERT-base: Sun et al. 2020 (MobileBERT), Table 4: 22.5 billion
 * operations for 128 tokens, of which a multiply-add is two.
 */
describe('published architectures', () => {
  test.each([
    { name: 'AlexNet', build: alexNet, parameters: 61_100_840, multiplyAdds: 0.714e9 },
    { name: 'VGG-16', build: vgg16, parameters: 138_357_544, multiplyAdds: 15.47e9 },
    { name: 'ResNet-18', build: resNet18, parameters: 11_689_512, multiplyAdds: 1.814e9 },
    { name: 'ResNet-50', build: resNet50, parameters: 25_557_032, multiplyAdds: 4.089e9 },
    { name: 'MobileNet V2', build: mobileNetV2, parameters: 3_504_872, multiplyAdds: 300e6 },
  ])('$name has its parameters to the last one, and its multiply-adds', async ({ name, build, ...published }) => {
    const path = join(folder, `${name}.onnx`);
    writeFileSync(path, build());
    const found = await measure(path);
    expect(estimate(found['parameters'])).toBe(published.parameters);
    expect(Math.abs(estimate(found['multiplyAdds']) / published.multiplyAdds - 1)).toBeLessThan(0.01);
    const flops = estimate(found['flops']);
    expect(flops).toBeGreaterThan(2 * estimate(found['multiplyAdds']));
    // Normalisations, activations, poolings and additions are little beside the products.
    expect(flops).toBeLessThan(2.2 * published.multiplyAdds);
  });

  test('MobileNet V1', async () => {
    const path = join(folder, 'v1.onnx');
    writeFileSync(path, mobileNetV1());
    const found = await measure(path);
    expect(Math.abs(estimate(found['multiplyAdds']) / 569e6 - 1)).toBeLessThan(0.01);
    expect(Math.abs(estimate(found['parameters']) / 4.2e6 - 1)).toBeLessThan(0.01);
  });

  test('BERT-base on 128 tokens', async () => {
    const path = join(folder, 'bert.onnx');
    writeFileSync(path, bertBase(128));
    const found = await measure(path);
    expect(Math.abs(estimate(found['flops']) / 22.5e9 - 1)).toBeLessThan(0.01);
    // 109,482,240 in Hugging Face's bert-base-uncased; 12 more here, by which scores are divided.
    expect(estimate(found['parameters'])).toBe(109_482_252);
    // Words are looked up, not read through: less than the table of words is moved by it.
    const gather = (found['operators'] as { items: Record<string, Output>[] }).items.find(
      ({ operator }) => (operator as { value: unknown }).value === 'Gather',
    );
    expect(estimate(gather?.['bytesMoved'])).toBeLessThan(4 * 768 * 128 * 8);
    expect(estimate(gather?.['parameters'])).toBe((30522 + 512 + 2) * 768);
  });
});

test('bytes, intensity and operators of a small network', async () => {
  const found = await measure(fixture('onnx/network.onnx'));
  // By hand: x 4, MatMul 4×8, Add 8, Relu, MatMul 8×3, Add 3, Softmax; 4 bytes each, each operator by itself.
  const moved = 4 * (4 + 32 + 8 + (8 + 8 + 8) + (8 + 8) + (8 + 24 + 3) + (3 + 3 + 3) + (3 + 3));
  expect(found).toMatchObject({
    flops: { estimate: 146, unit: 'FLOP/prediction' },
    multiplyAdds: { estimate: 4 * 8 + 8 * 3 },
    parameters: { estimate: 67 },
    bytesMoved: { estimate: moved },
    arithmeticIntensity: { estimate: 146 / moved },
    trainingFlops: { unmeasured: 'missing-input' },
  });
  const { items } = found['operators'] as { items: Record<string, Output>[] };
  const total = (name: string): number => items.reduce((sum, item) => sum + estimate(item[name]), 0);
  expect([total('flops'), total('bytesMoved'), total('parameters')]).toEqual([146, moved, 67]);
});

test('a training of so many rows and epochs takes three times their operations', async () => {
  const compute = { rows: 1000, epochs: 20 };
  expect((await measure(fixture('onnx/network.onnx'), { compute }))['trainingFlops']).toMatchObject({
    estimate: 3 * 146 * 1000 * 20,
    unit: 'FLOP',
    basis: 'declared',
  });
  const huge = { rows: 1e200, epochs: 1e200 };
  expect((await measure(fixture('onnx/network.onnx'), { compute: huge }))['trainingFlops']).toMatchObject({
    unmeasured: 'out-of-domain',
  });
});

test('trees: a range where rows take ways of different lengths', async () => {
  const found = await measure(fixture('onnx/forest-zipmap.onnx'));
  expect(found['flops']).toMatchObject({ estimate: 28, uncertainty: { kind: 'range', lower: 24, upper: 28 } });
  expect(found['arithmeticIntensity']).toMatchObject({ uncertainty: { kind: 'range' } });
  expect(found['multiplyAdds']).toMatchObject({ estimate: 0 });
});

test('a TensorFlow.js model of layers, and the same network as a graph', async () => {
  const [layers, graph] = await Promise.all(
    ['layers', 'graph'].map((kind) => measure(fixture(`tfjs/${kind}/model.json`), undefined, 'tfjs')),
  );
  expect(layers).toMatchObject({
    multiplyAdds: { estimate: 4 * 8 + 8 * 3 },
    parameters: { estimate: 67 },
  });
  expect(graph).toEqual(layers);
});

test('keeps the contract', async () => {
  const subjects = ['onnx/network.onnx', 'onnx/forest-zipmap.onnx', 'onnx/iris.csv'].map((name) => ({
    name,
    subject: subjectOf(fixture(name), { compute: { rows: 10, epochs: 3 } }),
  }));
  expect(await checkPlugin(compute, {}, subjects)).toEqual([]);
});
