/** Size and arithmetic of a TensorFlow.js model, from its files alone. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { KerasLayer, KerasTopology } from '../../backends/keras-topology.js';
import { readTfjsFile } from '../../backends/tfjs-file.js';
import { storedFloats } from '../../backends/tfjs-weights.js';
import { countFlops } from '../../methods/energy/graph-profile.js';
import type { FlopCount } from '../../methods/energy/graph-profile.js';
import type { Graph, GraphConstant, GraphNode } from '../../methods/energy/graph.js';
import type { ModelFileProfile } from './model-file-profile.js';

/** Throws JsonFault or SyntaxError for what is no such model. */
export async function tfjsProfile(path: string): Promise<ModelFileProfile> {
  const json = await readFile(path);
  const file = readTfjsFile(new TextDecoder().decode(json));
  const paths = file.groups.flatMap((group) => group.paths);
  const data = Buffer.concat(await Promise.all(paths.map((location) => readFile(resolve(dirname(path), location)))));
  let parameters = 0;
  let zeros: number | undefined = 0;
  for (const { weight, values } of storedFloats(file.groups, data)) {
    // Integers are shapes and indices, unless they are floats made short.
    if (weight.dtype !== 'float32') continue;
    parameters += weight.count;
    zeros =
      values === undefined || zeros === undefined ? undefined : zeros + values.filter((value) => value === 0).length;
  }
  const flops =
    file.kind === 'layers' ? flopsOfLayers(file.topology) : { uncounted: 'graphs of TensorFlow are not counted' };
  return { bytes: json.length + data.length, parameters, zeros, flops };
}

/** In ONNX' words, whose costs are known; moving numbers and what only training does are free. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softmax: 'Softmax',
};
const FREE: ReadonlySet<string> = new Set([
  'InputLayer',
  'Dropout',
  'SpatialDropout1D',
  'GaussianNoise',
  'GaussianDropout',
]);

/** Networks that are one chain of dense layers, activations, flattening and dropout. */
function flopsOfLayers({ json, layers, inputs }: KerasTopology): FlopCount {
  const shape = inputs[0]?.shape;
  if (inputs.length !== 1 || shape === undefined) return { uncounted: 'the shape of its one input is not known' };
  if (!isChain(json, layers)) return { uncounted: 'a network whose layers are no single chain is not counted' };
  const nodes: GraphNode[] = [];
  const constants: GraphConstant[] = [];
  let dims = shape.slice(1);
  let last = 'input';
  const add = (opType: string, ...others: string[]): void => {
    const output = `${nodes.length}`;
    nodes.push({ opType, domain: '', inputs: [last, ...others], outputs: [output], attributes: {} });
    last = output;
  };
  for (const layer of layers) {
    const { className, config } = layer;
    if (FREE.has(className)) continue;
    const uncounted = { uncounted: `the layer ${className} is not counted` };
    if (className === 'Flatten') {
      if (dims.includes(null)) return uncounted;
      dims = [dims.reduce<number>((product, dim) => product * dim!, 1)];
      add('Flatten');
      continue;
    }
    if (className === 'Dense') {
      const [from, to] = [dims.at(-1), config['units']];
      if (typeof from !== 'number' || typeof to !== 'number') return uncounted;
      constants.push(weights(`${layer.where} kernel`, [from, to]), weights(`${layer.where} bias`, [to]));
      add('MatMul', `${layer.where} kernel`);
      if (config['use_bias'] !== false) add('Add', `${layer.where} bias`);
      dims = [...dims.slice(0, -1), to];
    }
    const activation = activationOf(layer);
    if (activation === undefined) return uncounted;
    if (activation !== 'linear') add(ACTIVATIONS[activation]!);
  }
  const graph: Graph = { nodes, constants, inputs: [{ name: 'input', shape: shape.map((dim) => dim ?? undefined) }] };
  return countFlops(graph);
}

const weights = (name: string, dims: readonly number[]): GraphConstant => ({
  name,
  dims,
  type: 'float32',
  elements: dims.reduce((product, dim) => product * dim, 1),
  values: () => undefined,
});

function activationOf({ className, config }: KerasLayer): string | undefined {
  if (className === 'Softmax') return 'softmax';
  if (className === 'ReLU')
    return (config['max_value'] ?? null) === null && !config['negative_slope'] ? 'relu' : undefined;
  if (className !== 'Dense' && className !== 'Activation') return undefined;
  const { activation = 'linear' } = config;
  return typeof activation === 'string' && (activation === 'linear' || activation in ACTIVATIONS)
    ? activation
    : undefined;
}

/** Each layer takes the answer of the one before it, and of no other. */
function isChain(json: { readonly [key: string]: unknown }, layers: readonly KerasLayer[]): boolean {
  if (json['class_name'] === 'Sequential') return layers.every(({ className }) => className !== 'Sequential');
  const config = json['config'] as { readonly layers?: readonly { readonly inbound_nodes?: unknown }[] };
  return (config.layers ?? []).every(({ inbound_nodes: nodes }, index) => {
    if (!Array.isArray(nodes)) return false;
    if (index === 0) return nodes.length === 0;
    const [node] = nodes as readonly unknown[];
    return nodes.length === 1 && Array.isArray(node) && node.length === 1 && (node[0] as unknown[])[0] === layers[index - 1]?.name; // prettier-ignore
  });
}
