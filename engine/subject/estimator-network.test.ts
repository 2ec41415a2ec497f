import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { fileSource } from '../document/file-source.js';
import { loadSubject } from './load-subject.js';
import type { LoadResult } from './loaded.js';

const fixtures = fileURLToPath(new URL('../../tests/fixtures', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'assay-estimator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 's'));
cpSync(join(fixtures, 'onnx/iris.csv'), join(folder, 's/iris.csv'));
cpSync(join(fixtures, 'tfjs/layers/model.json'), join(folder, 's/net.json'));
cpSync(join(fixtures, 'tfjs/layers/model.json'), join(folder, 'outside.json'));
writeFileSync(
  join(folder, 's/bad.json'),
  '{"class_name": "Sequential", "config": {"layers": [{"class_name": "Mine"}]}}',
);
writeFileSync(join(folder, 's/half.json'), '{"class_name": "Sequential",');

function load(settings: string): Promise<LoadResult> {
  const path = join(folder, 's/s.yaml');
  writeFileSync(
    path,
    `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: multiclass-classification
estimator: {type: tfjs${settings}}
data: {path: iris.csv, target: {column: species}}
`,
  );
  return loadSubject(fileSource(), path);
}

it('the network is an input of the subject; where it lies bears on no figure', async () => {
  const { subject } = await load(', with: {model: net.json, epochs: 3}');
  const input = subject!.inputs.find(({ role }) => role === 'estimator.network');
  expect(input).toMatchObject({ path: 'net.json' });
  expect(subject!.spec.estimator).toMatchObject({ type: 'tfjs', network: { path: join(folder, 's/net.json'), digest: input!.digest } }); // prettier-ignore
  expect(subject!.settings.estimator).toEqual({ type: 'tfjs', with: { epochs: 3 } });
  renameSync(join(folder, 's/net.json'), join(folder, 's/moved.json'));
  const moved = await load(', with: {model: moved.json, epochs: 3}');
  expect(moved.subject!.settings.estimator).toEqual(subject!.settings.estimator);
  expect(moved.subject!.inputs.map(({ digest }) => digest)).toEqual(subject!.inputs.map(({ digest }) => digest));
});

it.each([
  ['none named', '', 'ASSAY1400', /s\.yaml$/],
  ['a number for a name', ', with: {model: 3}', 'ASSAY1400', /s\.yaml$/],
  ['not there', ', with: {model: nowhere.json}', 'ASSAY1400', /s\.yaml$/],
  ['outside the folder', ', with: {model: ../outside.json}', 'ASSAY1401', /s\.yaml$/],
  ['a layer of one’s own', ', with: {model: bad.json}', 'ASSAY1500', /bad\.json$/],
  ['half a file', ', with: {model: half.json}', 'ASSAY1500', /half\.json$/],
])('a network that is %s has its place', async (_, settings, code, file) => {
  const { subject, diagnostics } = await load(settings);
  expect(subject).toBeUndefined();
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map((error) => error.code)).toEqual([code]);
  expect(errors[0]!.file).toMatch(file);
  expect(errors[0]!.range).toBeDefined();
});
