/**
 * The trained network as ONNX, weights in float16: it reads some tokens of one text, given what it kept of those before.
 *
 * In: `tokens` int32 [count]; `bias` [heads, count, before + count]; `keys<layer>` and `values<layer>` [heads, before, size].
 * Out: `scores` [count, tokens], log probabilities of the next token after each; `states` [count, width], what they follow
 * from; `nextKeys<layer>`, `nextValues<layer>`.
 */
import { buildGraph, modelBytes } from '../../../dist/engine/backends/onnx-build.js';
import { quantised } from '../../../dist/engine/backends/onnx-quantise.js';
import { EPSILON } from './network.mjs';

export function onnxOf({ shape: { tokens, width, layers, heads }, weights }) {
  const size = width / heads;
  const graph = buildGraph('language-model');
  const { node } = graph;
  const weight = (name) => graph.constant(weights[name].dataSync().slice(), weights[name].shape);
  const product = (values, name) => node('MatMul', [values, weight(name)]);
  const ints = (...values) => graph.constant(values, [values.length]);
  const split = (values) => node('Transpose', [node('Reshape', [values, ints(-1, heads, size)])], { perm: [1, 0, 2] });
  const normalised = (values, name) => {
    const mean = node('ReduceMean', [node('Mul', [values, values])], { axes: [-1], keepdims: 1 });
    const root = node('Sqrt', [node('Add', [mean, graph.scalar(EPSILON)])]);
    return node('Mul', [node('Div', [values, root]), weight(name)]);
  };

  const embedding = weight('embedding');
  let stream = node('Gather', [embedding, graph.input('tokens', 'int32', ['count'])]);
  const bias = graph.input('bias', 'float32', [heads, 'count', 'all']);
  const kept = [];
  for (let layer = 0; layer < layers; layer += 1) {
    const before = normalised(stream, `normA${layer}`);
    const [keys, values] = ['keys', 'values'].map((name) => {
      const earlier = graph.input(`${name}${layer}`, 'float32', [heads, 'before', size]);
      const all = node('Concat', [earlier, split(product(before, `${name}${layer}`))], { axis: 1 });
      kept.push([`next${name[0].toUpperCase()}${name.slice(1)}${layer}`, all]);
      return all;
    });
    const scaled = node('Mul', [split(product(before, `queries${layer}`)), graph.scalar(1 / Math.sqrt(size))]);
    const scores = node('Add', [node('MatMul', [scaled, node('Transpose', [keys], { perm: [0, 2, 1] })]), bias]);
    const attended = node('MatMul', [node('Softmax', [scores], { axis: -1 }), values]);
    const joined = node('Reshape', [node('Transpose', [attended], { perm: [1, 0, 2] }), ints(-1, width)]);
    stream = node('Add', [stream, product(joined, `joined${layer}`)]);
    const inner = node('Relu', [product(normalised(stream, `normB${layer}`), `up${layer}`)]);
    stream = node('Add', [stream, product(inner, `down${layer}`)]);
  }
  const states = normalised(stream, 'norm');
  const last = node('MatMul', [states, node('Transpose', [embedding], { perm: [1, 0] })]);
  graph.output('scores', node('LogSoftmax', [last], { axis: -1 }), 'float32', ['count', tokens]);
  graph.output('states', states, 'float32', ['count', width]);
  for (const [name, value] of kept) graph.output(name, value, 'float32', [heads, 'all', size]);
  return quantised(modelBytes(graph.graph()), 'float16');
}
