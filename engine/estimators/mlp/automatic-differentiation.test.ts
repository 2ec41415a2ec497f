/** The gradient of the generated training graph against TensorFlow.js' automatic differentiation and finite differences. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { withOnes } from '../../../tests/fixtures/with-ones.js';
import { referenceLoss } from '../../../tests/fixtures/mlp-reference.js';
import { openSession } from '../../backends/onnxruntime.js';
import type { Feed } from '../../backends/onnxruntime.js';
import { importPackage, tfjsCore, tfjsLayers } from '../../backends/tfjs-packages.js';
import type { TfjsCore } from '../../backends/tfjs-packages.js';
import { createRng } from '../../numerics/generator.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpLoss, MlpShape } from './layout.js';
import { stepModel } from './training-graph.js';

const MODELS = 2;
const BATCH = 9;
const INPUTS = 5;
/** Numbers of 32 bits, sums of some ten products: some units of the last place of the largest gradient. */
const AGAINST_TFJS = 5e-7;
/** Central differences of a loss in float64 are exact to some 1e-10; what is left is the graph's own rounding. */
const AGAINST_DIFFERENCES = 1e-6;
const STEP = 1e-5;

let tf: TfjsCore;
beforeAll(async () => {
  tf = await tfjsCore();
  // Registers the gradients.
  await tfjsLayers();
  await importPackage('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
});

interface Case {
  readonly loss: MlpLoss;
  readonly activation: 'relu' | 'tanh';
  readonly hidden: readonly number[];
  readonly dropout: boolean;
  readonly l2: number;
  readonly weighted: boolean;
}

/** Everything a step is given, for models of one shape that each have a batch of their own. */
function problemOf({ loss, activation, hidden, dropout, l2, weighted }: Case) {
  const rng = createRng(`${loss} ${activation} ${hidden.join()} ${dropout} ${l2} ${weighted}`);
  const outputs = loss === 'multinomial' ? 4 : 1;
  const shape: MlpShape = { models: MODELS, inputs: INPUTS, hidden, outputs, activation, loss };
  const floats = (count: number, draw: () => number) => Float32Array.from({ length: count }, draw);
  const truth = new Float32Array(MODELS * BATCH * outputs);
  for (let row = 0; row < MODELS * BATCH; row++) {
    if (loss === 'multinomial') truth[row * outputs + rng.integer(outputs)] = 1;
    else truth[row] = loss === 'binary' ? rng.integer(2) : rng.normal();
  }
  return {
    shape,
    truth,
    rows: floats(MODELS * BATCH * INPUTS, () => rng.normal()),
    numbers: floats(MODELS * parametersOf(layersOf(shape)), () => rng.normal() / 2),
    share: floats(MODELS * BATCH, () => (weighted ? 2 * rng.next() : 1) / BATCH),
    // As the engine does: the penalty of the summed loss, over the rows of the batch.
    decay: new Float32Array(MODELS).fill(l2 / BATCH),
    masks: hidden.map((units) => floats(MODELS * BATCH * units, () => (rng.next() < 0.3 ? 0 : 1 / 0.7))),
    dropout: dropout && hidden.length > 0,
  };
}

type Problem = ReturnType<typeof problemOf>;

/** Without momentum, the velocity after one step at a rate of 1 is the gradient's opposite. */
async function gradientOfGraph({ shape, truth, rows, numbers, share, decay, masks, dropout }: Problem) {
  const session = await openSession(
    stepModel({ shape, solver: 'sgd', momentum: 0, dropout, rows: withOnes(rows, INPUTS), truth }),
  );
  const width = parametersOf(layersOf(shape));
  const float = (data: Float32Array, ...dims: number[]): Feed => ({ type: 'float32', data, dims });
  const feeds: Record<string, Feed> = {
    numbers: float(numbers, MODELS, width),
    velocity: float(new Float32Array(numbers.length), MODELS, width),
    picked: {
      type: 'int32',
      data: Int32Array.from({ length: MODELS * BATCH }, (_, row) => row),
      dims: [MODELS, BATCH],
    },
    share: float(share, MODELS, BATCH, 1),
    decay: float(decay, MODELS, 1),
    rate: float(new Float32Array(MODELS).fill(1), MODELS, 1),
  };
  if (dropout) masks.forEach((mask, at) => (feeds[`mask${at}`] = float(mask, MODELS, BATCH, shape.hidden[at]!)));
  const { ['next-velocity']: velocity } = await session.run(feeds, ['next-velocity']);
  await session.close();
  return (velocity!.data as Float32Array).map((value) => -value);
}

/** The same loss in TensorFlow.js' words, differentiated by it. */
function gradientByTfjs(problem: Problem, model: number): Float32Array {
  const { shape, numbers, decay } = problem;
  const layers = layersOf(shape);
  const width = parametersOf(layers);
  const part = (values: Float32Array, size: number): Float32Array => values.subarray(model * size, (model + 1) * size);
  const loss = (all: Tensor): Tensor => {
    let values: Tensor = tf.tensor2d(part(problem.rows, BATCH * INPUTS), [BATCH, INPUTS]);
    let penalty: Tensor = tf.scalar(0);
    layers.forEach(({ from, to, weights, intercepts }, layer) => {
      const kernel = tf.reshape(tf.slice(all, [weights], [from * to]), [from, to]);
      penalty = tf.add(penalty, tf.sum(tf.square(kernel)));
      values = tf.add(tf.matMul(values, kernel), tf.slice(all, [intercepts], [to]));
      if (layer === layers.length - 1) return;
      values = shape.activation === 'relu' ? tf.relu(values) : tf.tanh(values);
      if (problem.dropout) values = tf.mul(values, tf.tensor2d(part(problem.masks[layer]!, BATCH * to), [BATCH, to]));
    });
    const truth = tf.tensor2d(part(problem.truth, BATCH * shape.outputs), [BATCH, shape.outputs]);
    const each = tf.mul(lossOfRows(shape.loss, values, truth), tf.tensor1d(part(problem.share, BATCH)));
    return tf.add(tf.sum(each), tf.mul(penalty, decay[model]! / 2));
  };
  return tf.tidy(
    () =>
      tf
        .grad(loss)(tf.tensor1d(part(numbers, width)))
        .dataSync() as Float32Array,
  );
}

function lossOfRows(loss: MlpLoss, scores: Tensor, truth: Tensor): Tensor {
  switch (loss) {
    case 'multinomial':
      return tf.neg(tf.sum(tf.mul(truth, tf.logSoftmax(scores)), 1));
    case 'binary':
      return tf.sum(tf.sub(tf.softplus(scores), tf.mul(truth, scores)), 1);
    case 'regression':
      return tf.sum(tf.mul(tf.square(tf.sub(scores, truth)), 0.5), 1);
  }
}

/** Central differences of the definition in float64 (tests/fixtures/mlp-reference.ts). */
function gradientByDifferences({ shape, truth, rows, numbers, share, decay, masks, dropout }: Problem, model: number) {
  const width = parametersOf(layersOf(shape));
  const row = (values: Float32Array, size: number, place: number): number[] => {
    const at = (model * BATCH + place) * size;
    return [...values.subarray(at, at + size)];
  };
  const places = Array.from({ length: BATCH }, (_, place) => place);
  const batch = {
    rows: places.map((place) => row(rows, INPUTS, place)),
    truth: places.map((place) => row(truth, shape.outputs, place)),
    share: places.map((place) => row(share, 1, place)[0]!),
    decay: decay[model]!,
    ...(dropout && {
      masks: masks.map((mask, layer) => places.map((place) => row(mask, shape.hidden[layer]!, place))),
    }),
  };
  const own = Float64Array.from(numbers.subarray(model * width, (model + 1) * width));
  return own.map((value, index) => {
    const lossAt = (moved: number): number => referenceLoss(shape, own.with(index, moved), batch);
    return (lossAt(value + STEP) - lossAt(value - STEP)) / (2 * STEP);
  });
}

const cases = (['binary', 'multinomial', 'regression'] as const).flatMap((loss) =>
  (['relu', 'tanh'] as const).flatMap((activation) =>
    [[], [7], [6, 5]].flatMap((hidden) =>
      [false, true].flatMap((dropout) =>
        [0, 0.5].map((l2): Case => ({ loss, activation, hidden, dropout, l2, weighted: l2 > 0 !== dropout })),
      ),
    ),
  ),
);

describe('the gradient of the training graph', () => {
  test.each(cases)(
    '$loss, $activation, hidden $hidden, dropout $dropout, l2 $l2, weighted $weighted',
    async (given) => {
      const problem = problemOf(given);
      const found = await gradientOfGraph(problem);
      const width = found.length / MODELS;
      for (let model = 0; model < MODELS; model++) {
        const own = found.subarray(model * width, (model + 1) * width);
        const size = Math.max(1, ...own.map(Math.abs));
        const byTfjs = gradientByTfjs(problem, model);
        const byDifferences = gradientByDifferences(problem, model);
        own.forEach((slope, index) => {
          expect(Math.abs(slope - byTfjs[index]!) / size).toBeLessThan(AGAINST_TFJS);
          expect(Math.abs(slope - byDifferences[index]!) / size).toBeLessThan(AGAINST_DIFFERENCES);
        });
        expect(own.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
      }
    },
  );

  test('a gradient of another loss does not pass for it', async () => {
    const problem = problemOf({
      loss: 'binary',
      activation: 'tanh',
      hidden: [7],
      dropout: true,
      l2: 0.5,
      weighted: true,
    });
    const own = (await gradientOfGraph(problem)).subarray(0, parametersOf(layersOf(problem.shape)));
    const far = (other: Problem): number =>
      Math.max(...gradientByTfjs(other, 0).map((slope, index) => Math.abs(slope - own[index]!)));
    expect(far(problem)).toBeLessThan(1e-6);
    expect(far({ ...problem, decay: new Float32Array(MODELS) })).toBeGreaterThan(1e-3);
    expect(far({ ...problem, dropout: false })).toBeGreaterThan(1e-3);
    expect(far({ ...problem, share: new Float32Array(MODELS * BATCH).fill(1 / BATCH) })).toBeGreaterThan(1e-3);
    expect(far({ ...problem, shape: { ...problem.shape, activation: 'relu' } })).toBeGreaterThan(1e-3);
  });
});
