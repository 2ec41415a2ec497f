import { expect, test } from 'vitest';
import type { Graph, GraphConstant, GraphNode } from './graph.js';
import { largestBatch, memoryOf } from './graph-memory.js';
import type { GraphMemory } from './graph-memory.js';

const tensor = (name: string, dims: readonly number[]): GraphConstant => ({
  name,
  dims,
  type: 'float32',
  elements: dims.reduce((product, dim) => product * dim, 1),
  values: () => undefined,
});
const node = (opType: string, inputs: string, output: string, attributes: GraphNode['attributes'] = {}): GraphNode => ({
  opType,
  domain: '',
  inputs: inputs.split(' '),
  outputs: [output],
  attributes,
});

/** x 10 → h 40 → r 40 → s 40 → y 5, of four bytes. */
const chain: Graph = {
  inputs: [{ name: 'x', shape: ['n', 10] }],
  constants: [tensor('a', [10, 40]), tensor('b', [40, 5])],
  nodes: [node('MatMul', 'x a', 'h'), node('Relu', 'h', 'r'), node('Softmax', 'r', 's'), node('MatMul', 's b', 'y')],
};
const weights = 4 * (10 * 40 + 40 * 5);

test('of a chain: its constants, what is fed, and a layer with the one before', () => {
  const memory = memoryOf(chain, 3) as GraphMemory;
  expect(memory).toMatchObject({ constants: weights, rows: 3 });
  // Fed 10, two layers of 40 at once; in place one.
  expect(memory.peak).toEqual({
    estimate: weights + 4 * 3 * (10 + 80),
    lower: weights + 4 * 3 * (10 + 40 + 5),
    upper: 4 * weights + 2 * 4 * 3 * (10 + 80),
  });
});

test('a value that is read later stays, and another shape of it takes nothing', () => {
  const skip: Graph = {
    ...chain,
    nodes: [
      node('MatMul', 'x a', 'h'),
      node('Flatten', 'h', 'f'),
      node('Relu', 'f', 'r'),
      node('Tanh', 'r', 't'),
      node('Add', 't h', 'y'),
    ],
  };
  // h (as f too), r, t at once; then h, t, y.
  expect(memoryOf(skip, 1)).toMatchObject({ live: { estimate: 4 * (10 + 120), lower: 4 * (10 + 80) } });
});

test('a convolution may lay its windows out', () => {
  const graph: Graph = {
    inputs: [{ name: 'x', shape: ['n', 3, 8, 8] }],
    constants: [tensor('k', [4, 3, 3, 3])],
    nodes: [node('Conv', 'x k', 'y')],
  };
  const live = 4 * 2 * (3 * 64 + 4 * 36);
  expect(memoryOf(graph, 2)).toMatchObject({ live: { estimate: live, upper: 2 * live + 4 * 27 * 36 } });
});

test('the largest batch is the last that fits', () => {
  for (const end of ['estimate', 'lower', 'upper'] as const) {
    for (const budget of [weights * 4 + 400, 50_000, 1_234_567]) {
      const batch = largestBatch(chain, budget, end, 1e6)!;
      if (batch > 0) expect((memoryOf(chain, batch) as GraphMemory).peak[end]).toBeLessThanOrEqual(budget);
      expect((memoryOf(chain, batch + 1) as GraphMemory).peak[end]).toBeGreaterThan(budget);
    }
  }
  expect(largestBatch(chain, weights, 'estimate', 1e6)).toBe(0);
  expect(largestBatch(chain, 1e12, 'estimate', 1000)).toBe(1000);
  expect(largestBatch({ ...chain, nodes: [node('Nonesuch', 'x', 'y')] }, 1e9, 'estimate', 10)).toBeUndefined();
});
