/**
 * The network: a decoder of pre-normalised layers (RMSNorm, attention with linear biases, ReLU), embeddings shared by
 * input and output, without bias terms. Trained with TensorFlow.js on WebAssembly, one thread.
 *
 * Press, Smith, Lewis: Train Short, Test Long: Attention with Linear Biases, ICLR 2022.
 * Press, Wolf: Using the Output Embedding to Improve Language Models, EACL 2017.
 * Zhang, Sennrich: Root Mean Square Layer Normalization, NeurIPS 2019.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
/** Gradients come with it. */
import '@tensorflow/tfjs-layers';

export const EPSILON = 1e-5;
/** Slopes of the heads' biases, a geometric series from 2^(-8/heads). */
export const slopesOf = (heads) => Array.from({ length: heads }, (_, head) => 2 ** ((-8 * (head + 1)) / heads));

/** What each layer holds, by name: rows and columns in units of the width. */
const LAYER = {
  normA: [0, 1],
  queries: [1, 1],
  keys: [1, 1],
  values: [1, 1],
  joined: [1, 1],
  normB: [0, 1],
  up: [1, 4],
  down: [4, 1],
};

/** Weights drawn from normal distributions; `shape: {tokens, width, layers, heads}`. */
export async function networkOf(shape, random) {
  await tf.setBackend('wasm');
  const { tokens, width, layers } = shape;
  const weights = { embedding: normal([tokens, width], 0.02 * Math.sqrt(128 / width), random) };
  for (let layer = 0; layer < layers; layer += 1)
    for (const [name, [rows, columns]] of Object.entries(LAYER))
      weights[`${name}${layer}`] =
        rows === 0
          ? tf.variable(tf.ones([width]))
          : normal(
              [rows * width, columns * width],
              (name === 'joined' || name === 'down' ? 1 / Math.sqrt(2 * layers) : 1) / Math.sqrt(rows * width),
              random,
            );
  weights.norm = tf.variable(tf.ones([width]));
  return { shape, weights };
}

function normal(dims, deviation, { uniform }) {
  const values = Float32Array.from(
    { length: dims[0] * dims[1] },
    () => deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
  return tf.variable(tf.tensor2d(values, dims));
}

/**
 * Mean of -ln P over the rows that count, and its gradients by the names of the weights.
 * `batch: {rows, length, tokens: Int32Array, positions: Int32Array, targets: Int32Array}`: `positions` are the flat places
 * whose next token, in `targets`, counts.
 */
export function gradientsOf({ shape, weights }, batch) {
  const names = Object.keys(weights);
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => lossOf(shape, weights, batch),
      names.map((name) => weights[name]),
    );
    return {
      loss: value.dataSync()[0],
      gradients: new Map(names.map((name) => [name, grads[weights[name].name].dataSync()])),
    };
  });
}

export const lossWithout = ({ shape, weights }, batch) => tf.tidy(() => lossOf(shape, weights, batch).dataSync()[0]);

function lossOf({ width, layers, heads }, weights, { rows, length, tokens, positions, targets }) {
  const size = width / heads;
  const bias = biasOf(heads, length);
  const split = (values) => tf.transpose(tf.reshape(values, [rows, length, heads, size]), [0, 2, 1, 3]);
  let stream = rowsAt(weights.embedding, tokens);
  for (let layer = 0; layer < layers; layer += 1) {
    const of = (name) => weights[`${name}${layer}`];
    const before = normalised(stream, of('normA'));
    const [queries, keys, values] = ['queries', 'keys', 'values'].map((name) => split(product(before, of(name))));
    const scores = tf.add(tf.mul(tf.matMul(queries, tf.transpose(keys, [0, 1, 3, 2])), 1 / Math.sqrt(size)), bias);
    const attended = tf.transpose(tf.matMul(tf.softmax(scores), values), [0, 2, 1, 3]);
    stream = tf.add(stream, product(tf.reshape(attended, [rows * length, width]), of('joined')));
    const inner = tf.relu(product(normalised(stream, of('normB')), of('up')));
    stream = tf.add(stream, product(inner, of('down')));
  }
  const last = normalised(rowsAt(stream, positions), weights.norm);
  return crossEntropy(product(last, tf.transpose(weights.embedding)), targets);
}

/** `[1, heads, length, length]`: minus slope times distance; nothing sees what comes after it. */
function biasOf(heads, length) {
  const bias = new Float32Array(heads * length * length);
  slopesOf(heads).forEach((slope, head) => {
    for (let to = 0; to < length; to += 1)
      for (let from = 0; from < length; from += 1)
        bias[(head * length + to) * length + from] = from > to ? -1e9 : -slope * (to - from);
  });
  return tf.tensor4d(bias, [1, heads, length, length]);
}

const normalised = (values, gain) =>
  tf.mul(tf.mul(values, tf.rsqrt(tf.add(tf.mean(tf.square(values), -1, true), EPSILON))), gain);

/** A product whose gradients use the fast kernel of WebAssembly, which takes no transposed factors. */
const product = tf.customGrad((left, right, save) => {
  save([left, right]);
  return {
    value: tf.matMul(left, right),
    gradFunc: (above, [a, b]) => [tf.matMul(above, tf.transpose(b)), tf.matMul(tf.transpose(a), above)],
  };
});

/** Rows of a matrix; WebAssembly has no gradient of its `gather`. */
const rowsAt = (matrix, indices) =>
  tf.customGrad((from) => ({
    value: tf.gather(from, tf.tensor1d(indices, 'int32')),
    gradFunc: (above) => {
      const [, width] = from.shape;
      const given = above.dataSync();
      const sums = new Float32Array(from.size);
      indices.forEach((row, at) => {
        for (let column = 0; column < width; column += 1) sums[row * width + column] += given[at * width + column];
      });
      return tf.tensor2d(sums, from.shape);
    },
  }))(matrix);

const crossEntropy = (scores, targets) =>
  tf.customGrad((of) => {
    const [count, width] = of.shape;
    const chances = tf.softmax(of).dataSync().slice();
    let sum = 0;
    targets.forEach((target, row) => {
      sum -= Math.log(Math.max(chances[row * width + target], 1e-30));
      chances[row * width + target] -= 1;
    });
    return {
      value: tf.scalar(sum / count),
      gradFunc: (above) => tf.mul(tf.tensor2d(chances, [count, width]), tf.div(above, count)),
    };
  })(scores);

/** Adam (Kingma and Ba, ICLR 2015) with gradients clipped by their common norm. */
export function adamOf({ weights }) {
  const moments = new Map(
    Object.entries(weights).map(([name, { size }]) => [name, [new Float32Array(size), new Float32Array(size)]]),
  );
  const [first, second] = [0.9, 0.98];
  let steps = 0;
  return (gradients, rate) => {
    steps += 1;
    let squares = 0;
    for (const values of gradients.values()) for (const value of values) squares += value * value;
    const scale = Math.min(1, 1 / Math.sqrt(squares));
    const step = (rate * Math.sqrt(1 - second ** steps)) / (1 - first ** steps);
    for (const [name, [mean, square]] of moments) {
      const variable = weights[name];
      const values = variable.dataSync().slice();
      const gradient = gradients.get(name);
      for (let at = 0; at < values.length; at += 1) {
        const slope = gradient[at] * scale;
        mean[at] = first * mean[at] + (1 - first) * slope;
        square[at] = second * square[at] + (1 - second) * slope * slope;
        values[at] -= (step * mean[at]) / (Math.sqrt(square[at]) + 1e-9);
      }
      const next = tf.tensor(values, variable.shape);
      variable.assign(next);
      next.dispose();
    }
  };
}
