import { expect, test } from 'vitest';
import type { Graph, GraphConstant, GraphNode } from './graph.js';
import { countFlops, countParameters } from './graph-profile.js';

const tensor = (name: string, dims: readonly number[], values?: readonly number[], type = 'float32'): GraphConstant => {
  const elements = dims.reduce((product, dim) => product * dim, 1);
  return { name, dims, type, elements, values: () => (values === undefined ? undefined : Float64Array.from(values)) };
};

const node = (
  opType: string,
  inputs: string,
  outputs: string,
  attributes: GraphNode['attributes'] = {},
): GraphNode => ({
  opType: opType.replace(/^ml\./, ''),
  domain: opType.startsWith('ml.') ? 'ai.onnx.ml' : '',
  inputs: inputs.split(' '),
  outputs: outputs.split(' '),
  attributes,
});

const ints = (value: readonly number[]) => ({ kind: 'ints', value });
const shape = (...value: number[]) => tensor('shape', [value.length], value, 'int64');

test.each<[string, Graph, number]>([
  [
    'Gemm with its bias, transposed',
    {
      inputs: [{ name: 'x', shape: ['n', 44] }],
      constants: [tensor('w', [64, 44]), tensor('b', [64])],
      nodes: [node('Gemm', 'x w b', 'y', { transB: { kind: 'int', value: 1 } })],
    },
    2 * 44 * 64,
  ],
  [
    'a convolution of stride 2, a pooling, and a dense layer',
    {
      inputs: [{ name: 'x', shape: [undefined, 3, 8, 8] }],
      constants: [tensor('k', [4, 3, 3, 3]), tensor('w', [16, 10]), shape(0, -1)],
      nodes: [
        node('Conv', 'x k', 'c', { strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }),
        node('Relu', 'c', 'r'),
        node('MaxPool', 'r', 'p', { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }),
        node('Reshape', 'p shape', 'f'),
        node('MatMul', 'f w', 'y'),
      ],
    },
    2 * 4 * 4 * 4 * (3 * 3 * 3) + 4 * 4 * 4 + 4 * 2 * 2 * 4 + 2 * 16 * 10,
  ],
  [
    'depthwise convolution (groups)',
    {
      inputs: [{ name: 'x', shape: ['n', 6, 5] }],
      constants: [tensor('k', [6, 1, 3])],
      nodes: [node('Conv', 'x k', 'y', { group: { kind: 'int', value: 6 } })],
    },
    2 * 6 * 3 * 3,
  ],
  [
    'columns put together and standardised',
    {
      inputs: [
        { name: 'a', shape: ['n', 1] },
        { name: 'b', shape: ['n', 1] },
      ],
      constants: [tensor('m', [2]), tensor('s', [2])],
      nodes: [
        node('Concat', 'a b', 'x', { axis: { kind: 'int', value: 1 } }),
        node('Sub', 'x m', 'c'),
        node('Div', 'c s', 'y'),
        node('ReduceMean', 'y', 'z', { axes: ints([1]) }),
      ],
    },
    2 + 2 + 2 + 1,
  ],
  [
    'a transposed convolution of two groups, cut, padded, split and spread',
    {
      inputs: [{ name: 'x', shape: ['n', 4, 5] }],
      constants: [
        tensor('k', [4, 3, 3]),
        tensor('from', [1], [-1], 'int64'),
        tensor('to', [1], [-8], 'int64'),
        tensor('axis', [1], [2], 'int64'),
        tensor('step', [1], [-2], 'int64'),
        tensor('pads', [6], [0, 0, 1, 0, 0, 2], 'int64'),
        tensor('sizes', [2], [2, 5], 'int64'),
        tensor('wide', [4], [2, 1, 6, 2], 'int64'),
      ],
      nodes: [
        // 4·5 numbers times 3·3 weights; 2·(5−1) + 3 = 11 places.
        node('ConvTranspose', 'x k', 'c', { strides: ints([2]), group: { kind: 'int', value: 2 } }),
        // Places 10, 8, 6, 4.
        node('Slice', 'c from to axis step', 's'),
        node('Pad', 's pads', 'p'),
        node('Split', 'p sizes', 'a b', { axis: { kind: 'int', value: 2 } }),
        node('Expand', 'a wide', 'w'),
        node('Relu', 'w', 'y'),
        node('LRN', 'b', 'z', { size: { kind: 'int', value: 5 } }),
      ],
    },
    2 * (4 * 5 * 3 * 3) + 2 * 6 * 2 + 6 * 5 * 9,
  ],
  [
    'places doubled by linear steps, made of channels, repeated, and looked up',
    {
      inputs: [{ name: 'x', shape: ['n', 8, 3, 3] }],
      constants: [
        tensor('scales', [4], [1, 1, 2, 1]),
        tensor('times', [4], [1, 1, 1, 2]),
        tensor(
          'at',
          [5, 2],
          Array.from({ length: 10 }, () => 0),
        ),
      ],
      nodes: [
        // Along one axis, by one step.
        node('Resize', 'x  scales', 'r', { mode: { kind: 'string', value: 'linear' } }),
        node('DepthToSpace', 'r', 'd', { blocksize: { kind: 'int', value: 2 } }),
        node('Tile', 'd times', 't'),
        node('Relu', 't', 'z'),
        node('GatherND', 'z at', 'g'),
        node('Relu', 'g', 'y'),
      ],
    },
    3 * (8 * 6 * 3) + 2 * 12 * 12 + 5 * 12 * 12,
  ],
])('%s', (_, graph, flops) => {
  expect(countFlops(graph)).toMatchObject({ lower: flops, upper: flops });
});

const leaf = { mode: 'LEAF', yes: 0, no: 0, value: 0 };
const tree = (nodes: readonly { mode: string; yes: number; no: number; value: number }[], weights: readonly number[]) =>
  node('ml.TreeEnsembleRegressor', 'x', 'y', {
    nodes_treeids: ints(nodes.map(() => 0)),
    nodes_nodeids: ints(nodes.map((_, id) => id)),
    nodes_modes: { kind: 'strings', value: nodes.map(({ mode }) => mode) },
    nodes_truenodeids: ints(nodes.map(({ yes }) => yes)),
    nodes_falsenodeids: ints(nodes.map(({ no }) => no)),
    nodes_values: ints(nodes.map(({ value }) => value)),
    target_treeids: ints(weights.map(() => 0)),
    target_nodeids: ints(weights.map((_, index) => nodes.length - weights.length + index)),
    target_weights: ints(weights),
    n_targets: { kind: 'int', value: 1 },
  });
const input = [{ name: 'x', shape: ['n', 2] }];

test('a tree costs its shortest and its longest path', () => {
  const nodes = [
    { mode: 'BRANCH_LEQ', yes: 1, no: 2, value: 0.5 },
    { mode: 'BRANCH_LEQ', yes: 3, no: 4, value: 0 },
    leaf,
    leaf,
    leaf,
  ];
  const graph = { inputs: input, constants: [], nodes: [tree(nodes, [1, 0, 3])] };
  expect(countFlops(graph)).toMatchObject({ lower: 1 + 1, upper: 2 + 1 });
  expect(countParameters(graph)).toEqual({ parameters: 5, zeros: 2 });
});

test.each<[string, Graph]>([
  ['an operator that is not in the table', { inputs: input, constants: [], nodes: [node('FastGelu', 'x', 'y')] }],
  ['a loop', { inputs: input, constants: [], nodes: [node('Loop', 'x', 'y')] }],
  ['a free inner dimension', { inputs: [{ name: 'x', shape: ['n', 'length'] }], constants: [], nodes: [] }],
  ['an input without a shape', { inputs: [{ name: 'x', shape: undefined }], constants: [], nodes: [] }],
  ['a reshape by computed sizes', { inputs: input, constants: [], nodes: [node('Reshape', 'x x', 'y')] }],
  [
    'products that do not fit',
    { inputs: input, constants: [tensor('w', [3, 4])], nodes: [node('MatMul', 'x w', 'y')] },
  ],
  [
    'a tree that points in a circle',
    {
      inputs: input,
      constants: [],
      nodes: [
        tree(
          [
            { mode: 'BRANCH_LEQ', yes: 1, no: 1, value: 0 },
            { mode: 'BRANCH_LEQ', yes: 1, no: 1, value: 0 },
          ],
          [],
        ),
      ],
    },
  ],
])('%s is not guessed', (_, graph) => {
  expect(countFlops(graph)).toHaveProperty('uncounted');
});

test('parameters are floats and small integers, not shapes; zeros are counted where they can be read', () => {
  const constants = [tensor('w', [2, 2], [0, 1, 0, 2]), tensor('q', [3], [0, 5, 6], 'int8'), shape(-1, 2)];
  expect(countParameters({ inputs: [], constants, nodes: [] })).toEqual({ parameters: 7, zeros: 3 });
  expect(countParameters({ inputs: [], constants: [tensor('w', [4])], nodes: [] })).toEqual({
    parameters: 4,
    zeros: undefined,
  });
});
