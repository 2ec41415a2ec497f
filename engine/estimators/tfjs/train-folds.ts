import type { Optimizer, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { JsonObject } from '../../backends/json-value.js';
import { openTfjs } from '../../backends/tfjs.js';
import type { TfjsCore } from '../../backends/tfjs-packages.js';
import { permutation } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import type { EstimatorSpec } from '../../subject/estimator-spec.js';
import { fitEncoder } from '../design-matrix.js';
import type { Encoder } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import type { Fold } from '../splits.js';
import { learntTarget } from './learnt-target.js';
import type { LearntTarget } from './learnt-target.js';
import { buildSeeded, readNetwork, reseeding, spelledOut } from './network.js';
import type { Network } from './network.js';
import type { TfjsSettings } from './settings.js';

/** Rows that a trained network answers at once. */
const ROWS_OF_A_RUN = 1024;
/** As Keras keeps probabilities from 0, whose logarithm has no number. */
const LEAST_PROBABILITY = 1e-7;

/**
 * Trains the network anew for each fold, from seeded numbers, its rows in seeded orders, on the first backend of
 * TensorFlow.js that can take a step of it; preprocessing is learnt inside each fold. One fold after another: the
 * library trains one network at a time. Throws `EstimatorFault`: `out-of-domain` for folds that cannot be learnt of,
 * `unsupported` for networks that cannot be trained or do not fit, `failed` where weights diverge; `ModelFault` where
 * no backend can.
 */
export async function trainFolds(
  file: NonNullable<EstimatorSpec['network']>,
  settings: TfjsSettings,
  data: TrainingData,
  folds: readonly Fold[],
  context: TrainingContext,
): Promise<readonly Float64Array[]> {
  const network = readNetwork(file);
  const prepared = folds.map((fold) => prepare(network, settings, data, fold));
  let spelled: JsonObject | undefined;
  const tfjs = await openTfjs(context.device?.kind ?? 'cpu', async (core) => {
    spelled = await spelledOut(core, network);
    // WebAssembly, for one, has no gradients of some operators: a step of this very network tells.
    if (prepared[0] !== undefined) await tryStep(core, spelled, network, settings, prepared[0]);
  });
  context.trained?.({
    backend: tfjs.backend,
    atOnce: 1,
    refused: tfjs.passed.flatMap(({ name, reason, isThere }) => (isThere ? [`${name}: ${reason}`] : [])),
  });
  const answers: Float64Array[] = [];
  for (const [index, fold] of prepared.entries()) {
    await tfjs.use();
    const rng = context.rng(`model ${index}`);
    const model = await buildSeeded(tfjs.core, spelled!, rng);
    try {
      await train(tfjs.core, model, network, settings, fold, rng, context.pause);
      answers.push(await answerTest(tfjs.core, model, network, fold, context.pause));
    } finally {
      model.dispose();
    }
    context.progress?.(answers.length, folds.length);
  }
  return answers;
}

/** A fold whose preprocessing is fitted, its rows not yet encoded. */
interface Prepared {
  readonly fold: Fold;
  readonly encoder: Encoder;
  readonly target: LearntTarget;
  /** Of the training rows, mean 1. */
  readonly weights: Float32Array | undefined;
}

function prepare({ dims }: Network, settings: TfjsSettings, data: TrainingData, fold: Fold): Prepared {
  if (fold.train.length === 0) throw new EstimatorFault('out-of-domain', 'a fold has no training rows');
  const encoder = fitEncoder(data.features, fold.train, settings.standardise, 'of-data');
  const wanted = dims.reduce((product, dim) => product * dim, 1);
  if (encoder.columns !== wanted) {
    const parts = data.features.map((column) =>
      column.type === 'numeric' ? column.name : `${column.name} (${column.levels.length} levels)`,
    );
    const features = parts.slice(0, 8).join(', ') + (parts.length > 8 ? ', …' : '');
    const reason = `the network takes ${wanted} numbers a row; the features make ${encoder.columns}: ${features}`;
    throw new EstimatorFault('unsupported', `tfjs: ${reason}`);
  }
  const target = learntTarget(data.target, fold.train, settings.standardise);
  return { fold, encoder, target, weights: weightsOf(data.weights, fold.train) };
}

function weightsOf(weights: Float64Array | undefined, rows: Int32Array): Float32Array | undefined {
  if (weights === undefined) return undefined;
  const sum = rows.reduce((total, row) => total + weights[row]!, 0);
  if (sum === 0) throw new EstimatorFault('out-of-domain', 'the training rows of a fold have no weight');
  return Float32Array.from(rows, (row) => (weights[row]! * rows.length) / sum);
}

/** Numbers a row that the network answers. Throws `EstimatorFault` where the target has other ones. */
function widthOf(model: LayersModel, { widths, kind }: LearntTarget): number {
  const width = model.outputs[0]!.shape.slice(1).reduce<number>((product, dim) => product * (dim ?? NaN), 1);
  if (widths.includes(width)) return width;
  const wanted = `${widths.join(' or ')} for the target's ${kind}`;
  throw new EstimatorFault('unsupported', `tfjs: the network answers ${width} numbers a row; needed are ${wanted}`);
}

/** One step and one answer, thrown away. */
async function tryStep(
  core: TfjsCore,
  spelled: JsonObject,
  network: Network,
  settings: TfjsSettings,
  { fold, ...rest }: Prepared,
): Promise<void> {
  const none: Rng = { next: () => 0, integer: () => 0, normal: () => 0 };
  const model = await buildSeeded(core, spelled, none);
  const few = fold.train.subarray(0, Math.min(settings.batch, fold.train.length));
  const prepared = { ...rest, fold: { train: few, test: few } };
  try {
    await train(core, model, network, { ...settings, epochs: 1 }, prepared, none, async () => {});
    const rows = tensorOf(core, network, prepared.encoder.encode(few));
    core.dispose([rows, ...[model.predictOnBatch(rows)].flat()]);
  } finally {
    model.dispose();
  }
}

async function train(
  core: TfjsCore,
  model: LayersModel,
  network: Network,
  settings: TfjsSettings,
  { fold, encoder, target, weights }: Prepared,
  rng: Rng,
  pause: () => Promise<void>,
): Promise<void> {
  const width = widthOf(model, target);
  const rows = fold.train.length;
  const reseed = reseeding(model);
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const optimizer = optimizerOf(core, settings);
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      const order = permutation(rows, rng);
      for (let from = 0; from < rows; from += settings.batch) {
        await pause();
        const places = order.subarray(from, Math.min(from + settings.batch, rows));
        const picked = places.map((place) => fold.train[place]!);
        const x = tensorOf(core, network, encoder.encode(picked));
        const y = core.tensor2d(target.truth(picked, width), [picked.length, width]);
        const share = core.tensor1d(Float32Array.from(places, (place) => weights?.[place] ?? 1));
        reseed(rng);
        optimizer.minimize(() => loss(core, model, settings, target, x, y, share), false, variables);
        core.dispose([x, y, share]);
      }
    }
    // Not left to the answers: WebAssembly's relu makes a 0 of a NaN.
    for (const variable of variables) {
      if ((await variable.data()).every(Number.isFinite)) continue;
      throw new EstimatorFault('failed', 'tfjs: the weights grew beyond all bounds; a smaller learningRate may help');
    }
  } finally {
    optimizer.dispose();
  }
}

/** The mean over the rows of weight times loss, and what the layers' regularisers add. */
function loss(
  core: TfjsCore,
  model: LayersModel,
  settings: TfjsSettings,
  target: LearntTarget,
  x: Tensor,
  y: Tensor,
  share: Tensor,
): Scalar {
  const given = core.reshape(model.apply(x, { training: true }) as Tensor, y.shape);
  const each = core.sum(
    target.kind === 'classes' ? crossEntropy(core, given, y) : distance(core, settings, given, y),
    1,
  );
  let total = core.mean(core.mul(each, share));
  for (const penalty of model.calculateLosses()) total = core.add(total, penalty);
  return total as Scalar;
}

function crossEntropy(core: TfjsCore, given: Tensor, truth: Tensor): Tensor {
  const log = (value: Tensor): Tensor => core.log(core.clipByValue(value, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY));
  const likely = core.mul(truth, log(given));
  if (truth.shape[1] !== 1) return core.neg(likely);
  return core.neg(core.add(likely, core.mul(core.sub(1, truth), log(core.sub(1, given)))));
}

const distance = (core: TfjsCore, settings: TfjsSettings, given: Tensor, truth: Tensor): Tensor => {
  const apart = core.sub(given, truth);
  return settings.loss === 'squared-error' ? core.square(apart) : core.abs(apart);
};

function optimizerOf({ train: make }: TfjsCore, { optimizer, learningRate }: TfjsSettings): Optimizer {
  switch (optimizer) {
    case 'adam':
      return make.adam(learningRate);
    case 'sgd':
      return make.sgd(learningRate);
    case 'rmsprop':
      return make.rmsprop(learningRate);
    case 'adagrad':
      return make.adagrad(learningRate);
  }
}

async function answerTest(
  core: TfjsCore,
  model: LayersModel,
  network: Network,
  { fold, encoder, target }: Prepared,
  pause: () => Promise<void>,
): Promise<Float64Array> {
  const width = widthOf(model, target);
  const { test } = fold;
  const given = new Float32Array(test.length * width);
  for (let from = 0; from < test.length; from += ROWS_OF_A_RUN) {
    await pause();
    const rows = tensorOf(core, network, encoder.encode(test.subarray(from, from + ROWS_OF_A_RUN)));
    const [answer] = [model.predictOnBatch(rows)].flat();
    given.set((await answer!.data()) as Float32Array, from * width);
    core.dispose([rows, answer!]);
  }
  return target.answers(given, test.length, width);
}

const tensorOf = (core: TfjsCore, { dims }: Network, matrix: ReturnType<Encoder['encode']>): Tensor =>
  core.tensor(Float32Array.from(matrix.values), [matrix.rows, ...dims]);
