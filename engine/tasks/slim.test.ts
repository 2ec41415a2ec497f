import {
  copyFileSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeIdleUnits } from '../../tests/fixtures/idle-units.js';
import { readOnnxGraph } from '../backends/onnx-graph.js';
import { openSession } from '../backends/onnxruntime.js';
import { slim } from '../index.js';
import type { SlimRequest } from '../index.js';

let folder: string;
let subject: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-slim-'));
  subject = writeIdleUnits(folder, 1000);
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (name: string, more: Partial<SlimRequest> = {}) =>
  slim({
    subject,
    out: join(folder, name),
    force: false,
    quantise: 'none',
    with: { levels: [0.3, 0.5], margin: 0.05, draws: 300 },
    ...more,
  });
const original = (): Buffer => readFileSync(join(folder, 'model.onnx'));

test('writes a smaller model that runs; the first stays as it was', async () => {
  const before = original();
  const { slimmed, diagnostics } = await run('slim.onnx');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const bytes = readFileSync(join(folder, 'slim.onnx'));
  expect(slimmed).toMatchObject({ level: 0.5, bytes: bytes.length, originalBytes: before.length });
  expect(slimmed!.flopsSaved).toBeGreaterThan(0.5);
  expect(slimmed!.metricLoss).toBeLessThan(0.05);
  expect(original().equals(before)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['model.onnx', 'slim.onnx', 'subject.yaml', 'test.csv']);
  const session = await openSession(bytes);
  const feed = { type: 'float32', data: new Float32Array(8), dims: [2, 4] } as const;
  const { probabilities } = await session.run({ x: feed }, readOnnxGraph(bytes).outputs.map(({ name }) => name)); // prettier-ignore
  expect(probabilities!.dims).toEqual([2, 3]);
  await session.close();
});

test.each([
  ['its own name', (name: string) => name],
  ['a symbolic link', (name: string) => (symlinkSync(join(folder, name), join(folder, 'link')), 'link')],
  ['a hard link', (name: string) => (linkSync(join(folder, name), join(folder, 'hard')), 'hard')],
])('never replaces a file of the subject: by %s', async (_, nameOf) => {
  for (const file of ['model.onnx', 'test.csv']) {
    const before = readFileSync(join(folder, file));
    const name = nameOf(file);
    const { slimmed, diagnostics } = await run(name, { force: true });
    expect(slimmed).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toContain('ASSAY1841');
    expect(readFileSync(join(folder, file)).equals(before)).toBe(true);
    if (name !== file) rmSync(join(folder, name));
  }
});

test('a file that is there is replaced where that is asked for', async () => {
  writeFileSync(join(folder, 'taken.onnx'), 'x');
  expect((await run('taken.onnx')).diagnostics.map(({ code }) => code)).toContain('ASSAY1841');
  expect(readFileSync(join(folder, 'taken.onnx'), 'utf8')).toBe('x');
  expect((await run('taken.onnx', { force: true })).slimmed?.level).toBe(0.5);
});

test.each<[string, () => Partial<SlimRequest> & { name?: string }, string | undefined]>([
  ['no folder', () => ({ out: join(folder, 'none', 'slim.onnx') }), 'ASSAY1841'],
  ['a parameter that is none', () => ({ with: { level: 0.5 } }), 'ASSAY1314'],
  ['a metric without a difference', () => ({ with: { metric: 'rmse' } }), 'ASSAY1840'],
  ['no level that holds', () => ({ with: { levels: [0.97], margin: 1e-6, draws: 300 } }), undefined],
  [
    'nothing to prune',
    () => {
      const fixture = new URL('../../tests/fixtures/onnx/logits.onnx', import.meta.url);
      copyFileSync(fixture, join(folder, 'model.onnx'));
      return {};
    },
    'ASSAY1840',
  ],
])('%s: nothing is written', async (_, asked, code) => {
  const { slimmed, diagnostics } = await run('slim.onnx', asked());
  expect(slimmed).toBeUndefined();
  expect(diagnostics.filter(({ severity }) => severity === 'error').map((fault) => fault.code)).toEqual(code === undefined ? [] : [code]); // prettier-ignore
  expect(readdirSync(folder).filter((name) => /slim/.test(name))).toEqual([]);
});

test('weights are stored short as well: what takes no more operations, unless a form is named', async () => {
  const settings = { with: { levels: [0.3], margin: 0.05, draws: 300 } };
  const [plain, auto, int8] = [
    await run('a.onnx', settings),
    await run('b.onnx', { ...settings, quantise: 'auto' }),
    await run('c.onnx', { ...settings, quantise: 'int8' }),
  ];
  expect([plain, auto, int8].map(({ slimmed }) => slimmed)).toMatchObject([
    { level: 0.3, weights: 'float32' },
    { level: 0.3, weights: 'float16' },
    { level: 0.3, weights: 'int8' },
  ]);
  expect(auto.slimmed!.bytes).toBeLessThan(plain.slimmed!.bytes);
  expect(auto.slimmed!.flopsSaved).toBe(plain.slimmed!.flopsSaved);
  expect(int8.slimmed!.flopsSaved).toBeLessThan(plain.slimmed!.flopsSaved!);
  for (const name of ['b.onnx', 'c.onnx']) await (await openSession(readFileSync(join(folder, name)))).close();
});

test('an aborted run writes nothing', async () => {
  expect((await run('slim.onnx', { signal: AbortSignal.abort() })).interrupted).toBe(true);
  expect(readdirSync(folder)).not.toContain('slim.onnx');
});
