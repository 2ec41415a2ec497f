/**
 * TensorFlow Serving's REST interface, in the row format (`instances`, `predictions`) and the column format (`inputs`,
 * `outputs`). The address is the model's: `…/v1/models/NAME[/versions/VERSION|/labels/LABEL]`.
 */
import type { OnnxType } from '../../../backends/onnx-graph.js';
import { ModelFault } from '../../view.js';
import { below } from '../below.js';
import { planTensors, tensorRow } from '../tensors.js';
import type { Port } from '../tensors.js';
import { flat, isObject, unlike } from '../wire.js';
import type { JsonObject, Protocol, RowAnswer } from '../wire.js';

const TYPES: Readonly<Record<string, OnnxType>> = {
  DT_BOOL: 'bool',
  DT_DOUBLE: 'float64',
  DT_FLOAT: 'float32',
  DT_HALF: 'float32',
  DT_BFLOAT16: 'float32',
  DT_INT8: 'int32',
  DT_INT16: 'int32',
  DT_INT32: 'int32',
  DT_INT64: 'int64',
  DT_STRING: 'string',
  DT_UINT8: 'int32',
};
const FLOATS = ['DT_DOUBLE', 'DT_FLOAT', 'DT_HALF', 'DT_BFLOAT16'];
const NAME = 'TensorFlow Serving';

export const tensorflowServing: Protocol = {
  async open(client, { endpoint, signature, layout }, features) {
    const stated = await client.ask(below(endpoint.url, '/metadata'));
    const { name, version, inputs, outputs } = readMetadata(stated, signature);
    const blocks = planTensors(inputs, features);
    const head = `{"signature_name":${JSON.stringify(signature)},`;
    const single = outputs.length === 1 ? outputs[0]!.name : undefined;
    return {
      serves: `${name}@${version}`,
      stated,
      address: below(endpoint.url, ':predict'),
      floats: new Set(outputs.filter(({ dtype }) => FLOATS.includes(dtype)).map((output) => output.name)),
      row: (columns, row) => blocks.map((block) => nested(tensorRow(block, columns, row), block.dims)),
      body(rows) {
        const named = (values: readonly string[]): string =>
          blocks.length === 1
            ? values[0]!
            : `{${blocks.map(({ input }, at) => `${JSON.stringify(input)}:${values[at]!}`).join(',')}}`;
        if (layout === 'row') return `${head}"instances":[${rows.map(named).join(',')}]}`;
        return `${head}"inputs":${named(blocks.map((_, at) => `[${rows.map((row) => row[at]!).join(',')}]`))}}`;
      },
      answers(json, rows) {
        if (!isObject(json)) throw unlike(NAME, 'it is no object');
        return layout === 'row'
          ? fromRows(json['predictions'], rows, single)
          : fromColumns(json['outputs'], rows, single);
      },
    };
  },
};

/** A flat tensor in JSON with its dimensions; rank 0 is the number itself. */
function nested(values: readonly string[], dims: readonly number[]): string {
  const [first, ...inner] = dims;
  if (first === undefined) return values[0]!;
  const width = values.length / first;
  return `[${Array.from({ length: first }, (_, at) => nested(values.slice(at * width, (at + 1) * width), inner)).join(',')}]`;
}

function fromRows(list: unknown, rows: number, single: string | undefined): readonly RowAnswer[] {
  if (!Array.isArray(list)) throw unlike(NAME, 'it has no list `predictions`');
  checkCount(list.length, rows);
  return (list as unknown[]).map((prediction) => {
    const whole = flat(prediction);
    if (whole !== undefined) return { [single ?? '']: whole };
    if (!isObject(prediction)) throw unlike(NAME, 'a prediction is neither a tensor nor an object of tensors');
    return Object.fromEntries(Object.entries(prediction).map(([name, value]) => [name, part(name, value)]));
  });
}

function fromColumns(outputs: unknown, rows: number, single: string | undefined): readonly RowAnswer[] {
  if (!Array.isArray(outputs) && !isObject(outputs)) throw unlike(NAME, 'it has no `outputs`');
  const named: JsonObject = Array.isArray(outputs) ? { [single ?? '']: outputs } : outputs;
  for (const [name, values] of Object.entries(named)) {
    if (!Array.isArray(values)) throw unlike(NAME, `output "${name.slice(0, 100)}" is no tensor of rows`);
    checkCount(values.length, rows);
  }
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(Object.entries(named).map(([name, values]) => [name, part(name, (values as unknown[])[row])])),
  );
}

function checkCount(found: number, rows: number): void {
  if (found !== rows) throw new ModelFault('failed', `${found} predictions for ${rows} rows`);
}

function part(name: string, value: unknown): RowAnswer[string] {
  const tensor = flat(value);
  if (tensor === undefined) throw unlike(NAME, `output "${name.slice(0, 100)}" is no tensor`);
  return tensor;
}

interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly { readonly name: string; readonly dtype: string }[];
}

/** GetModelMetadataResponse as JSON. */
function readMetadata(json: unknown, signature: string): Metadata {
  const at = (value: unknown, ...path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
      value,
    );
  const [name, version] = [at(json, 'model_spec', 'name'), at(json, 'model_spec', 'version')];
  if (typeof name !== 'string') throw unlike(NAME, 'its metadata have no `model_spec.name`');
  const signatures = at(json, 'metadata', 'signature_def', 'signature_def');
  const found = at(signatures, signature);
  if (!isObject(found)) {
    const known = isObject(signatures) ? Object.keys(signatures).slice(0, 10).join(', ') : 'none';
    throw new ModelFault('unsupported', `the model has no signature "${signature}"; it has ${known}`);
  }
  const tensors = (key: string): readonly (readonly [string, unknown])[] => Object.entries(at(found, key) ?? {});
  return {
    name,
    version: String(version),
    inputs: tensors('inputs').map(([input, tensor]): Port => {
      const type = TYPES[String(at(tensor, 'dtype'))];
      if (type === undefined) throw unlike(NAME, `input "${input}" is of type ${String(at(tensor, 'dtype'))}`);
      const dims = at(tensor, 'tensor_shape', 'dim');
      if (!Array.isArray(dims) || dims.length === 0) return { name: input, type };
      return { name: input, type, shape: (dims as unknown[]).map((dim) => Number(at(dim, 'size'))) };
    }),
    outputs: tensors('outputs').map(([output, tensor]) => ({ name: output, dtype: String(at(tensor, 'dtype')) })),
  };
}
