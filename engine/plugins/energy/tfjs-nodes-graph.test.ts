import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../backends/json-value.js';
import { portsOf, readTfjsFile } from '../../backends/tfjs-file.js';
import { storedIntegers } from '../../backends/tfjs-weights.js';
import { countFlops, countParameters } from '../../methods/energy/graph-profile.js';
import { walkGraph } from '../../methods/energy/graph-walk.js';
import { graphOfNodes } from './tfjs-nodes-graph.js';

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
});

const graphOf = (json: Json, data: Uint8Array = new Uint8Array()) => {
  const file = readTfjsFile(JSON.stringify(json));
  if (file.kind !== 'graph') throw new Error('not a graph');
  const integers = storedIntegers(file.groups, data, 1024);
  return graphOfNodes({
    topology: file.topology,
    ports: portsOf(file),
    weights: file.groups.flatMap(({ weights }) => weights),
    integers: (name) => integers.get(name),
  });
};

const countsOf = (graph: ReturnType<typeof graphOf>) => {
  if ('uncounted' in graph) return graph;
  const flops = countFlops(graph);
  return 'uncounted' in flops ? flops : { ...flops, parameters: countParameters(graph).parameters };
};

test('MobileNet V2 of width 1.4, as an npm package ships it, has its published multiply-adds', () => {
  const shipped = JSON.parse(
    readFileSync(new URL('../../../tests/fixtures/tfjs/nsfwjs/mobilenet-v2-mid.json', import.meta.url), 'utf8'),
  ) as Json;
  const found = countsOf(graphOf(shipped)) as { multiplyAdds: number; parameters: number };
  // Sandler et al. 2018, Table 4: 585 million and 6.9 million, with 1,000 classes; this one has five.
  const classes = 995 * 1792;
  expect(Math.abs((found.multiplyAdds + classes) / 585e6 - 1)).toBeLessThan(0.01);
  // Normalisations are folded into the filters.
  expect(Math.abs((found.parameters + classes) / 6.9e6 - 1)).toBeLessThan(0.15);
});

/** Whole numbers say where or how far; of others the size alone matters. */
interface Constant {
  readonly dims: readonly number[];
  readonly ints?: readonly number[];
}
interface Case {
  readonly op: string;
  readonly x: readonly number[];
  readonly attr?: JsonObject;
  /** Inputs in order; `x` is the placeholder. */
  readonly inputs?: readonly string[];
  readonly constants?: Readonly<Record<string, Constant>>;
  readonly flops?: number;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const list = (...i: number[]): Json => ({ list: { i: i.map(String) } });
const named = (s: string): Json => ({ s: base64(s) });
const windows = (padding: string, stride: number): JsonObject => ({
  strides: list(1, stride, stride, 1),
  dilations: list(1, 1, 1, 1),
  padding: named(padding),
  data_format: named('NHWC'),
});
const at = (...values: number[]): Constant => ({ dims: [values.length], ints: values });
const one = (value: number): Constant => ({ dims: [], ints: [value] });
const pairs = (...values: number[]): Constant => ({ dims: [values.length / 2, 2], ints: values });
const fused = (...ops: string[]): JsonObject => ({ fused_ops: { list: { s: ops.map(base64) } }, num_args: { i: '1' } });
const whole: JsonObject = { T: { type: 'DT_FLOAT' }, Tidx: { type: 'DT_INT32' } };

const shapeAttr = (sizes: readonly number[]) => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });

function modelOf({ op, x, attr = {}, inputs = ['x'], constants = {} }: Case): { json: Json; data: Uint8Array } {
  const weights = Object.entries(constants).map(([name, { dims, ints }]) => ({
    name,
    shape: dims,
    dtype: ints === undefined ? 'float32' : 'int32',
    values: ints === undefined ? new Float32Array(dims.reduce((a, b) => a * b, 1)).fill(1) : Int32Array.from(ints),
  }));
  const typeOf = (dtype: string) => ({ type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' });
  const json = {
    format: 'graph-model',
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder', attr: { dtype: typeOf('float32'), shape: shapeAttr([-1, ...x.slice(1)]) } },
        ...weights.map(({ name, dtype }) => ({ name, op: 'Const', attr: { dtype: typeOf(dtype) } })),
        { name: 'y', op, input: inputs, attr: { ...whole, ...attr } },
      ],
      library: {},
      versions: {},
    },
    weightsManifest: [{ paths: ['w'], weights: weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })) }],
  } as unknown as Json;
  return { json, data: Uint8Array.from(Buffer.concat(weights.map(({ values }) => Buffer.from(values.buffer)))) };
}

/** The shape that TensorFlow.js' own run of the node gives. */
async function executed({ json, data }: ReturnType<typeof modelOf>, x: readonly number[]): Promise<readonly number[]> {
  const { modelTopology, weightsManifest } = json as unknown as { modelTopology: object; weightsManifest: { weights: object[] }[] }; // prettier-ignore
  const artifacts = {
    modelTopology,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
    weightData: data.buffer,
  };
  const model = await loadGraphModel(tf.io.fromMemory(artifacts as unknown as tf.io.ModelArtifacts));
  const answer = model.execute({ x: tf.zeros([...x]) }, 'y') as tf.Tensor;
  model.dispose();
  return answer.shape;
}

const image = [1, 8, 9, 3];
const filter = { w: { dims: [3, 3, 3, 5] } };
const cases: readonly Case[] = [
  { op: 'Conv2D', x: image, inputs: ['x', 'w'], constants: filter, attr: windows('SAME', 2), flops: 2 * 4 * 5 * 5 * 27 },
  { op: 'Conv2D', x: image, inputs: ['x', 'w'], constants: filter, attr: windows('VALID', 1), flops: 2 * 6 * 7 * 5 * 27 },
  { op: 'Conv2D', x: image, inputs: ['x', 'w'], constants: filter, attr: { ...windows('EXPLICIT', 2), explicit_paddings: list(0, 0, 1, 0, 1, 1, 0, 0) }, flops: 2 * 4 * 5 * 5 * 27 },
  { op: '_FusedConv2D', x: image, inputs: ['x', 'w', 'b'], constants: { ...filter, b: { dims: [5] } }, attr: { ...windows('SAME', 1), ...fused('BiasAdd', 'Relu6') }, flops: 72 * 5 * (54 + 1) },
  { op: 'DepthwiseConv2dNative', x: image, inputs: ['x', 'w'], constants: { w: { dims: [3, 3, 3, 2] } }, attr: windows('SAME', 1), flops: 2 * 72 * 6 * 9 },
  { op: 'FusedDepthwiseConv2dNative', x: image, inputs: ['x', 'w', 'b'], constants: { w: { dims: [3, 3, 3, 1] }, b: { dims: [3] } }, attr: { ...windows('SAME', 2), ...fused('BiasAdd', 'Relu') }, flops: 20 * 3 * (18 + 1) },
  { op: 'Conv2DBackpropInput', x: [1, 4, 5, 3], inputs: ['size', 'w', 'x'], constants: { size: at(1, 8, 10, 2), w: { dims: [3, 3, 2, 3] } }, attr: windows('SAME', 2), flops: 2 * 4 * 5 * 3 * 9 * 2 },
  { op: 'MatMul', x: [1, 6], inputs: ['x', 'w'], constants: { w: { dims: [4, 6] } }, attr: { transpose_a: { b: false }, transpose_b: { b: true } }, flops: 2 * 24 },
  { op: '_FusedMatMul', x: [1, 6], inputs: ['x', 'w', 'b'], constants: { w: { dims: [6, 4] }, b: { dims: [4] } }, attr: { transpose_a: { b: false }, transpose_b: { b: false }, ...fused('BiasAdd', 'Relu') }, flops: 2 * 24 + 4 },
  { op: 'BatchMatMulV2', x: [1, 2, 6, 3], inputs: ['x', 'x'], attr: { adj_x: { b: true }, adj_y: { b: false } }, flops: 2 * 2 * 3 * 3 * 6 },
  { op: 'MaxPool', x: image, attr: { ...windows('SAME', 2), ksize: list(1, 2, 2, 1) }, flops: 20 * 3 * 4 },
  { op: 'AvgPool', x: image, attr: { ...windows('VALID', 3), ksize: list(1, 3, 3, 1) }, flops: 6 * 3 * 9 },
  { op: 'FusedBatchNormV3', x: image, inputs: ['x', 'g', 'b', 'm', 'v'], constants: { g: { dims: [3] }, b: { dims: [3] }, m: { dims: [3] }, v: { dims: [3] } }, attr: { epsilon: { f: 0.001 } }, flops: 2 * 216 },
  { op: 'ResizeBilinear', x: image, inputs: ['x', 'size'], constants: { size: at(16, 18) }, attr: {}, flops: 9 * 16 * 18 * 3 },
  { op: 'ResizeNearestNeighbor', x: image, inputs: ['x', 'size'], constants: { size: at(16, 18) }, flops: 0 },
  { op: 'DepthToSpace', x: [1, 4, 5, 8], attr: { block_size: { i: '2' }, data_format: named('NHWC') }, flops: 0 },
  { op: 'Mean', x: image, inputs: ['x', 'axes'], constants: { axes: at(1, 2) }, attr: { keep_dims: { b: false } }, flops: 216 + 3 },
  { op: 'ArgMax', x: [1, 7], inputs: ['x', 'axis'], constants: { axis: one(1) }, flops: 7 },
  { op: 'Rsqrt', x: [1, 7], flops: 14 },
  { op: 'SquaredDifference', x: [1, 7], inputs: ['x', 'b'], constants: { b: { dims: [7] } }, flops: 14 },
  { op: 'Prelu', x: image, inputs: ['x', 'b'], constants: { b: { dims: [1, 1, 3] } }, flops: 216 },
  { op: 'AddN', x: [1, 7], inputs: ['x', 'x', 'x'], flops: 14 },
  { op: 'Softmax', x: [1, 7], flops: 35 },
  { op: 'Reshape', x: image, inputs: ['x', 'to'], constants: { to: at(-1, 27) }, flops: 0 },
  { op: 'Squeeze', x: [1, 1, 1, 7], attr: { squeeze_dims: list(1, 2) }, flops: 0 },
  { op: 'ExpandDims', x: [1, 7], inputs: ['x', 'axis'], constants: { axis: one(-1) }, flops: 0 },
  { op: 'Transpose', x: image, inputs: ['x', 'perm'], constants: { perm: at(0, 3, 1, 2) }, flops: 0 },
  { op: 'ConcatV2', x: image, inputs: ['x', 'x', 'axis'], constants: { axis: one(3) }, attr: { N: { i: '2' } }, flops: 0 },
  { op: 'Pack', x: [1, 7], inputs: ['x', 'x'], attr: { axis: { i: '1' }, N: { i: '2' } }, flops: 0 },
  { op: 'Pad', x: image, inputs: ['x', 'pads'], constants: { pads: pairs(0, 0, 1, 2, 0, 1, 0, 0) }, flops: 0 },
  { op: 'Tile', x: image, inputs: ['x', 'times'], constants: { times: at(1, 2, 1, 3) }, flops: 0 },
  { op: 'Slice', x: image, inputs: ['x', 'begin', 'size'], constants: { begin: at(0, 2, 0, 1), size: at(-1, 3, -1, 2) }, flops: 0 },
  { op: 'StridedSlice', x: image, inputs: ['x', 'begin', 'end', 'by'], constants: { begin: at(0, 1, -1, 0), end: at(0, 7, 0, 1), by: at(1, 2, -3, 1) }, attr: { begin_mask: { i: '1' }, end_mask: { i: '1' }, shrink_axis_mask: { i: '8' } }, flops: 0 },
  { op: 'StridedSlice', x: image, inputs: ['x', 'begin', 'end', 'by'], constants: { begin: at(0, 0, 1), end: at(0, 0, 3), by: at(1, 1, 1) }, attr: { ellipsis_mask: { i: '1' }, new_axis_mask: { i: '2' } }, flops: 0 },
  { op: 'GatherV2', x: image, inputs: ['x', 'at', 'axis'], constants: { at: at(0, 2, 2, 1, 0), axis: one(2) }, flops: 0 },
  { op: 'SpaceToBatchND', x: image, inputs: ['x', 'block', 'pads'], constants: { block: at(2, 2), pads: pairs(0, 0, 1, 0) }, flops: 0 },
]; // prettier-ignore

describe('an operator has the shape that TensorFlow.js gives it, and its cost', () => {
  test.each(cases)('$op of $x', async (given) => {
    const model = modelOf(given);
    const graph = graphOf(model.json, model.data);
    if ('uncounted' in graph) throw new Error(graph.uncounted);
    const walk = walkGraph(graph, 1);
    if ('uncounted' in walk) throw new Error(walk.uncounted);
    expect(walk.steps.at(-1)!.outputs[0]!.shape).toEqual(await executed(model, given.x));
    expect(countFlops(graph)).toMatchObject({ upper: given.flops });
    // So do many rows.
    expect(walkGraph(graph, 3)).toHaveProperty('rows', 3);
  });
});

describe('what keeps a graph from being counted is named', () => {
  const x = [1, 7];
  const ring = (json: Json): Json => {
    const text = JSON.stringify(json).replace('"input":["x"]', '"input":["x","y"]');
    return JSON.parse(text.replace('"weightsManifest"', '"signature":{"outputs":{"y":{"name":"y:0"}}},"weightsManifest"')) as Json;
  }; // prettier-ignore
  test.each<[string, Case, RegExp]>([
    ['an operator without a known cost', { op: 'TopKV2', x, inputs: ['x', 'k'], constants: { k: one(2) } }, /TopKV2/],
    ['a name that objects have', { op: 'constructor', x }, /constructor/],
    ['a size that hangs on the data', { op: 'Reshape', x, inputs: ['x', 'x'] }, /Reshape .* depend on the data/],
    ['a size that does not fit', { op: 'Reshape', x, inputs: ['x', 'to'], constants: { to: at(-1, 2) } }, /another size/],
    ['a slice beyond', { op: 'StridedSlice', x, inputs: ['x', 'a', 'a', 'a'], constants: { a: at(1, 1, 1) } }, /fit/],
    ['filters of another rank', { op: 'Conv2D', x, inputs: ['x', 'w'], constants: filter, attr: windows('SAME', 1) }, /form/],
    ['an activation without a known cost', { op: '_FusedMatMul', x, inputs: ['x', 'w'], constants: { w: { dims: [7, 2] } }, attr: fused('Gelu') }, /Gelu/],
    ['a split into a million', { op: 'Unpack', x, attr: { num: { i: '1000000' } } }, /so many parts/],
    ['an attribute that is no number', { op: 'Unpack', x, attr: { num: { i: 'many' } } }, /no whole number/],
    ['a free dimension', { op: 'Relu', x: [1, -1] }, /free/],
    ['an input that is missing', { op: 'Add', x }, /Add that lacks an input/],
  ])('%s', (_, given, named) => {
    const { json, data } = modelOf(given);
    expect(graphOf(json, data)).toEqual({ uncounted: expect.stringMatching(named) });
  }); // prettier-ignore

  test('operators that feed each other in a ring', () => {
    expect(graphOf(ring(modelOf({ op: 'Add', x }).json))).toEqual({ uncounted: expect.stringMatching(/ring/) });
  });

  test('a chain deeper than a stack is counted', () => {
    const { json } = modelOf({ op: 'Relu', x });
    const links = Array.from({ length: 20_000 }, (_, index) => ({
      name: `n${index}`,
      op: 'Relu',
      input: [index === 0 ? 'y' : `n${index - 1}`],
      attr: {},
    }));
    const { modelTopology, ...rest } = json as unknown as { modelTopology: { node: object[] } };
    const deep = {
      ...rest,
      modelTopology: { node: [...modelTopology.node, ...links.toReversed()] },
    } as unknown as Json;
    expect(countsOf(graphOf(deep))).toMatchObject({ upper: 7 * 20_001 });
  });

  test('sizes that are computed from shapes are known', () => {
    const { json, data } = modelOf({ op: 'Reshape', x: [1, 4, 6], inputs: ['x', 'p'], constants: { m: one(-1), a: at(1), z: at(2), s: at(1) } });
    const { modelTopology, ...rest } = json as unknown as { modelTopology: { node: object[] } };
    const more = [
      { name: 'shape', op: 'Shape', input: ['x'], attr: {} },
      { name: 'rows', op: 'StridedSlice', input: ['shape', 'a', 'z', 's'], attr: { shrink_axis_mask: { i: '1' } } },
      { name: 'twice', op: 'AddV2', input: ['rows', 'rows'], attr: {} },
      { name: 'p', op: 'Pack', input: ['m', 'twice'], attr: { axis: { i: '0' } } },
    ];
    const graph = graphOf({ ...rest, modelTopology: { node: [...modelTopology.node, ...more] } } as unknown as Json, data);
    if ('uncounted' in graph) throw new Error(graph.uncounted);
    const walk = walkGraph(graph, 1);
    expect('uncounted' in walk ? walk : walk.steps.at(-1)!.outputs[0]!.shape).toEqual([3, 8]);
  }); // prettier-ignore
});
