/**
 * Open Inference Protocol, version 2, over REST, as KServe, Triton and MLServer speak it. The address is the model's:
 * `…/v2/models/NAME[/versions/VERSION]`.
 */
import type { OnnxType } from '../../../backends/onnx-graph.js';
import { ModelFault } from '../../view.js';
import { below } from '../below.js';
import { planTensors, tensorRow } from '../tensors.js';
import type { Port } from '../tensors.js';
import { flat, isObject, unlike } from '../wire.js';
import type { JsonObject, Protocol, RowAnswer } from '../wire.js';

const TYPES: Readonly<Record<string, OnnxType>> = {
  BOOL: 'bool',
  BYTES: 'string',
  FP16: 'float32',
  FP32: 'float32',
  FP64: 'float64',
  INT8: 'int32',
  INT16: 'int32',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'int32',
  UINT16: 'int32',
  UINT32: 'int64',
  UINT64: 'int64',
};
const NAME = 'the Open Inference Protocol';

interface Metadata {
  readonly name: string;
  /** That can be asked, as far as the server says. */
  readonly versions: readonly string[];
  readonly inputs: readonly (Port & { readonly datatype: string })[];
  readonly outputs: readonly { readonly name: string; readonly datatype: string }[];
}

export const openInference: Protocol = {
  async open(client, { endpoint }, features) {
    const stated = await client.ask(below(endpoint.url, ''));
    const { name, versions, inputs, outputs } = readMetadata(stated);
    const wanted = modelIn(endpoint.url);
    if (wanted.name !== undefined && wanted.name !== name) throw otherModel(name, wanted.name);
    const blocks = planTensors(inputs, features);
    if (wanted.version === undefined && versions.length > 1) {
      const message = `the server has the versions ${versions.slice(0, 10).join(', ')} of ${name}: name one in the url (…/versions/VERSION)`;
      throw new ModelFault('unsupported', message);
    }
    let version = wanted.version ?? versions[0];
    return {
      stated,
      get serves() {
        return version === undefined ? name : `${name}@${version}`;
      },
      address: below(endpoint.url, '/infer'),
      floats: new Set(outputs.filter(({ datatype }) => datatype.startsWith('FP')).map((output) => output.name)),
      row: (columns, row) => blocks.map((block) => tensorRow(block, columns, row).join(',')),
      body(rows) {
        const tensors = blocks.map(({ input, dims }, at) => {
          const { datatype } = inputs.find((port) => port.name === input)!;
          const head = JSON.stringify({ name: input, shape: [rows.length, ...dims], datatype });
          return `${head.slice(0, -1)},"data":[${rows.map((row) => row[at]!).join(',')}]}`;
        });
        return `{"inputs":[${tensors.join(',')}]}`;
      },
      answers(json, rows) {
        if (!isObject(json)) throw unlike(NAME, 'it is no object');
        if (json['model_name'] !== name) throw otherModel(String(json['model_name']), name);
        const answered = json['model_version'];
        if (answered !== undefined && answered !== null) {
          version ??= String(answered);
          if (version !== String(answered)) throw otherModel(`${name}@${String(answered)}`, `${name}@${version}`);
        }
        const given = json['outputs'];
        if (!Array.isArray(given) || given.length === 0) throw unlike(NAME, 'it has no `outputs`');
        const tensors = (given as unknown[]).map((output) => readTensor(output, rows));
        return Array.from({ length: rows }, (_, row): RowAnswer =>
          Object.fromEntries(tensors.map(({ name: output, at }) => [output, at(row)])),
        );
      },
    };
  },
};

const otherModel = (found: string, wanted: string): ModelFault =>
  new ModelFault('failed', `the server answers as model ${found.slice(0, 100)}; ${wanted} was asked`);

/** What an address names. */
function modelIn(url: string): { readonly name?: string; readonly version?: string } {
  const [, name, version] = /\/models\/([^/]+)(?:\/versions\/([^/]+))?\/?$/.exec(new URL(url).pathname) ?? [];
  return {
    ...(name !== undefined && { name: decodeURIComponent(name) }),
    ...(version !== undefined && { version: decodeURIComponent(version) }),
  };
}

function readMetadata(json: unknown): Metadata {
  if (!isObject(json) || typeof json['name'] !== 'string') throw unlike(NAME, 'its metadata have no `name`');
  const tensors = (key: 'inputs' | 'outputs'): readonly (Port & { readonly datatype: string })[] => {
    const list = json[key];
    if (!Array.isArray(list) || list.length === 0) throw unlike(NAME, `its metadata list no \`${key}\``);
    return (list as unknown[]).map((tensor) => portOf(tensor));
  };
  const { name, versions } = json;
  return {
    name,
    versions: Array.isArray(versions) ? (versions as unknown[]).map(String) : [],
    inputs: tensors('inputs'),
    outputs: tensors('outputs'),
  };
}

function portOf(tensor: unknown): Port & { readonly datatype: string } {
  const { name, datatype, shape } = isObject(tensor) ? tensor : ({} as JsonObject);
  const dims = Array.isArray(shape) ? (shape as unknown[]).map(Number) : [];
  const type = TYPES[String(datatype)];
  if (typeof name !== 'string' || type === undefined || dims.length === 0 || dims.some((dim) => !Number.isInteger(dim)))
    throw unlike(NAME, 'its metadata name a tensor without a name, a known `datatype` or a `shape`');
  return { name, datatype: String(datatype), type, shape: dims };
}

/** Data may be nested or flat, row-major. */
function readTensor(
  output: unknown,
  rows: number,
): { readonly name: string; readonly at: (row: number) => RowAnswer[string] } {
  const { name, shape, data } = isObject(output) ? output : ({} as JsonObject);
  if (typeof name !== 'string') throw unlike(NAME, 'an output has no `name`');
  const of = `output "${name.slice(0, 100)}"`;
  if (!Array.isArray(shape) || shape[0] !== rows) {
    throw unlike(NAME, `${of} has the shape ${JSON.stringify(shape)?.slice(0, 100)} for ${rows} rows`);
  }
  const all = Array.isArray(data) ? flat([data]) : undefined;
  if (all === undefined) throw unlike(NAME, `${of} has no \`data\` in JSON`);
  const values = Array.isArray(all) ? (all as readonly RowAnswer[string][]) : [all as RowAnswer[string]];
  const width = (shape as unknown[]).slice(1).reduce<number>((product, dim) => product * Number(dim), 1);
  if (values.length !== width * rows) {
    throw unlike(NAME, `${of} has ${values.length} values; its shape says ${width * rows}`);
  }
  return { name, at: (row) => flat(values.slice(row * width, (row + 1) * width)) ?? null };
}
