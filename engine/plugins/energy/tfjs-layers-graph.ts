/**
 * A network of Keras layers in ONNX' words, with channels before places. Layers that only training uses are left out.
 */
import type { JsonObject } from '../../backends/json-value.js';
import type { KerasLayer, KerasTopology } from '../../backends/keras-topology.js';
import { builtGraph, int, ints, text, Uncounted } from './graph-builder.js';
import type { BuiltGraph, GraphBuilder } from './graph-builder.js';

export function graphOfLayers(topology: KerasTopology): BuiltGraph {
  const shape = topology.inputs[0]?.shape;
  if (topology.inputs.length !== 1 || shape === undefined)
    return { uncounted: 'the shape of its one input is not known' };
  const [, ...rest] = channelsFirst(shape.map((dim) => dim ?? undefined));
  return builtGraph((builder) => connect(topology, builder, builder.input([undefined, ...rest])));
}

const channelsFirst = <Dim>(shape: readonly Dim[]): readonly Dim[] =>
  shape.length < 3 ? shape : [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)];

function connect({ json, layers }: KerasTopology, builder: GraphBuilder, input: string): void {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const answers = new Map<string, string>();
  const build = (layer: KerasLayer, from: readonly string[]): void => {
    answers.set(layer.name, layer.className === 'InputLayer' ? input : operatorsOf(layer, from, builder));
  };
  if (json['class_name'] === 'Sequential') {
    let last = input;
    for (const layer of layers) {
      build(layer, [last]);
      last = answers.get(layer.name)!;
    }
    return;
  }
  let open = (json['config'] as { readonly layers?: readonly JsonObject[] }).layers ?? [];
  while (open.length > 0) {
    const later: JsonObject[] = [];
    for (const entry of open) {
      const layer = byName.get(String(entry['name'] ?? (entry['config'] as JsonObject | undefined)?.['name']));
      const names = inboundOf(entry);
      if (layer === undefined || names === undefined)
        throw new Uncounted('a network that uses a layer more than once, or not at all, is not counted');
      const from = names.map((name) => answers.get(name));
      if (from.every((name) => name !== undefined)) build(layer, from);
      else later.push(entry);
    }
    if (later.length === open.length) throw new Uncounted('its layers feed each other in a ring');
    open = later;
  }
}

/** Names of the layers that feed one; `undefined` where it is used other than once. */
function inboundOf({ class_name: className, inbound_nodes: uses }: JsonObject): readonly string[] | undefined {
  if (!Array.isArray(uses)) return undefined;
  if (className === 'InputLayer') return [];
  const [use] = uses as readonly unknown[];
  if (uses.length !== 1 || !Array.isArray(use)) return undefined;
  return (use as readonly unknown[]).map((feed) => String(Array.isArray(feed) ? feed[0] : feed));
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Clip',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softmax: 'Softmax',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
  softsign: 'Softsign',
  hard_sigmoid: 'HardSigmoid',
};

const TRAINING_ALONE: ReadonlySet<string> = new Set([
  'Dropout',
  'SpatialDropout1D',
  'SpatialDropout2D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
]);

function operatorsOf(layer: KerasLayer, from: readonly string[], builder: GraphBuilder): string {
  const [x] = from;
  if (x === undefined) throw new Uncounted('a layer that nothing feeds is not counted');
  if (TRAINING_ALONE.has(layer.className)) return x;
  const build = LAYERS[layer.className];
  if (build === undefined) throw new Uncounted(`the layer ${layer.className} is not counted`);
  if (layer.config['data_format'] === 'channels_first')
    throw new Uncounted('a network with its channels first is not counted');
  return activated(build(builder, x, layer.config, from, layer), layer, builder);
}

type Build = (
  builder: GraphBuilder,
  x: string,
  config: JsonObject,
  from: readonly string[],
  layer: KerasLayer,
) => string;

const LAYERS: Readonly<Record<string, Build>> = {
  Activation: (_, x) => x,
  Softmax: (b, x) => b.emit('Softmax', [x]),
  ReLU: (b, x, { max_value: most }) => b.emit((most ?? null) === null ? 'Relu' : 'Clip', [x]),
  LeakyReLU: (b, x) => b.emit('LeakyRelu', [x]),
  ELU: (b, x) => b.emit('Elu', [x]),
  Flatten: (b, x) => b.emit('Flatten', [x]),
  Dense: dense,
  Conv1D: convolution,
  Conv2D: convolution,
  DepthwiseConv2D: (b, x, config) => depthwise(b, x, config, config['use_bias'] !== false),
  SeparableConv2D: (b, x, config) =>
    convolution(b, depthwise(b, x, config, false), { ...config, kernel_size: 1, strides: 1, dilation_rate: 1 }),
  BatchNormalization: (b, x) => {
    const channels = b.shapeOf(x)[1]!;
    return b.emit('BatchNormalization', [x, ...Array.from({ length: 4 }, () => b.weights(channels))]);
  },
  MaxPooling1D: pooling('MaxPool'),
  MaxPooling2D: pooling('MaxPool'),
  AveragePooling1D: pooling('AveragePool'),
  AveragePooling2D: pooling('AveragePool'),
  GlobalAveragePooling2D: globalPooling('GlobalAveragePool'),
  GlobalMaxPooling2D: globalPooling('GlobalMaxPool'),
  GlobalAveragePooling1D: globalPooling('GlobalAveragePool'),
  GlobalMaxPooling1D: globalPooling('GlobalMaxPool'),
  ZeroPadding2D: (b, x, { padding }) => {
    const [[top, bottom], [left, right]] = marginsOf(padding);
    return b.emit('Pad', [x, b.integers(0, 0, top, left, 0, 0, bottom, right)]);
  },
  Reshape: (b, x, { target_shape: wanted }) => {
    if (!Array.isArray(wanted) || !wanted.every((dim) => typeof dim === 'number'))
      throw new Uncounted('a reshape to a free size is not counted');
    return b.emit('Reshape', [x, b.integers(1, ...channelsFirst([1, ...wanted]).slice(1))]);
  },
  Add: (b, _, __, from) => b.emit('Sum', from),
  Multiply: (b, _, __, from) => from.slice(1).reduce((product, other) => b.emit('Mul', [product, other]), from[0]!),
  Concatenate: (b, _, __, from) => b.emit('Concat', from, { axis: int(1) }),
};

function dense(b: GraphBuilder, x: string, { units, use_bias: bias }: JsonObject): string {
  const shape = b.shapeOf(x);
  if (typeof units !== 'number' || shape.length !== 2) throw new Uncounted('a dense layer over places is not counted');
  const product = b.emit('MatMul', [x, b.weights(shape[1]!, units)]);
  return bias === false ? product : b.emit('Add', [product, b.weights(units)]);
}

/** One number for all places, or one each. */
function perPlace(value: unknown, places: number, otherwise: number): readonly number[] {
  const list = Array.isArray(value) ? value : Array.from({ length: places }, () => value ?? otherwise);
  const numbers = list.filter((item): item is number => typeof item === 'number');
  if (numbers.length !== places) throw new Uncounted('a window of an unknown size is not counted');
  return numbers;
}

function windowAttributes(config: JsonObject, places: number, strides: readonly number[]) {
  return {
    strides: ints(...strides),
    dilations: ints(...perPlace(config['dilation_rate'], places, 1)),
    auto_pad: text(config['padding'] === 'same' ? 'SAME_UPPER' : 'VALID'),
  };
}

function convolution(b: GraphBuilder, x: string, config: JsonObject): string {
  const [, channels = 0, ...spatial] = b.shapeOf(x);
  const { filters, groups = 1 } = config;
  if (typeof filters !== 'number' || typeof groups !== 'number' || spatial.length === 0)
    throw new Uncounted('a convolution without filters is not counted');
  const kernel = perPlace(config['kernel_size'], spatial.length, 1);
  const bias = config['use_bias'] === false ? [] : [b.weights(filters)];
  return b.emit('Conv', [x, b.weights(filters, channels / groups, ...kernel), ...bias], {
    ...windowAttributes(config, spatial.length, perPlace(config['strides'], spatial.length, 1)),
    group: int(groups),
  });
}

function depthwise(b: GraphBuilder, x: string, config: JsonObject, bias: boolean): string {
  const [, channels = 0, ...spatial] = b.shapeOf(x);
  const multiplier = typeof config['depth_multiplier'] === 'number' ? config['depth_multiplier'] : 1;
  const kernel = perPlace(config['kernel_size'], spatial.length, 1);
  const filters = channels * multiplier;
  return b.emit('Conv', [x, b.weights(filters, 1, ...kernel), ...(bias ? [b.weights(filters)] : [])], {
    ...windowAttributes(config, spatial.length, perPlace(config['strides'], spatial.length, 1)),
    group: int(channels),
  });
}

function pooling(opType: string): Build {
  return (b, x, config) => {
    const places = b.shapeOf(x).length - 2;
    const kernel = perPlace(config['pool_size'], places, 2);
    const strides = (config['strides'] ?? null) === null ? kernel : perPlace(config['strides'], places, 1);
    return b.emit(opType, [x], { ...windowAttributes({ padding: config['padding'] ?? 'valid' }, places, strides), kernel_shape: ints(...kernel) }); // prettier-ignore
  };
}

function globalPooling(opType: string): Build {
  return (b, x, { keepdims: keep }) => {
    const pooled = b.emit(opType, [x]);
    return keep === true ? pooled : b.emit('Flatten', [pooled]);
  };
}

function marginsOf(padding: unknown): readonly [readonly [number, number], readonly [number, number]] {
  if (typeof padding === 'number') return [[padding, padding], [padding, padding]]; // prettier-ignore
  if (Array.isArray(padding) && padding.length === 2) {
    const [rows, columns] = padding.map((side: unknown) =>
      typeof side === 'number' ? [side, side] : Array.isArray(side) ? (side as readonly unknown[]) : [],
    );
    const numbers = [...(rows ?? []), ...(columns ?? [])].filter((side): side is number => typeof side === 'number');
    if (numbers.length === 4) return [[numbers[0]!, numbers[1]!], [numbers[2]!, numbers[3]!]]; // prettier-ignore
  }
  throw new Uncounted('a padding of an unknown size is not counted');
}

function activated(x: string, { className, config }: KerasLayer, builder: GraphBuilder): string {
  const { activation = 'linear' } = config;
  if (className === 'Softmax' || activation === 'linear' || activation === null) return x;
  const opType = typeof activation === 'string' ? ACTIVATIONS[activation] : undefined;
  if (opType === undefined) throw new Uncounted(`the activation ${String(activation)} is not counted`);
  return builder.emit(opType, [x]);
}
