/**
 * The JSON of a network of layers, as Keras 2, Keras 3 and TensorFlow.js write it, checked and brought to the form
 * that TensorFlow.js reads (Keras 2's). No library is loaded.
 */
import { LAYER_CLASSES } from './keras-layer-classes.js';
import { at, isObject, JsonFault, listOf, textOf } from './json-value.js';
import type { Json, JsonObject } from './json-value.js';

export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: JsonObject;
  /** Its place in the JSON. */
  readonly where: string;
}

export interface KerasInput {
  readonly name: string;
  readonly dtype: string;
  /** The rows first, `null` where free; `undefined` where the topology does not say. */
  readonly shape: readonly (number | null)[] | undefined;
}

export interface KerasTopology {
  /** `{class_name, config}`. */
  readonly json: JsonObject;
  /** Outer ones before those inside them. */
  readonly layers: readonly KerasLayer[];
  readonly inputs: readonly KerasInput[];
  /** The layers that answer. */
  readonly outputs: readonly KerasLayer[];
}

/** Layers inside layers inside layers …; deeper ones are taken for an attack. */
const MAX_DEPTH = 32;
const MAX_LAYERS = 10_000;
const NETWORKS: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/**
 * `value` is the network, or what holds it as `modelTopology` or `model_config`. Throws JsonFault with the place for
 * what is no network, or one with layers that TensorFlow.js does not have.
 */
export function readKerasTopology(value: Json): KerasTopology {
  const [outer, where] = unwrapped(value, '');
  const layers: KerasLayer[] = [];
  const json = networkOf(outer, where, layers, 0);
  const config = json['config'] as JsonObject;
  const own = layers.filter(({ where: place }) => isDirectLayer(place, where));
  if (own.length === 0) throw new JsonFault(at(where, 'config'), 'a network has layers, and this has none');
  const sequential = json['class_name'] === 'Sequential';
  const named = (key: string): KerasLayer[] =>
    listOf(config[key], at(at(where, 'config'), key)).map((end) => {
      const name = Array.isArray(end) ? end[0] : undefined;
      const found = own.find((layer) => layer.name === name);
      if (found === undefined) {
        throw new JsonFault(
          at(at(where, 'config'), key),
          `it names the layer ${JSON.stringify(name)}, which is not there`,
        );
      }
      return found;
    });
  const inputs = sequential ? [firstInput(own[0]!)] : named('input_layers').map(inputOf);
  return { json, layers, inputs, outputs: sequential ? [own.at(-1)!] : named('output_layers') };
}

const isDirectLayer = (place: string, network: string): boolean =>
  /^\.?config\.layers\[\d+\]$/.test(network === '' ? place : place.slice(network.length));

function unwrapped(value: Json, where: string): readonly [JsonObject, string] {
  if (!isObject(value)) throw new JsonFault(where, 'a network is an object with class_name and config');
  for (const key of ['modelTopology', 'model_config']) {
    if (value[key] !== undefined) return unwrapped(value[key], at(where, key));
  }
  return [value, where];
}

function networkOf(value: JsonObject, where: string, layers: KerasLayer[], depth: number): JsonObject {
  const className = value['class_name'];
  if (typeof className !== 'string' || !NETWORKS.has(className)) {
    const found = typeof className === 'string' ? ` is ${JSON.stringify(className)}` : ' is missing';
    throw new JsonFault(at(where, 'class_name'), `it${found}; a network is one of ${[...NETWORKS].join(', ')}`);
  }
  const inside = at(where, 'config');
  // Keras before 2.2 wrote a Sequential's layers as its config.
  const config = Array.isArray(value['config']) ? { layers: value['config'] } : value['config'];
  if (!isObject(config)) throw new JsonFault(inside, 'the config of a network is an object');
  const list = listOf(config['layers'], at(inside, 'layers'));
  const read = list.map((layer, index) => layerOf(layer, `${at(inside, 'layers')}[${index}]`, layers, depth));
  const ends = Object.fromEntries(
    ['input_layers', 'output_layers'].flatMap((key) => (config[key] === undefined ? [] : [[key, endsOf(config[key])]])),
  );
  return {
    class_name: className,
    config: { ...(plain({ ...config, layers: [] }, 0) as JsonObject), ...ends, layers: read },
  };
}

function layerOf(value: Json, where: string, layers: KerasLayer[], depth: number): JsonObject {
  if (depth > MAX_DEPTH) throw new JsonFault(where, `layers lie more than ${MAX_DEPTH} deep in each other`);
  if (!isObject(value)) throw new JsonFault(where, 'a layer is an object with class_name and config');
  const className = textOf(value['class_name'], at(where, 'class_name'));
  if (!LAYER_CLASSES.has(className)) {
    const custom = typeof value['registered_name'] === 'string' ? `, registered as ${value['registered_name']}` : '';
    throw new JsonFault(
      at(where, 'class_name'),
      `TensorFlow.js has no layer ${JSON.stringify(className)}${custom}; layers of one's own are code, and no code is run`,
    );
  }
  const config = value['config'];
  if (!isObject(config)) throw new JsonFault(at(where, 'config'), 'the config of a layer is an object');
  const name = [value['name'], config['name']].find((one) => typeof one === 'string') as string | undefined;
  layers.push({ className, name: name ?? '', config, where });
  if (layers.length > MAX_LAYERS) throw new JsonFault(where, `a network may have ${MAX_LAYERS} layers`);
  const inbound = value['inbound_nodes'];
  return {
    class_name: className,
    ...(name === undefined ? {} : { name }),
    config: NETWORKS.has(className)
      ? (networkOf(value, where, layers, depth + 1)['config'] as JsonObject)
      : configOf(config, at(where, 'config'), layers, depth),
    ...(inbound === undefined ? {} : { inbound_nodes: nodesOf(inbound, at(where, 'inbound_nodes')) }),
  };
}

/** A layer's settings; the layers that it wraps (Bidirectional, TimeDistributed, RNN) are read too. */
function configOf(config: JsonObject, where: string, layers: KerasLayer[], depth: number): JsonObject {
  const own = plain(config, 0) as Record<string, Json>;
  for (const key of ['layer', 'forward_layer', 'backward_layer', 'cell']) {
    if (isObject(config[key])) own[key] = layerOf(config[key], at(where, key), layers, depth + 1);
  }
  if (Array.isArray(config['cells'])) {
    own['cells'] = config['cells'].map((cell, index) =>
      layerOf(cell, `${at(where, 'cells')}[${index}]`, layers, depth + 1),
    );
  }
  const { batch_shape: batchShape, ...rest } = own;
  return batchShape === undefined ? own : { ...rest, batch_input_shape: rest['batch_input_shape'] ?? batchShape };
}

const KERAS_3_ONLY: ReadonlySet<string> = new Set(['module', 'registered_name', 'build_config', 'compile_config']);

/** Without what Keras 3 adds; a policy of number types as the type's name. */
function plain(value: Json, depth: number): Json {
  if (depth > 4 * MAX_DEPTH) throw new JsonFault('', 'values lie too deep in each other');
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  if (!isObject(value)) return value;
  if (value['class_name'] === 'DTypePolicy' && isObject(value['config'])) return value['config']['name'] ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !KERAS_3_ONLY.has(key))
      .map(([key, item]) => [key, plain(item, depth + 1)]),
  );
}

/** Keras 3 writes a single end as `[name, node, tensor]`, not in a list. */
const endsOf = (value: Json): Json => (Array.isArray(value) && typeof value[0] === 'string' ? [value] : value);

/** Keras 2's lists, from them or from Keras 3's calls `{args, kwargs}`, in which tensors name their layer. */
function nodesOf(value: Json, where: string): Json {
  return listOf(value, where).map((node, index) => {
    if (!isObject(node)) return node;
    const kwargs = node['kwargs'];
    if (kwargs !== undefined && tensorsIn(kwargs, 0).length > 0) {
      throw new JsonFault(`${where}[${index}].kwargs`, 'layers that are called with tensors by name are not read');
    }
    return tensorsIn(node['args'] ?? [], 0).map((history) => [...history, {}]);
  });
}

function tensorsIn(value: Json, depth: number): (readonly Json[])[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => tensorsIn(item, depth + 1));
  if (!isObject(value)) return [];
  const { class_name: className, config } = value;
  if (className === '__keras_tensor__' && isObject(config) && Array.isArray(config['keras_history'])) {
    return [config['keras_history']];
  }
  return Object.values(value).flatMap((item) => tensorsIn(item, depth + 1));
}

/** Of a Sequential: that of its first layer, also where that is a network itself. */
function firstInput(layer: KerasLayer): KerasInput {
  const inner = NETWORKS.has(layer.className) ? listOf(layer.config['layers'], layer.where)[0] : undefined;
  if (isObject(inner) && isObject(inner['config'])) {
    return { ...inputOf({ ...layer, config: inner['config'] }), name: layer.name };
  }
  return inputOf(layer);
}

function inputOf({ name, config, where }: KerasLayer): KerasInput {
  const shape = config['batch_input_shape'] ?? config['batch_shape'];
  const dtype = typeof config['dtype'] === 'string' ? config['dtype'] : 'float32';
  if (shape === undefined || shape === null) {
    const dim = config['input_dim'];
    return { name, dtype, shape: typeof dim === 'number' ? [null, dim] : undefined };
  }
  const dims = listOf(shape, at(at(where, 'config'), 'batch_input_shape'));
  const sound = dims.every((dim) => dim === null || (typeof dim === 'number' && Number.isSafeInteger(dim) && dim > 0));
  if (!sound)
    throw new JsonFault(at(at(where, 'config'), 'batch_input_shape'), 'a shape is a list of whole numbers and nulls');
  return { name, dtype, shape: dims as readonly (number | null)[] };
}
