/** The other commands from outside. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MeasurementRecord } from '../../engine/report/report.js';
import { assay, copyOf, folderWith, ROOT } from './run.js';

const MEDICAL = join(ROOT, 'examples/medical-diagnosis/subject.yaml');
const CREDIT = join(ROOT, 'examples/credit-risk/subject.yaml');

describe('measure', () => {
  test('as JSON: one element of a report’s measurements', async () => {
    const cwd = folderWith();
    const run = await assay(['measure', 'privacy/anonymity', CREDIT, '--format', 'json'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const measurement = JSON.parse(run.stdout) as MeasurementRecord;
    expect(measurement).toMatchObject({ plugin: 'privacy/anonymity', deterministic: true, cached: false });
    const report = await assay(['check', CREDIT, '--only', 'privacy', '--format', 'json'], { cwd });
    const { measurements } = JSON.parse(report.stdout) as { measurements: MeasurementRecord[] };
    const inReport = measurements.find(({ plugin }) => plugin === 'privacy/anonymity');
    expect(inReport?.outputs).toEqual(measurement.outputs);
  });

  test('as text: outputs and details', async () => {
    const run = await assay(['measure', 'evaluation/holdout', MEDICAL, '--seed', '7'], { cwd: folderWith() });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/accuracy +0\.\d+ +0\.\d+ … 0\.\d+ +\d+ +observed/);
  });

  test('status 2 where every output is unmeasured', async () => {
    const folder = copyOf('examples/credit-risk');
    const subject = `apiVersion: assay/v1
kind: Subject
metadata: {name: no-model, version: "1.0.0"}
task: binary-classification
data:
  test: {path: test.csv}
  target: {column: class, classes: [good, bad], positive: bad}
`;
    writeFileSync(join(folder, 'examples/credit-risk/no-model.yaml'), subject);
    const run = await assay(
      ['measure', 'evaluation/holdout', 'examples/credit-risk/no-model.yaml', '--format', 'json'],
      { cwd: folder },
    );
    expect(run.code).toBe(2);
    const outputs = Object.values((JSON.parse(run.stdout) as MeasurementRecord).outputs);
    expect(outputs.every((output) => 'unmeasured' in output && output.unmeasured === 'missing-input')).toBe(true);
  });
});

describe('plan', () => {
  test('what would be measured and for which rules; nothing is measured', async () => {
    const cwd = folderWith();
    const run = await assay(['plan', CREDIT, '--format', 'json'], { cwd });
    expect(run.code).toBe(0);
    const { subjects } = JSON.parse(run.stdout) as { subjects: { plan: { measurements: { plugin: string }[] } }[] };
    expect(subjects[0]?.plan.measurements.map(({ plugin }) => plugin)).toContain('evaluation/holdout');
    const text = await assay(['plan', CREDIT, '--expect', 'holdout.f1Macro=0.8'], { cwd });
    expect(text.stdout).toContain('evaluation/holdout');
    expect(text.stdout).toMatch(/EVAL-001 +holdout\.f1Macro = 0\.8 +≥ 0\.\d+ +[\d,]+ rows/);
  });
});

describe('validate', () => {
  test('documents that are sound', async () => {
    const run = await assay(['validate', MEDICAL, CREDIT, join(ROOT, 'policies/sustainable-ai')]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('Standard sustainable-ai');
  });

  test('as JSON, with faults', async () => {
    const cwd = folderWith({
      'bad.yaml': 'apiVersion: assay/v1\nkind: Subject\nmetadata: {name: x, version: "1.0.0"}\ntsak: regression\n',
    });
    const run = await assay(['validate', 'bad.yaml', '--format', 'json'], { cwd });
    expect(run.code).toBe(3);
    const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { file: string; range?: { line: number } }[] };
    expect(diagnostics.some(({ file, range }) => file === 'bad.yaml' && range?.line === 4)).toBe(true);
  });
});

describe('explain', () => {
  test('a rule, and its verdict in a report', async () => {
    const cwd = folderWith();
    await assay(['check', CREDIT, '--output', 'r.json'], { cwd });
    const run = await assay(['explain', 'EVAL-001', '--report', 'r.json', '--subject', CREDIT], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    for (const part of ['sustainable-ai/EVAL-001', 'holdout.f1Macro', 'Verdict on credit-risk'])
      expect(run.stdout).toContain(part);
    const chinese = await assay(['explain', 'sustainable-ai/EVAL-001', '--lang', 'zh'], { cwd });
    expect(chinese.stdout).toContain('条款');
  });
});

describe('plugins and doctor', () => {
  test('plugins by area, and as data', async () => {
    const text = await assay(['plugins']);
    expect(text.stdout).toContain('explainability/permutation-importance');
    const json = JSON.parse((await assay(['plugins', '--format', 'json'])).stdout) as Record<
      string,
      { parameters: unknown }
    >;
    expect(json['evaluation/holdout']?.parameters).toBeTypeOf('object');
  });

  test('what this machine offers, each with why not', async () => {
    const run = await assay(['doctor', '--format', 'json'], { cwd: folderWith() });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const groups = JSON.parse(run.stdout) as Record<string, { name: string; present: boolean; detail: string }[]>;
    expect(Object.keys(groups).sort()).toEqual(['accelerators', 'backends', 'devices', 'machine', 'meters', 'storage']);
    expect(groups['backends']?.find(({ name }) => name === 'onnxruntime/cpu')?.present).toBe(true);
    const tensorflow = groups['backends']!.map(({ name }) => name).filter((name) => name.startsWith('tfjs/'));
    expect(tensorflow).toEqual(['tfjs/cuda', 'tfjs/node', 'tfjs/webgpu', 'tfjs/wasm', 'tfjs/cpu']);
    for (const finding of Object.values(groups).flat()) expect(finding.detail, finding.name).not.toBe('');
  });
});

describe('init', () => {
  test('an empty folder gets an example that can be checked', async () => {
    const cwd = folderWith();
    const run = await assay(['init', 'new'], { cwd });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('next: assay check new/subject.yaml');
    expect((await assay(['validate', 'new/subject.yaml', 'new/policies/sustainable-ai'], { cwd })).code).toBe(0);
    expect([0, 1, 2]).toContain((await assay(['check', 'new/subject.yaml'], { cwd })).code);
    expect((await assay(['init', 'new'], { cwd })).code).toBe(3);
  });

  test('a model and its data get documents that can be checked', async () => {
    const folder = copyOf('examples/credit-risk');
    const { cpSync, mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'mine'));
    for (const name of ['model.onnx', 'train.csv', 'test.csv'])
      cpSync(join(folder, 'examples/credit-risk', name), join(folder, 'mine', name));
    const run = await assay(['init'], { cwd: join(folder, 'mine') });
    expect([run.code, run.stderr]).toEqual([0, '']);
    const check = await assay(['check', 'subject.yaml'], { cwd: join(folder, 'mine') });
    expect([0, 1, 2]).toContain(check.code);
  });
});
