import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FEATURES, huggingFace, mlModel, mlruns, RUN } from '../../tests/fixtures/model-folders.js';
import { claimsOf } from './claims.js';
import { findSource } from './find-source.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (files: Readonly<Record<string, string | Uint8Array>>): void => {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};
const find = (path: string) => findSource(join(folder, path));
const MODEL = `mlruns/1/${RUN}/artifacts/model`;

describe('claims', () => {
  test.each([
    [{ accuracy: 0.9 }, { accuracy: 0.9 }],
    [{ accuracy_score: 0.9, test_accuracy: 0.8 }, { accuracy: 0.8 }],
    [{ training_accuracy: 0.99 }, {}],
    [
      { 'eval/roc_auc': 0.9, 'val-mcc': 0.4 },
      { rocAuc: 0.9, mcc: 0.4 },
    ],
    [
      { mean_squared_error: 12, r2_score: 0.4 },
      { mse: 12, r2: 0.4 },
    ],
    [{ accuracy: 93.5, log_loss: 1.7 }, { logLoss: 1.7 }],
    [{ loss: 0.1, epochs: 5, constructor: 1, __proto__: 1 }, {}],
  ])('%j', (figures, expected) => {
    const { claims } = claimsOf(Object.entries(figures).map(([name, value]) => ({ name, value })));
    expect(Object.fromEntries(claims.map(({ metric, value }) => [metric, value]))).toEqual(expected);
  });

  test('what is no number is said', () => {
    expect(claimsOf([{ name: 'f1', value: '0.9' }])).toEqual({ claims: [], notes: ['f1 is no number, and no claim'] });
  });
});

describe('a model of MLflow’s', () => {
  test.each([
    ['a run', `mlruns/1/${RUN}`, { name: 'bright-finch-12' }],
    ['a model in a run', MODEL, {}],
    [
      'a registered version, its folder moved since',
      'mlruns/models/tumour-classifier/version-3',
      { name: 'tumour-classifier', version: 3 },
    ],
  ])('%s', (_, path, about) => {
    put(mlruns);
    const { model, features, claims, ...rest } = find(path);
    expect(model).toBe(join(folder, MODEL, 'model.onnx'));
    expect(features).toEqual(FEATURES.map((name) => ({ name, type: 'numeric' })));
    expect(claims).toEqual([
      { metric: 'accuracy', value: 0.965, as: 'test_accuracy_score' },
      { metric: 'f1', value: 0.97, as: 'f1_score' },
    ]);
    expect(rest).toEqual({ kind: 'mlflow', notes: [], ...about });
  });

  test('of MLflow 3, by its id', () => {
    const logged = 'mlruns/1/models/m-0a1b';
    put({
      [`${logged}/meta.yaml`]: 'model_id: m-0a1b\nname: model\n',
      [`${logged}/artifacts/MLmodel`]: mlModel(),
      [`${logged}/artifacts/model.onnx`]: 'x',
      'mlruns/models/t/version-1/meta.yaml': 'name: t\nsource: models:/m-0a1b\nversion: 1\n',
    });
    expect(find('mlruns/models/t/version-1').model).toBe(join(folder, logged, 'artifacts/model.onnx'));
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'that leads out of its folder',
      { [`${MODEL}/MLmodel`]: mlModel({ data: '../../../../../secret.onnx' }) },
      'ASSAY1992',
    ],
    ['that is absolute', { [`${MODEL}/MLmodel`]: mlModel({ data: '/etc/passwd' }) }, 'ASSAY1992'],
    [
      'of another flavour',
      { [`${MODEL}/MLmodel`]: mlModel({ flavours: '  sklearn: {pickled_model: model.pkl}' }) },
      'ASSAY1990',
    ],
    ['that is not there', { [`${MODEL}/MLmodel`]: mlModel({ data: 'other.onnx' }) }, 'ASSAY1990'],
    ['whose MLmodel is no YAML', { [`${MODEL}/MLmodel`]: 'flavors: {' }, 'ASSAY1991'],
    ['whose MLmodel is a list', { [`${MODEL}/MLmodel`]: '[]' }, 'ASSAY1991'],
    ['whose MLmodel is huge', { [`${MODEL}/MLmodel`]: '#'.repeat(5 << 20) }, 'ASSAY1991'],
    ['whose MLmodel explodes', { [`${MODEL}/MLmodel`]: bomb() }, 'ASSAY1991'],
    [
      'whose signature is no JSON',
      { [`${MODEL}/MLmodel`]: mlModel().replace(/inputs: '.*'/, "inputs: '['") },
      'ASSAY1991',
    ],
  ])('%s is refused', (_, files, code) => {
    put(mlruns);
    put({ 'secret.onnx': 'x', ...files });
    expect(() => find(`mlruns/1/${RUN}`)).toThrow(expect.objectContaining({ code }));
  });

  test('that is a link out of its folder is refused', () => {
    put(mlruns);
    put({ 'secret.onnx': 'x' });
    rmSync(join(folder, MODEL, 'model.onnx'));
    symlinkSync(join(folder, 'secret.onnx'), join(folder, MODEL, 'model.onnx'));
    expect(() => find(MODEL)).toThrow(expect.objectContaining({ code: 'ASSAY1992' }));
  });

  test('a version that names a place outside the store is refused', () => {
    put(mlruns);
    put({ 'mlruns/models/tumour-classifier/version-3/meta.yaml': 'source: /x/mlruns/../../etc\n' });
    expect(() => find('mlruns/models/tumour-classifier/version-3')).toThrow(
      expect.objectContaining({ code: 'ASSAY1992' }),
    );
  });
});

describe('a model folder of Hugging Face’s', () => {
  test('card, classes and claims', () => {
    put(huggingFace());
    expect(find('hub')).toEqual({
      kind: 'hugging-face',
      model: join(folder, 'hub/onnx/model.onnx'),
      name: 'Tumour classifier',
      classes: ['benign', 'malignant'],
      claims: [{ metric: 'accuracy', value: 0.965, as: 'accuracy' }],
      notes: ['f1 is 97.1, beyond 1, and no claim'],
    });
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['without a model', { 'other/README.md': '---\nlicense: mit\n---\n' }, 'ASSAY1990'],
    ['without anything', { 'other/notes.txt': '' }, 'ASSAY1990'],
    ['whose metadata are no YAML', { 'other/README.md': '---\na: [\n---\n', 'other/m.onnx': '' }, 'ASSAY1991'],
    ['whose config is no JSON', { 'other/config.json': '{"a"', 'other/m.onnx': '' }, 'ASSAY1991'],
  ])('%s is refused', (_, files, code) => {
    put(files);
    expect(() => find('other')).toThrow(expect.objectContaining({ code }));
  });

  test('a card without metadata is no card', () => {
    put({ 'hub/README.md': '# A model\n', 'hub/config.json': '{}', 'hub/m.onnx': '' });
    expect(find('hub')).toMatchObject({ name: 'hub', claims: [] });
  });
});

function bomb(): string {
  const rows = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`);
  return ['a0: &a0 x', ...rows].join('\n');
}
