import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../backends/json-value.js';
import { readKerasTopology } from '../../backends/keras-topology.js';
import { countFlops, countParameters } from '../../methods/energy/graph-profile.js';
import { graphOfLayers } from './tfjs-layers-graph.js';

const shipped = (name: string): Json =>
  JSON.parse(
    readFileSync(new URL(`../../../tests/fixtures/tfjs/nsfwjs/${name}.json`, import.meta.url), 'utf8'),
  ) as Json;

const graphOf = (json: Json) => graphOfLayers(readKerasTopology(json));
const countsOf = (json: Json): { multiplyAdds: number; parameters: number } | { uncounted: string } => {
  const graph = graphOf(json);
  if ('uncounted' in graph) return graph;
  const flops = countFlops(graph);
  return 'uncounted' in flops
    ? flops
    : { multiplyAdds: flops.multiplyAdds, parameters: countParameters(graph).parameters };
};

/** MobileNet V2: Sandler et al. 2018, Table 4. Inception V3: torchvision's documentation, GFLOPS (multiply-adds). */
test.each([
  ['mobilenet-v2', 300e6],
  ['inception-v3', 5.71e9],
])('%s as an npm package ships it has its published multiply-adds', (name, published) => {
  const found = countsOf(shipped(name)) as { multiplyAdds: number };
  expect(Math.abs(found.multiplyAdds / published - 1)).toBeLessThan(0.01);
});

const sequential = (...layers: readonly [string, Record<string, Json>][]): Json => ({
  class_name: 'Sequential',
  config: {
    name: 's',
    layers: layers.map(([className, config], index) => ({
      class_name: className,
      config: { name: `${index}`, ...(index === 0 && { batch_input_shape: [null, 8, 8, 3] }), ...config },
    })),
  },
});

describe('by hand', () => {
  test('convolutions, whole and by channel, pooled and flattened', () => {
    const json = sequential(
      ['Conv2D', { filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: 'same', activation: 'relu' }],
      ['DepthwiseConv2D', { kernel_size: [3, 3], strides: [2, 2], padding: 'valid', depth_multiplier: 2 }],
      ['BatchNormalization', {}],
      ['ZeroPadding2D', { padding: [[0, 1], [0, 1]] }],
      ['MaxPooling2D', { pool_size: [2, 2] }],
      ['SeparableConv2D', { filters: 5, kernel_size: 1, use_bias: false }],
      ['Flatten', {}],
      ['Dense', { units: 2, activation: 'softmax' }],
    ); // prettier-ignore
    expect(countsOf(json)).toEqual({
      multiplyAdds: 64 * 4 * 27 + 9 * 8 * 9 + 4 * 8 + 4 * 5 * 8 + 20 * 2,
      parameters: 4 * 27 + 4 + (8 * 9 + 8) + 16 + 8 + 40 + (40 + 2),
    });
  });

  test.each<[string, Json]>([
    ['a layer without a known cost', sequential(['Flatten', {}], ['LSTM', { units: 3 }])],
    ['an activation without one', sequential(['Flatten', {}], ['Dense', { units: 3, activation: 'mystery' }])],
    ['a dense layer over places', sequential(['Dense', { units: 3 }])],
    ['channels before places', sequential(['Conv2D', { filters: 2, kernel_size: 3, data_format: 'channels_first' }])],
    ['a window of no size', sequential(['Conv2D', { filters: 2, kernel_size: ['a', 'b'] }])],
    ['a margin of no size', sequential(['ZeroPadding2D', { padding: 'wide' }])],
    ['a free input', sequential(['Flatten', { batch_input_shape: [null, null] }])],
  ])('%s leaves it uncounted', (_, json) => expect(countsOf(json)).toHaveProperty('uncounted'));
});
