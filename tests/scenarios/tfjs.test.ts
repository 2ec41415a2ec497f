/** A TensorFlow.js model and a network of one's own, through the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../engine/report/report.js';
import { assay, codesIn, folderWith, ROOT } from './run.js';

const bytes = (path: string): Buffer => readFileSync(join(ROOT, 'tests/fixtures', path));

const SUBJECT = `apiVersion: assay/v1
kind: Subject
metadata: {name: flowers, version: "1.0.0"}
task: multiclass-classification
model: {format: tfjs, path: layers}
estimator: {type: tfjs, with: {model: layers/model.json, epochs: 15, batch: 10, learningRate: 0.03}}
data:
  train: {path: iris.csv}
  test: {path: iris.csv}
  target: {column: species, classes: [setosa, versicolor, virginica]}
  columns:
    sepal_length: {type: numeric}
    sepal_width: {type: numeric}
    petal_length: {type: numeric}
    petal_width: {type: numeric}
policies: [standard.yaml]
`;
const STANDARD = `apiVersion: assay/v1
kind: Standard
metadata: {id: flowers, version: "1.0.0", title: Flowers, publisher: Assay}
parameters:
  least: {value: 0.5, unit: "1", tighten: up, title: Least accuracy}
rules:
  - id: MODEL-001
    title: The model is right
    level: shall
    measure: {m: {plugin: evaluation/holdout}}
    require: {">=": [{var: m.accuracy}, {var: parameters.least}]}
  - id: TRAIN-001
    title: What trains it makes such models
    level: shall
    measure: {m: {plugin: evaluation/cross-validation, with: {split: {type: stratified-k-fold, folds: 3, repeats: 1}}}}
    require: {">=": [{var: m.accuracy}, {var: parameters.least}]}
`;

const files = (): Record<string, string | Uint8Array> => ({
  'subject.yaml': SUBJECT,
  'standard.yaml': STANDARD,
  'iris.csv': bytes('onnx/iris.csv'),
  'layers/model.json': bytes('tfjs/layers/model.json'),
  'layers/group1-shard1of2.bin': bytes('tfjs/layers/group1-shard1of2.bin'),
  'layers/group1-shard2of2.bin': bytes('tfjs/layers/group1-shard2of2.bin'),
});

it('check measures the model and its training, and the record says on which backend', async () => {
  const cwd = folderWith(files());
  const run = await assay(['check', 'subject.yaml', '--format', 'json', '--seed', '7'], { cwd });
  expect(run.code, run.stderr).toBe(0);
  const report = JSON.parse(run.stdout) as Report;
  expect(report.rules.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect(report.measurements.map(({ backend }) => backend)).toEqual([
    expect.stringMatching(/^tfjs\//),
    expect.stringMatching(/^tfjs\//),
  ]);
  expect(report.subject.inputs.map(({ role }) => role)).toEqual([
    'data.train',
    'data.test',
    'model.external',
    'model.external',
    'estimator.network',
  ]);
});

it('measure: the same again from the cache; another network is another measurement; a bad one has its place', async () => {
  const cwd = folderWith(files());
  const measure = () =>
    assay(
      ['measure', 'evaluation/cross-validation', 'subject.yaml', '--with', '{"split": {"type": "k-fold", "folds": 2, "repeats": 1}}', '--seed', '7', '--format', 'json'], // prettier-ignore
      { cwd },
    );
  const read = async () => {
    const { stdout, stderr } = await measure();
    expect(stderr).not.toMatch(/TensorFlow|backend/);
    return JSON.parse(stdout) as Report['measurements'][number];
  };
  const first = await read();
  expect(first.cached).toBe(false);
  expect(first.outputs['accuracy']).toMatchObject({ unit: '1', n: 50 });
  expect(await read()).toMatchObject({ cached: true, key: first.key, outputs: first.outputs });

  const network = join(cwd, 'layers/model.json');
  const text = readFileSync(network, 'utf8');
  writeFileSync(network, text.replace('"tanh"', '"relu"').replace('"rate": 0.1', '"rate": 0.2'));
  const other = await read();
  expect(other).toMatchObject({ cached: false });
  expect(other.key).not.toBe(first.key);

  writeFileSync(network, text.replace('"class_name": "Dropout"', '"class_name": "Mine"'));
  const bad = await measure();
  expect(bad.code).toBe(3);
  // The model's and the estimator's file are one here.
  expect(codesIn(bad)).toEqual(['ASSAY1416', 'ASSAY1500', 'ASSAY1500']);
  expect(bad.stderr).toMatch(/layers\/model\.json:\d+:\d+/);
});
