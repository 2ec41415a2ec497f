/** Subjects from MLflow and Hugging Face, and verdicts written back, from outside. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { huggingFace, mlruns, RUN, TEST } from '../fixtures/model-folders.js';
import { assay, codesIn, folderWith } from './run.js';

const read = (folder: string, name: string): Record<string, unknown> =>
  parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>;

describe('init --from', () => {
  it('takes a registered model of MLflow, tests its claims, and its verdict goes back', async () => {
    const cwd = folderWith({ ...mlruns, 'work/test.csv': TEST });
    const version = 'mlruns/models/tumour-classifier/version-3';
    const run = await assay(['init', 'work', '--from', version], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('claimed: accuracy 0.965 (test_accuracy_score)');
    expect(read(cwd, 'work/subject.yaml')).toMatchObject({
      metadata: { name: 'tumour-classifier', version: '3.0.0' },
      model: { format: 'onnx', path: 'model.onnx' },
      data: { test: { path: 'test.csv' }, target: { column: 'diagnosis', classes: ['benign', 'malignant'] } },
    });
    const claims = ['--only', 'CLAIM-ACCURACY', '--only', 'CLAIM-F1'];
    const check = await assay(['check', 'work/subject.yaml', ...claims, '--output', 'r.json'], { cwd });
    expect([check.code, codesIn(check)]).not.toContain(3);
    const report = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')) as {
      rules: { id: string }[];
      verdict: string;
    };
    expect(report.rules.map(({ id }) => id)).toEqual(['our-organisation/CLAIM-ACCURACY', 'our-organisation/CLAIM-F1']);

    const back = await assay(['mlflow', 'r.json', `mlruns/1/${RUN}`], { cwd });
    expect([back.code, back.stderr]).toEqual([0, '']);
    expect(readFileSync(join(cwd, `mlruns/1/${RUN}/tags/assay.verdict`), 'utf8')).toBe(report.verdict);
    expect(readFileSync(join(cwd, `mlruns/1/${RUN}/artifacts/assay/report.json`))).toEqual(
      readFileSync(join(cwd, 'r.json')),
    );
    expect(readFileSync(join(cwd, `mlruns/1/${RUN}/artifacts/assay/report.md`), 'utf8')).toMatch(/^## /);
    expect((await assay(['mlflow', 'r.json', version], { cwd })).code).toBe(0);
    expect(existsSync(join(cwd, version, 'tags/assay.verdict'))).toBe(true);
    expect(existsSync(join(cwd, version, 'artifacts'))).toBe(false);

    writeFileSync(join(cwd, `mlruns/1/${RUN}/artifacts/model/model.onnx`), 'another');
    const other = await assay(['mlflow', 'r.json', `mlruns/1/${RUN}`], { cwd });
    expect([other.code, codesIn(other)]).toEqual([3, ['ASSAY1994']]);
    const none = await assay(['mlflow', 'r.json', 'work'], { cwd });
    expect([none.code, codesIn(none)]).toEqual([3, ['ASSAY1993']]);
  });

  it('takes a model folder of Hugging Face, where it lies', async () => {
    const cwd = folderWith({ ...huggingFace(), 'hub/test.csv': TEST });
    const run = await assay(['init', 'hub', '--from', 'hub'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(read(cwd, 'hub/subject.yaml')).toMatchObject({
      metadata: { name: 'tumour-classifier' },
      model: { path: 'onnx/model.onnx' },
      data: { target: { classes: ['benign', 'malignant'], positive: 'malignant' } },
    });
    expect((await assay(['validate', 'hub/subject.yaml', 'hub/profile.yaml'], { cwd })).code).toBe(0);
  });

  it('says what is missing, and writes nothing', async () => {
    const cwd = folderWith({ ...mlruns, 'full/test.csv': TEST, 'full/model.onnx': 'mine', 'empty/.keep': '' });
    const init = async (...args: string[]) => {
      const run = await assay(['init', ...args], { cwd });
      return [run.code, codesIn(run)];
    };
    const from = ['--from', `mlruns/1/${RUN}`];
    expect(await init('empty', ...from)).toEqual([3, ['ASSAY1807']]);
    expect(await init('full', ...from)).toEqual([3, ['ASSAY1806']]);
    expect(await init('full', '--from', 'mlruns')).toEqual([3, ['ASSAY1990']]);
    expect(await init('full', '--from', 'nowhere')).toEqual([3, ['ASSAY1990']]);
    expect(existsSync(join(cwd, 'full/subject.yaml'))).toBe(false);
    expect(readFileSync(join(cwd, 'full/model.onnx'), 'utf8')).toBe('mine');
  });
});
