/** `assay slim` on an example: it fails before, passes after, at no loss of quality and for less energy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../engine/backends/onnxruntime.js';
import type { MeasurementRecord, Report } from '../../engine/report/report.js';
import { assay, copyOf, ROOT } from './run.js';

const EXAMPLE = 'examples/cloud-serving';
const bytesOf = (folder: string, name: string): Buffer => readFileSync(join(folder, EXAMPLE, name));

test('the served network at a fraction of its size, as good, and in conformity', async () => {
  const cwd = copyOf(EXAMPLE);
  const slim = ['slim', `${EXAMPLE}/subject.yaml`, '--with', '{"metric":"f1Macro","draws":500}'];
  const made = await assay([...slim, '--out', `${EXAMPLE}/new.onnx`], { cwd });
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringMatching(/^wrote .*new\.onnx: 80\.0 % pruned, weights as float16/),
  ]);
  const smaller = bytesOf(cwd, 'new.onnx');
  // The one that the example serves is what this command wrote.
  expect(smaller.equals(bytesOf(cwd, 'slim.onnx'))).toBe(true);
  expect(smaller.length).toBeLessThan(bytesOf(cwd, 'model.onnx').length / 2);
  const session = await openSession(smaller);
  const feed = { type: 'float32', data: new Float32Array(6), dims: [1, 6] } as const;
  expect((await session.run({ X: feed }, ['probabilities']))['probabilities']!.dims).toEqual([1, 2]);
  await session.close();

  const check = ['check', `${EXAMPLE}/slim.subject.yaml`, '--format', 'json', '--as-of', '2026-11-24'];
  const { code, stdout } = await assay(check, { cwd });
  const { verdict, rules } = JSON.parse(stdout) as Report;
  expect([code, verdict]).toEqual([0, 'conforms']);
  expect(rules.find(({ id }) => id === 'cloud-serving/PRUNING-HEADROOM')?.verdict).toBe('pass');

  const compare = ['measure', 'energy/comparison', `${EXAMPLE}/slim.subject.yaml`, '--format', 'json'];
  const compared = await assay([...compare, '--with', '{"metric":"f1Macro","seconds":2,"draws":500}'], { cwd });
  const { outputs } = JSON.parse(compared.stdout) as MeasurementRecord;
  expect(outputs).toMatchObject({ nonInferior: { value: true } });
  expect((outputs['timeRatio'] as { estimate: number }).estimate).toBeLessThan(1);
});

test('it never replaces the model that it was made from, and faults end with 3', async () => {
  const cwd = copyOf(EXAMPLE);
  const slim = ['slim', `${EXAMPLE}/subject.yaml`, '--force', '--out', `${EXAMPLE}/model.onnx`];
  const { code, stderr } = await assay(slim, { cwd });
  expect([code, stderr]).toEqual([3, expect.stringContaining('ASSAY1841')]);
  expect(bytesOf(cwd, 'model.onnx').equals(bytesOf(ROOT, 'model.onnx'))).toBe(true);
  expect((await assay(['slim', `${EXAMPLE}/subject.yaml`], { cwd })).code).toBe(3);
  expect((await assay([...slim, '--quantise', 'int3'], { cwd })).code).toBe(3);
});
