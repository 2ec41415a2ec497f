import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { mobileNetV2, resNet18 } from '../../../tests/fixtures/architectures.js';
import { CATALOGUE } from '../catalogue.generated.js';
import { checkPlugin } from '../check-plugin.js';
import { memoryContext } from '../memory-context.js';
import { memorySubject } from '../memory-subject.js';
import { fillParameters } from '../parameters.js';
import { validateResult } from '../validate-result.js';
import { memoryFit } from './memory-fit.js';

const folder = mkdtempSync(join(tmpdir(), 'assay-memory-fit-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Params = Parameters<typeof memoryFit.measure>[0]['params'];
const parametersOf = (given: Partial<Params>): Params => {
  const { value, faults } = fillParameters(CATALOGUE['energy/memory-fit']!, { method: 'estimated', ...given });
  expect(faults).toEqual([]);
  return value as unknown as Params;
};
const subjectOf = (path: string, format: string) => ({
  task: 'regression' as const,
  model: { format, path, classes: [], predict: (): never => { throw new Error('not asked'); } }, // prettier-ignore
});
async function measure(path: string, given: Partial<Params>, { format = 'onnx', memory = 0 } = {}) {
  const device = { kind: 'cpu', name: 'processor', ...(memory > 0 && { memory }) } as const;
  const subject = memorySubject(subjectOf(path, format));
  const result = await memoryFit.measure(memoryContext(subject, parametersOf(given), { device }));
  expect(validateResult(memoryFit, result)).toEqual([]);
  return result.outputs;
}
const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const tfjs = (name: string): string => fileURLToPath(new URL(`../../../tests/fixtures/tfjs/${name}`, import.meta.url));

test('a network of fixed rows fits or does not, and where the budget lies within the band nobody knows', async () => {
  // 46.8 MB of weights and 7.0 MB of values: what ONNX Runtime 1.30 took, 162 MB, lies in the band.
  const path = written('r18.onnx', resNet18());
  expect(await measure(path, { budgetMiB: 1024 })).toMatchObject({
    peakMemory: { estimate: expect.closeTo(53.8e6, -5) as number, basis: 'estimated', uncertainty: { kind: 'range' } },
    weights: { estimate: 11_699_112 * 4 },
    fits: { value: true, basis: 'estimated' },
    largestBatch: { estimate: 1 },
  });
  expect(await measure(path, { budgetMiB: 16 })).toMatchObject({
    fits: { value: false },
    largestBatch: { estimate: 0 },
  });
  expect((await measure(path, { budgetMiB: 100 }))['fits']).toMatchObject({ unmeasured: 'out-of-domain' });
});

test('the budget of the run counts, unless the rule names another', async () => {
  const path = written('m2.onnx', mobileNetV2());
  expect((await measure(path, {}))['fits']).toMatchObject({ unmeasured: 'missing-input' });
  expect((await measure(path, {}, { memory: 8e9 }))['fits']).toMatchObject({ value: true });
  expect((await measure(path, { budgetMiB: 1 }, { memory: 8e9 }))['fits']).toMatchObject({ value: false });
});

test('layers of TensorFlow.js are counted likewise, and a graph of the same network', async () => {
  const path = tfjs('layers/model.json');
  const found = await measure(path, { budgetMiB: 1 }, { format: 'tfjs' });
  expect(found).toMatchObject({ fits: { value: true }, peakMemory: { basis: 'estimated' } });
  expect((found['largestBatch'] as { estimate: number }).estimate).toBeGreaterThan(100);
  const graph = await measure(tfjs('graph/model.json'), { budgetMiB: 1 }, { format: 'tfjs' });
  expect(graph).toMatchObject({ peakMemory: found['peakMemory'], largestBatch: found['largestBatch'] });
  expect((await measure(path, { method: 'measured' }, { format: 'tfjs' }))['peakMemory']).toMatchObject({ unmeasured: 'unsupported' }); // prettier-ignore
});

test('keeps the contract', async () => {
  const path = written('again.onnx', mobileNetV2());
  const subjects = [{ name: 'a network', subject: subjectOf(path, 'onnx') }, { name: 'none', subject: { task: 'regression' as const } }]; // prettier-ignore
  expect(await checkPlugin(memoryFit, parametersOf({}), subjects)).toEqual([]);
});
