import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { LAYER_CLASSES } from '../../backends/keras-layer-classes.js';
import { tfjsCore, tfjsLayers } from '../../backends/tfjs-packages.js';
import type { Diagnostic } from '../../document/diagnostic.js';
import { fileSource } from '../../document/file-source.js';
import { loadSubject } from '../load-subject.js';
import type { LoadResult } from '../loaded.js';
import { openSubject } from '../open.js';
import type { Predictions, SubjectView } from '../view.js';

const fixtures = fileURLToPath(new URL('../../../tests/fixtures', import.meta.url));
const expected = JSON.parse(readFileSync(join(fixtures, 'tfjs/expected.json'), 'utf8')) as {
  readonly probabilities: readonly (readonly number[])[];
};
const modelJson = readFileSync(join(fixtures, 'tfjs/layers/model.json'), 'utf8');
const graphJson = readFileSync(join(fixtures, 'tfjs/graph/model.json'), 'utf8');

/** Its placeholder has rows and columns of any number. */
const FREE_GRAPH = graphJson.replace('"signature"', '"other"').replace(/("Placeholder"[^]*?)"4"/, '$1"-1"');

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const IRIS = `    sepal_length: {type: numeric}
    sepal_width: {type: numeric}
    petal_length: {type: numeric}
    petal_width: {type: numeric}
`;

interface Case {
  readonly path?: string;
  readonly task?: string;
  readonly target?: string;
  readonly columns?: string;
  /** Written over the fixtures; `null` removes. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
}

async function load({
  path = 'layers/model.json',
  task = 'multiclass-classification',
  target = 'column: species, classes: [setosa, versicolor, virginica]',
  columns = IRIS,
  files = {},
}: Case): Promise<LoadResult & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-tfjs-'));
  folders.push(folder);
  cpSync(join(fixtures, 'tfjs'), folder, { recursive: true });
  cpSync(join(fixtures, 'onnx/iris.csv'), join(folder, 'iris.csv'));
  for (const [name, content] of Object.entries(files)) {
    if (content === null) rmSync(join(folder, name));
    else writeFileSync(join(folder, name), content);
  }
  const yaml = `apiVersion: assay/v1
kind: Subject
metadata: {name: s, version: "1.0.0"}
task: ${task}
model: {format: tfjs, path: ${path}}
data:
  test: {path: iris.csv}
  target: {${target}}
  columns:
${columns}`;
  writeFileSync(join(folder, 's.yaml'), yaml);
  return { ...(await loadSubject(fileSource(), join(folder, 's.yaml'))), folder };
}

const errors = ({ diagnostics }: LoadResult): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

async function open(given: Case): Promise<SubjectView> {
  const loaded = await load(given);
  expect(errors(loaded)).toEqual([]);
  return openSubject(loaded.subject!.spec);
}

const probabilitiesOf = (predictions: Predictions | undefined): readonly number[] =>
  predictions?.kind === 'classes' ? [...predictions.probabilities!] : [];

type Edited = { modelTopology: { config: { layers: { class_name: string; config: Record<string, unknown> }[] } } };

/** The layers model with something else in it. */
function edited(change: (model: Edited) => void): string {
  const model = JSON.parse(modelJson) as Edited;
  change(model);
  return JSON.stringify(model);
}

/** The layers model's topology as Keras 3 writes it. */
const KERAS_3 = edited(({ modelTopology }) => {
  const [hidden, dropout, species] = modelTopology.config.layers;
  const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
  const keras = { module: 'keras.layers', registered_name: null };
  const tensor = (name: string, width: number) => ({
    class_name: '__keras_tensor__',
    config: { shape: [null, width], dtype: 'float32', keras_history: [name, 0, 0] },
  });
  const call = (from: string, width: number) => [{ args: [tensor(from, width)], kwargs: { training: false } }];
  delete hidden!.config['batch_input_shape'];
  Object.assign(modelTopology, {
    class_name: 'Functional',
    ...keras,
    config: {
      name: 'iris',
      trainable: true,
      layers: [
        { ...keras, class_name: 'InputLayer', name: 'flowers', config: { batch_shape: [null, 4], dtype: 'float32', sparse: false, name: 'flowers' }, inbound_nodes: [] }, // prettier-ignore
        { ...keras, ...hidden, name: 'hidden', config: { ...hidden!.config, dtype: policy }, build_config: { input_shape: [null, 4] }, inbound_nodes: call('flowers', 4) }, // prettier-ignore
        { ...keras, ...dropout, name: 'dropout', inbound_nodes: call('hidden', 8) },
        { ...keras, ...species, name: 'species', config: { ...species!.config, dtype: policy }, inbound_nodes: call('dropout', 8) }, // prettier-ignore
      ],
      input_layers: ['flowers', 0, 0],
      output_layers: ['species', 0, 0],
    },
  });
});

describe('a TensorFlow.js model answers as its numbers say', () => {
  it.each<[string, Case]>([
    ['of layers', {}],
    ['named by its folder', { path: 'layers' }],
    ['a graph', { path: 'graph' }],
    ['a graph without a signature', { path: 'graph', files: { 'graph/model.json': graphJson.replace('"signature"', '"other"') } }], // prettier-ignore
    ['a graph of free width', { path: 'graph', files: { 'graph/model.json': FREE_GRAPH } }],
    ['as Keras 3 writes it', { files: { 'layers/model.json': KERAS_3 } }],
  ])('%s', async (_, given) => {
    const view = await open(given);
    const model = (await view.model())!;
    expect(model).toMatchObject({ format: 'tfjs', basis: 'observed', answersNewRows: true });
    expect(model.backend).toMatch(/^tfjs\/(cuda|node|webgpu|wasm|cpu)$/);
    const found = probabilitiesOf(await view.predictions('test'));
    const wanted = expected.probabilities.flat();
    expect(found.length).toBe(wanted.length);
    wanted.forEach((value, index) => expect(Math.abs(found[index]! - value)).toBeLessThan(2e-5));
    await model.close();
  });

  it('its weights are inputs of the model', async () => {
    const { subject } = await load({});
    expect(subject!.inputs.filter(({ role }) => role === 'model.external').map(({ path }) => path)).toEqual([
      'group1-shard1of2.bin',
      'group1-shard2of2.bin',
    ]);
  });

  it('no weights may change after the subject was loaded', async () => {
    const { subject, folder } = await load({});
    writeFileSync(join(folder, 'layers/group1-shard2of2.bin'), new Uint8Array(232));
    await expect(openSubject(subject!.spec).predictions('test')).rejects.toMatchObject({ unmeasured: 'failed' });
  });
});

describe('faults found when the subject is loaded', () => {
  const shard = readFileSync(join(fixtures, 'tfjs/layers/group1-shard2of2.bin'));
  const withLayer = (place: number, layer: Record<string, unknown>): string =>
    edited(({ modelTopology }) => Object.assign(modelTopology.config.layers[place]!, layer));
  const changed = (from: string, to: string) => ({ 'layers/model.json': modelJson.replace(from, to) });
  /** The text at the fault's place, where it is in the model's file. */
  it.each<[string, Case, string, string | undefined]>([
    ['a missing shard', { files: { 'layers/group1-shard2of2.bin': null } }, 'ASSAY1400', undefined],
    ['a truncated shard', { files: { 'layers/group1-shard2of2.bin': shard.subarray(0, 100) } }, 'ASSAY1500', undefined],
    ['a shard outside', { files: changed('group1-shard1of2.bin', '../iris.csv') }, 'ASSAY1401', undefined],
    ['no model.json', { path: 'nowhere' }, 'ASSAY1400', undefined],
    ['no JSON', { files: { 'layers/model.json': '{"format": nonsense}' } }, 'ASSAY1500', ''],
    ['half a JSON', { files: { 'layers/model.json': modelJson.slice(0, 500) } }, 'ASSAY1500', ''],
    ['a list', { files: { 'layers/model.json': '[]' } }, 'ASSAY1500', '[]'],
    ['deep nesting', { files: { 'layers/model.json': `{"modelTopology": ${'['.repeat(200_000)}${']'.repeat(200_000)}}` } }, 'ASSAY1500', undefined], // prettier-ignore
    ['a layer of one’s own', { files: { 'layers/model.json': withLayer(1, { class_name: 'MyAttention', registered_name: 'acme>MyAttention' }) } }, 'ASSAY1500', '"MyAttention"'], // prettier-ignore
    [
      'a Lambda layer',
      { files: { 'layers/model.json': withLayer(1, { class_name: 'Lambda' }) } },
      'ASSAY1500',
      '"Lambda"',
    ],
    ['a negative shape of weights', { files: changed('"shape": [4, 8]', '"shape": [-4, 8]') }, 'ASSAY1500', '[-4, 8]'],
    [
      'a huge shape of weights',
      { files: changed('"shape": [4, 8]', '"shape": [4000000, 8000000]') },
      'ASSAY1500',
      undefined,
    ],
    [
      'a type that is none',
      { files: changed('"shape": [8],', '"shape": [8], "quantization": { "dtype": "float7" },') },
      'ASSAY1500',
      undefined,
    ],
    [
      'layers inside layers without end',
      { files: { 'layers/model.json': withLayer(1, nested(40)) } },
      'ASSAY1500',
      undefined,
    ],
    ['more features than it takes', { columns: `${IRIS}    code: {type: numeric}\n` }, 'ASSAY1502', undefined],
    ['features that are texts', { columns: `${IRIS}    virginica: {type: categorical}\n`.replace(/ {4}petal_width.*\n/, '') }, 'ASSAY1502', undefined], // prettier-ignore
    ['other classes', { target: 'column: virginica, classes: [other, virginica]', task: 'binary-classification' }, 'ASSAY1503', undefined], // prettier-ignore
    ['three answers for a regression', { target: 'column: code', task: 'regression' }, 'ASSAY1503', undefined],
  ])('%s', async (_, given, code, place) => {
    const loaded = await load(given);
    const [fault, ...more] = errors(loaded);
    expect(fault?.code, fault?.message).toBe(code);
    expect(more).toEqual([]);
    expect(fault!.range).toBeDefined();
    if (place !== undefined) {
      expect(fault!.file).toMatch(/model\.json$/);
      const { line, column, endLine, endColumn } = fault!.range!;
      const text = readFileSync(fault!.file, 'utf8').split('\n')[line - 1]!;
      if (place !== '') expect(text.slice(column - 1, endLine === line ? endColumn - 1 : undefined)).toBe(place);
    }
  });
});

function nested(depth: number): Record<string, unknown> {
  return { class_name: 'Sequential', config: { name: `n${depth}`, layers: depth === 0 ? [] : [nested(depth - 1)] } };
}

describe('faults of a model that runs', () => {
  const nan = new Uint8Array(100).fill(0xff);
  it.each<[string, Case, string]>([
    ['weights that are no numbers', { files: { 'layers/group1-shard1of2.bin': nan } }, 'out-of-domain'],
    ['NaN answers', { files: { 'layers/group1-shard1of2.bin': new Uint8Array(new Float32Array(25).fill(3e38).buffer) } }, 'out-of-domain'], // prettier-ignore
    ['huge layers', { files: { 'layers/model.json': edited((model) => (model.modelTopology.config.layers[0]!.config['units'] = 1e9)) } }, 'unsupported'], // prettier-ignore
    ['an activation that is none', { files: { 'layers/model.json': edited((model) => (model.modelTopology.config.layers[0]!.config['activation'] = 'mine')) } }, 'unsupported'], // prettier-ignore
    ['answers that are no probabilities', { files: { 'layers/model.json': edited((model) => (model.modelTopology.config.layers[2]!.config['activation'] = 'linear')) } }, 'out-of-domain'], // prettier-ignore
    ['an operator that is none', { path: 'graph', files: { 'graph/model.json': graphJson.replace('"op": "Relu"', '"op": "Mine"') } }, 'unsupported'], // prettier-ignore
  ])('%s', async (_, given, unmeasured) => {
    const view = await open(given);
    await expect(view.predictions('test')).rejects.toMatchObject({ unmeasured });
  });
});

it('the known layers are those that the library makes of JSON', async () => {
  const core = await tfjsCore();
  const { layers } = await tfjsLayers();
  const { classNameMap } = core.serialization.SerializationMap.getMap();
  const known = Object.entries(classNameMap).flatMap(([name, [made]]) =>
    (made as unknown as { prototype: unknown }).prototype instanceof layers.Layer ? [name] : [],
  );
  expect([...LAYER_CLASSES].sort()).toEqual(known.sort());
});
