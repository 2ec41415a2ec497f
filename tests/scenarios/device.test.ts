/** `--device` and `--gpu-memory` from outside, on a machine without an adapter and on one with a software adapter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MeasurementRecord, Report } from '../../engine/report/report.js';
import { needsSoftwareAdapter, withSoftwareAdapter, withoutAdapter } from '../fixtures/software-adapter.js';
import { assay, codesIn, folderWith, ROOT } from './run.js';

const fixture = (name: string): Buffer => readFileSync(join(ROOT, 'tests/fixtures/onnx', name));

const RULES = `apiVersion: assay/v1
kind: Standard
metadata: {id: small, version: "1.0.0", title: Small}
measurements:
  cv: {plugin: evaluation/cross-validation, with: {draws: 200}}
  holdout: {plugin: evaluation/holdout, with: {draws: 200}}
rules:
  - {id: CV, title: Trained, level: shall, require: {">=": [{var: cv.accuracy}, 0.5]}}
  - {id: HOLDOUT, title: Held out, level: shall, require: {">=": [{var: holdout.accuracy}, 0.5]}}
`;

/** A subject with a network that an adapter can compute, or a forest that it cannot. */
const subjectWith = (model: 'network' | 'forest-zipmap', estimator = 'mlp, with: {hidden: [4], epochs: 3}'): string =>
  folderWith({
    'model.onnx': fixture(`${model}.onnx`),
    'iris.csv': fixture('iris.csv'),
    'rules.yaml': RULES,
    's.yaml': `apiVersion: assay/v1
kind: Subject
metadata: {name: iris, version: "1.0.0"}
task: multiclass-classification
model: {format: onnx, path: model.onnx}
estimator: {type: ${estimator}}
data:
  train: {path: iris.csv}
  test: {path: iris.csv}
  target: {column: ${model === 'network' ? 'species' : 'code'}}
  columns: {${['sepal_length', 'sepal_width', 'petal_length', 'petal_width'].map((name) => `${name}: {type: numeric}`).join(', ')}}
policies: [rules.yaml]
`,
  });

const measured = (run: { stdout: string }): MeasurementRecord => JSON.parse(run.stdout) as MeasurementRecord;
const measure = (cwd: string, plugin: string, device: readonly string[], env: Readonly<Record<string, string>>) =>
  assay(['measure', plugin, 's.yaml', '--format', 'json', '--with', '{"draws": 200}', ...device], { cwd, env });
const table = ({ details }: MeasurementRecord, id: string): unknown =>
  details.find((detail) => detail.type === 'table' && detail.id === id);

type Groups = Readonly<Record<string, readonly { name: string; present: boolean; detail: string }[]>>;
const doctor = async (env: Readonly<Record<string, string>>): Promise<Groups> =>
  JSON.parse(
    (await assay(['doctor', '--gpu-memory', '2048MiB', '--format', 'json'], { cwd: folderWith(), env })).stdout,
  ) as Groups;

describe.skipIf(process.platform === 'darwin')('without an adapter', () => {
  test.each(['gpu', 'software'])('--device %s is an error before anything is measured', async (device) => {
    const cwd = subjectWith('network');
    for (const command of [['check'], ['plan'], ['measure', 'evaluation/holdout']]) {
      const run = await assay([...command, 's.yaml', '--device', device], { cwd, env: withoutAdapter });
      expect([run.code, run.stdout, codesIn(run).at(-1)]).toEqual([3, '', 'ASSAY1651']);
    }
  });

  test('--device auto is the processor, and the record says so', async () => {
    const cwd = subjectWith('network');
    const run = await measure(cwd, 'evaluation/cross-validation', ['--device', 'auto'], withoutAdapter);
    expect([run.code, measured(run).backend]).toEqual([0, 'onnxruntime/cpu']);
    expect(table(measured(run), 'training')).toMatchObject({ rows: [['onnxruntime/cpu', 'cpu', 5, null]] });
  });

  test('doctor says why', async () => {
    const { backends, accelerators, devices } = await doctor(withoutAdapter);
    for (const [group, name] of [[backends, 'onnxruntime/webgpu'], [accelerators, 'adapter'], [devices, 'gpu'], [devices, 'software']] as const) {
      const finding = group?.find((one) => one.name === name);
      expect(finding).toMatchObject({ present: false, detail: expect.stringMatching(/adapter/) });
    } // prettier-ignore
    expect(devices?.find(({ name }) => name === 'cpu')?.present).toBe(true);
  });
});

describe('with a software adapter', () => {
  beforeEach(needsSoftwareAdapter);

  test('doctor names it for what it is', async () => {
    const groups = await doctor(withSoftwareAdapter());
    const of = (group: string, name: string) => groups[group]?.find((one) => one.name === name);
    const named = expect.stringContaining('software adapter');
    expect(of('backends', 'onnxruntime/webgpu')).toMatchObject({ present: true, detail: named });
    expect(of('accelerators', 'adapter')).toMatchObject({ present: true, detail: named });
    expect(of('devices', 'gpu')).toMatchObject({ present: false, detail: named });
    expect(of('devices', 'software')).toMatchObject({ present: true, detail: expect.stringContaining('2048 MiB') });
  });

  test('it is no GPU: --device gpu refuses it, --device auto passes it by', async () => {
    const cwd = subjectWith('network');
    const env = withSoftwareAdapter();
    const gpu = await measure(cwd, 'evaluation/cross-validation', ['--device', 'gpu'], env);
    expect([gpu.code, gpu.stdout, codesIn(gpu).at(-1)]).toEqual([3, '', 'ASSAY1651']);
    expect(gpu.stderr).toContain('software adapter');
    const auto = await measure(cwd, 'evaluation/cross-validation', ['--device', 'auto'], env);
    expect(measured(auto).backend).toBe('onnxruntime/cpu');
  });

  test('trainings and the model run on it, with the processor’s folds and figures', async () => {
    const cwd = subjectWith('network');
    const env = withSoftwareAdapter();
    const asked = ['--device', 'software', '--gpu-memory', '1GiB'];
    for (const plugin of ['evaluation/cross-validation', 'evaluation/holdout']) {
      const cpu = measured(await measure(cwd, plugin, [], env));
      const adapter = measured(await measure(cwd, plugin, asked, env));
      expect([cpu.backend, adapter.backend]).toEqual(['onnxruntime/cpu', 'onnxruntime/webgpu']);
      expect(adapter.device).toMatch(/^software adapter swiftshader/i);
      expect(adapter.key).not.toBe(cpu.key);
      expect(adapter.outputs['accuracy']).toEqual(cpu.outputs['accuracy']);
      if (plugin === 'evaluation/cross-validation') {
        expect(table(adapter, 'folds')).toMatchObject({ rows: { length: 5 } });
        expect(table(adapter, 'training')).toMatchObject({ rows: [['onnxruntime/webgpu', 'software', 5, 1024]] });
        const again = measured(await measure(cwd, plugin, asked, env));
        expect([again.cached, again.key, again.device]).toEqual([true, adapter.key, adapter.device]);
      }
    }
  });

  test('a check where nothing can run on it is an error, and what ran beside it is told', async () => {
    const env = withSoftwareAdapter();
    const cwd = subjectWith('forest-zipmap');
    const asked = ['--device', 'software', '--format', 'json'];
    const both = await assay(['check', 's.yaml', ...asked], { cwd, env });
    const report = JSON.parse(both.stdout) as Report;
    expect(report.measurements.map(({ plugin, backend }) => [plugin, backend]).sort()).toEqual([
      ['evaluation/cross-validation', 'onnxruntime/webgpu'],
      ['evaluation/holdout', 'onnxruntime/cpu'],
    ]);
    const notice = report.findings.find(({ code }) => code === 'ASSAY1653');
    expect(notice?.message).toContain('evaluation/holdout');
    const none = await assay(['check', 's.yaml', '--only', 'HOLDOUT', ...asked], { cwd, env });
    expect([none.code, none.stdout, codesIn(none).at(-1)]).toEqual([3, '', 'ASSAY1652']);
    const trees = subjectWith('forest-zipmap', 'random-forest, with: {trees: 2}');
    const early = await measure(trees, 'evaluation/cross-validation', ['--device', 'software'], env);
    expect([early.code, early.stdout, codesIn(early).at(-1)]).toEqual([3, '', 'ASSAY1652']);
  });
});
