import { describe, expect, it } from 'vitest';
import { buildGraph, modelBytes } from './onnx-build.js';
import type { Value } from './onnx-build.js';
import { readOnnxGraph } from './onnx-graph.js';
import { openSession } from './onnxruntime.js';

describe('a graph built from code', () => {
  it('reads back as what was built, and runs', async () => {
    const g = buildGraph('affine');
    const x = g.input('x', 'float32', ['rows', 2]);
    const product = g.node('MatMul', [x, g.constant(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])]);
    const sum = g.node('Add', [product, g.scalar(10)]);
    const [left, right] = g.nodes('Split', [sum, g.constant([1, 2], [2])], 2, { axis: 1 });
    g.output('joined', g.node('Concat', [right!, left!], { axis: 1 }), 'float32', ['rows', 3]);
    expect(g.scalar(10)).toBe(g.scalar(10));
    const bytes = modelBytes(g.graph());
    const graph = readOnnxGraph(bytes);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['MatMul', 'Add', 'Split', 'Concat', 'Identity']);
    expect(graph.inputs).toEqual([{ name: 'x', value: { kind: 'tensor', type: 'float32', shape: ['rows', 2] } }]);
    expect(graph.initializers.map(({ dims, type }) => [type, dims])).toEqual([
      ['float32', [2, 3]],
      ['float32', []],
      ['int64', [2]],
    ]);
    const session = await openSession(bytes);
    const { joined } = await session.run({ x: { type: 'float32', data: Float32Array.of(1, 1), dims: [1, 2] } }, [
      'joined',
    ]);
    expect([...(joined!.data as Float32Array)]).toEqual([17, 19, 15]);
    await session.close();
  });

  it('loops over an inner graph that reads the outer one', async () => {
    const g = buildGraph('power');
    const factor = g.input('factor', 'float32', []);
    const body = buildGraph('step', 'body-');
    body.input('body-at', 'int64', []);
    const going = body.input('body-going', 'bool', []);
    const value = body.input('body-value', 'float32', []);
    body.output('body-go-on', going, 'bool', []);
    body.output('body-next', body.node('Mul', [value, factor]), 'float32', []);
    const steps = g.constant([5], []);
    g.output('power', g.node('Loop', [steps, '' as Value, g.scalar(1)], { body: body.graph() }), 'float32', []);
    const session = await openSession(modelBytes(g.graph()));
    const { power } = await session.run({ factor: { type: 'float32', data: Float32Array.of(3), dims: [] } }, ['power']);
    expect([...(power!.data as Float32Array)]).toEqual([243]);
    await session.close();
  });

  it('refuses values that do not fill their dimensions', () => {
    expect(() => buildGraph('wrong').constant(Float32Array.of(1, 2, 3), [2, 2])).toThrow(RangeError);
  });
});
