/** A TensorFlow.js `model.json`, read and checked without any library: what goes in, what comes out, where its weights are. */
import type { OnnxType, OnnxValue } from './onnx-graph.js';
import { at, inWords, isObject, JsonFault, listOf, objectOf } from './json-value.js';
import type { Json, JsonObject } from './json-value.js';
import { readKerasTopology } from './keras-topology.js';
import type { KerasLayer, KerasTopology } from './keras-topology.js';
import { readWeights } from './tfjs-weights.js';
import type { WeightGroup } from './tfjs-weights.js';

export type TfjsFile = { readonly groups: readonly WeightGroup[] } & (
  | { readonly kind: 'layers'; readonly topology: KerasTopology }
  | { readonly kind: 'graph'; readonly topology: JsonObject; readonly signature: JsonObject | undefined }
);

/** Beyond this a `model.json` is refused: weights are not in it. */
export const MAX_MODEL_JSON_BYTES = 64 * 2 ** 20;

/** Throws SyntaxError, or JsonFault with the place. */
export function readTfjsFile(text: string): TfjsFile {
  const whole = objectOf(JSON.parse(text) as Json, '');
  const topology = objectOf(whole['modelTopology'], 'modelTopology');
  const groups = readWeights(whole['weightsManifest']);
  const format = whole['format'] ?? (Array.isArray(topology['node']) ? 'graph-model' : 'layers-model');
  switch (format) {
    case 'layers-model':
      return { kind: 'layers', topology: readKerasTopology(whole), groups };
    case 'graph-model': {
      listOf(topology['node'], 'modelTopology.node');
      const signature = whole['signature'] ?? whole['userDefinedMetadata'];
      const own = isObject(signature) && isObject(signature['signature']) ? signature['signature'] : signature;
      return { kind: 'graph', topology, signature: isObject(own) ? own : undefined, groups };
    }
    default:
      throw new JsonFault('format', `${inWords(format)} is neither "layers-model" nor "graph-model"`);
  }
}

/** Inputs and outputs in the words that formats use; names are those by which the library takes and gives them. */
export interface TfjsPorts {
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** The library's names of these, in their order. */
  readonly inputNodes: readonly string[];
  readonly outputNodes: readonly string[];
}

export const portsOf = (file: TfjsFile): TfjsPorts =>
  file.kind === 'layers' ? layerPorts(file.topology) : graphPorts(file.topology, file.signature);

function layerPorts({ inputs, outputs }: KerasTopology): TfjsPorts {
  return {
    inputs: inputs.map(({ name, dtype, shape }) => ({
      name,
      value: { kind: 'tensor', type: dtype as OnnxType, ...shapeOf(shape) },
    })),
    outputs: outputs.map((layer) => ({
      name: layer.name,
      value: { kind: 'tensor', type: 'float32', ...widthOf(layer) },
    })),
    inputNodes: inputs.map(({ name }) => name),
    outputNodes: outputs.map(({ name }) => name),
  };
}

const shapeOf = (shape: readonly (number | null)[] | undefined): { shape?: readonly (number | undefined)[] } =>
  shape === undefined ? {} : { shape: shape.map((dim) => dim ?? undefined) };

/** The width of a dense layer's answer is in the file; of others it shows when they run. */
function widthOf({ className, config }: KerasLayer): { shape?: readonly (number | undefined)[] } {
  const units = config['units'];
  return className === 'Dense' && typeof units === 'number' ? { shape: [undefined, units] } : {};
}

/** By the signature, where there is one; else placeholders go in, and what nobody takes comes out. */
function graphPorts(topology: JsonObject, signature: JsonObject | undefined): TfjsPorts {
  const nodes = listOf(topology['node'], 'modelTopology.node').map((node, index) =>
    objectOf(node, `modelTopology.node[${index}]`),
  );
  const byName = new Map(nodes.map((node) => [String(node['name']), node]));
  const inputs = signed(signature, 'inputs') ?? nodes.filter(({ op }) => op === 'Placeholder').map(ofNode);
  const taken = new Set(nodes.flatMap(({ input }) => (Array.isArray(input) ? input.map(nodeName) : [])));
  const outputs =
    signed(signature, 'outputs') ??
    nodes
      .filter(({ name, op }) => !taken.has(String(name)) && op !== 'Const' && op !== 'Placeholder')
      .map(({ name }) => ({ name: String(name), node: String(name), type: 'float32' as const, shape: undefined }));
  for (const { node } of [...inputs, ...outputs]) {
    if (!byName.has(nodeName(node)))
      throw new JsonFault('signature', `it names the node ${inWords(node)}, which is not there`);
  }
  const value = ({ name, type, shape }: Port): OnnxValue => ({
    name,
    value: { kind: 'tensor', type, ...(shape && { shape }) },
  });
  return {
    inputs: inputs.map(value),
    outputs: outputs.map(value),
    inputNodes: inputs.map(({ node }) => node),
    outputNodes: outputs.map(({ node }) => node),
  };
}

interface Port {
  readonly name: string;
  readonly node: string;
  readonly type: OnnxType;
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** `dense/BiasAdd:0` and `^dense` are of the node `dense…`. */
const nodeName = (name: Json): string => String(name).replace(/^\^/, '').replace(/:\d+$/, '');

function signed(signature: JsonObject | undefined, key: 'inputs' | 'outputs'): readonly Port[] | undefined {
  const ports = signature?.[key];
  if (!isObject(ports) || Object.keys(ports).length === 0) return undefined;
  return Object.entries(ports).map(([name, port]) => {
    const info = objectOf(port, at(at('signature', key), name));
    const node = typeof info['name'] === 'string' ? info['name'] : name;
    return { name, node, type: typeOf(info['dtype']), shape: dimsOf(info['tensorShape']) };
  });
}

function ofNode(node: JsonObject): Port {
  const attr = isObject(node['attr']) ? node['attr'] : {};
  const dtype = isObject(attr['dtype']) ? attr['dtype']['type'] : undefined;
  const shape = isObject(attr['shape']) ? attr['shape']['shape'] : undefined;
  const name = String(node['name']);
  return { name, node: name, type: typeOf(dtype), shape: dimsOf(shape) };
}

/** By name, or by number in tensorflow/core/framework/types.proto. */
function typeOf(dtype: Json | undefined): OnnxType {
  switch (dtype) {
    case 'DT_INT32':
    case 3:
      return 'int32';
    case 'DT_BOOL':
    case 10:
      return 'bool';
    case 'DT_STRING':
    case 7:
      return 'string';
    default:
      return 'float32';
  }
}

function dimsOf(shape: Json | undefined): readonly (number | undefined)[] | undefined {
  if (!isObject(shape) || !Array.isArray(shape['dim'])) return undefined;
  return (shape['dim'] as readonly Json[]).map((dim) => {
    const size = Number(isObject(dim) ? dim['size'] : NaN);
    return Number.isSafeInteger(size) && size > 0 ? size : undefined;
  });
}
