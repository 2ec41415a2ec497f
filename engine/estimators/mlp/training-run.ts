import { openSession } from '../../backends/onnxruntime.js';
import type { Feed, SessionChoice } from '../../backends/onnxruntime.js';
import type { Rng } from '../../numerics/random.js';
import type { StepFeeds } from './batches.js';
import { layersOf, parametersOf } from './layout.js';
import { drawNoise } from './privacy.js';
import type { Noise } from './privacy.js';
import { scanModel, stateNames, stepModel } from './training-graph.js';
import type { TrainingPlan } from './training-graph.js';

/** Models in training: their numbers (models × numbers), and the way to take steps. */
export interface TrainingRun {
  readonly backend: string;
  numbers(): Float32Array;
  take(feeds: StepFeeds): Promise<void>;
  close(): Promise<void>;
}

/** Dropout's share, and one stream of randomness a model. */
export interface Dropout {
  readonly share: number;
  readonly rngs: readonly Rng[];
}

/** What is drawn for each step: masks of dropout, and noise of private training, one a model. */
export interface Drawn {
  readonly dropout?: Dropout;
  readonly noises?: readonly Noise[];
}

/** Numbers of noise that one run of many steps is given: 16 MiB. */
const NOISE_OF_A_RUN = 2 ** 22;

/** On the processor without dropout the steps of a call are runs of many, mostly one; otherwise a run a step. */
export async function openTraining(
  plan: TrainingPlan,
  initial: Float32Array,
  drawn: Drawn,
  choice: SessionChoice,
): Promise<TrainingRun> {
  const many = (choice.device ?? 'cpu') === 'cpu' && drawn.dropout === undefined;
  const session = await openSession(many ? scanModel(plan) : stepModel(plan), choice);
  const names = stateNames(plan.solver);
  const dims = [plan.shape.models, parametersOf(layersOf(plan.shape))];
  let state = names.map((_, index) => (index === 0 ? initial : new Float32Array(initial.length)));
  const advance = async (feeds: Record<string, Feed>): Promise<void> => {
    names.forEach((name, index) => (feeds[name] = { type: 'float32', data: state[index]!, dims }));
    const outputs = names.map((name) => `next-${name}`);
    const fetched = await session.run(feeds, outputs);
    state = outputs.map((name) => fetched[name]!.data as Float32Array);
  };
  return {
    backend: session.backend,
    numbers: () => state[0]!,
    take: (feeds) => (many ? manyAtOnce(feeds, plan, drawn, advance) : stepByStep(feeds, plan, drawn, advance)),
    close: () => session.close(),
  };
}

async function manyAtOnce(
  feeds: StepFeeds,
  plan: TrainingPlan,
  { noises }: Drawn,
  advance: (feeds: Record<string, Feed>) => Promise<void>,
): Promise<void> {
  if (noises === undefined) return advance(feedsOfMany(feeds, plan, 0, feeds.steps));
  const { shape } = plan;
  const each = shape.models * parametersOf(layersOf(shape));
  const most = Math.max(1, Math.floor(NOISE_OF_A_RUN / each));
  for (let from = 0; from < feeds.steps; from += most) {
    const steps = Math.min(most, feeds.steps - from);
    const noise = new Float32Array(steps * each);
    for (let step = 0; step < steps; step++) {
      drawNoise(shape, noises, noise.subarray(step * each, (step + 1) * each));
    }
    await advance({
      ...feedsOfMany(feeds, plan, from, from + steps),
      noise: { type: 'float32', data: noise, dims: [steps, shape.models, each / shape.models] },
    });
  }
}

/** The steps from…to−1. */
function feedsOfMany(
  feeds: StepFeeds,
  { shape, rows, truth }: TrainingPlan,
  from: number,
  to: number,
): Record<string, Feed> {
  const { models, inputs, outputs } = shape;
  const { width, sizes, picked, share, decay, rate } = feeds;
  const steps = to - from;
  const cut = <T extends Int32Array | Float32Array>(values: T, each: number): T =>
    values.subarray(from * each, to * each) as T;
  return {
    rows: { type: 'float32', data: rows, dims: [rows.length / (inputs + 1), inputs + 1] },
    truth: { type: 'float32', data: truth, dims: [truth.length / outputs, outputs] },
    sizes: { type: 'int64', data: BigInt64Array.from(cut(sizes, 1), BigInt), dims: [steps, 1] },
    picked: { type: 'int32', data: cut(picked, models * width), dims: [steps, models, width] },
    share: { type: 'float32', data: cut(share, models * width), dims: [steps, models, width, 1] },
    decay: { type: 'float32', data: cut(decay, models), dims: [steps, models, 1] },
    rate: { type: 'float32', data: cut(rate, models), dims: [steps, models, 1] },
  };
}

async function stepByStep(
  { steps, width, sizes, counts, picked, share, decay, rate }: StepFeeds,
  { shape }: TrainingPlan,
  { dropout, noises }: Drawn,
  advance: (feeds: Record<string, Feed>) => Promise<void>,
): Promise<void> {
  const { models, hidden } = shape;
  const numbers = parametersOf(layersOf(shape));
  for (let step = 0; step < steps; step++) {
    const size = sizes[step]!;
    const cut = <T extends Int32Array | Float32Array>(values: T, into: T): T => {
      for (let model = 0; model < models; model++) {
        const from = (step * models + model) * width;
        into.set(values.subarray(from, from + size), model * size);
      }
      return into;
    };
    const ofModels = (values: Float32Array): Feed => ({
      type: 'float32',
      data: values.subarray(step * models, (step + 1) * models),
      dims: [models, 1],
    });
    const feeds: Record<string, Feed> = {
      picked: { type: 'int32', data: cut(picked, new Int32Array(models * size)), dims: [models, size] },
      share: { type: 'float32', data: cut(share, new Float32Array(models * size)), dims: [models, size, 1] },
      decay: ofModels(decay),
      rate: ofModels(rate),
    };
    if (dropout !== undefined) Object.assign(feeds, maskFeeds(dropout, counts.subarray(step * models), size, hidden));
    if (noises !== undefined) {
      const data = drawNoise(shape, noises, new Float32Array(models * numbers));
      feeds['noise'] = { type: 'float32', data, dims: [models, numbers] };
    }
    await advance(feeds);
  }
}

/**
 * Inverted dropout (Srivastava et al. 2014): a unit is dropped with the share's probability, the others grow to keep
 * their sum. Padding draws nothing, so that a model's stream does not depend on the models beside it.
 */
function maskFeeds(
  dropout: Dropout,
  counts: Int32Array,
  size: number,
  hidden: readonly number[],
): Record<string, Feed> {
  const models = dropout.rngs.length;
  const kept = 1 / (1 - dropout.share);
  const masks = hidden.map((units) => new Float32Array(models * size * units));
  dropout.rngs.forEach((rng, model) => {
    masks.forEach((mask, layer) => {
      const from = model * size * hidden[layer]!;
      for (let place = 0; place < counts[model]! * hidden[layer]!; place++) {
        mask[from + place] = rng.next() < dropout.share ? 0 : kept;
      }
    });
  });
  return Object.fromEntries(
    masks.map((data, layer) => [`mask${layer}`, { type: 'float32', data, dims: [models, size, hidden[layer]!] }]),
  );
}
