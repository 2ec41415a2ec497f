import { openSession } from '../../backends/onnxruntime.js';
import type { Feed, SessionChoice } from '../../backends/onnxruntime.js';
import type { Rng } from '../../numerics/random.js';
import type { StepFeeds } from './batches.js';
import { layersOf, parametersOf } from './layout.js';
import { loopModel, stateNames, stepModel } from './training-graph.js';
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

/** On the processor without dropout all steps of a call are one run of a loop, otherwise a run a step. */
export async function openTraining(
  plan: TrainingPlan,
  initial: Float32Array,
  dropout: Dropout | undefined,
  choice: SessionChoice,
): Promise<TrainingRun> {
  const looped = (choice.device ?? 'cpu') === 'cpu' && dropout === undefined;
  const session = await openSession(looped ? loopModel(plan) : stepModel(plan), choice);
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
    take: (feeds) => (looped ? advance(loopFeeds(feeds, plan)) : stepByStep(feeds, plan, dropout, advance)),
    close: () => session.close(),
  };
}

function loopFeeds(feeds: StepFeeds, { shape: { models } }: TrainingPlan): Record<string, Feed> {
  const { steps, width, sizes, picked, share, decay, rate } = feeds;
  return {
    steps: { type: 'int64', data: BigInt64Array.of(BigInt(steps)), dims: [] },
    sizes: { type: 'int64', data: BigInt64Array.from(sizes, BigInt), dims: [steps] },
    picked: { type: 'int32', data: picked, dims: [steps, models, width] },
    share: { type: 'float32', data: share, dims: [steps, models, width, 1] },
    decay: { type: 'float32', data: decay, dims: [steps, models, 1] },
    rate: { type: 'float32', data: rate, dims: [steps, models, 1] },
  };
}

async function stepByStep(
  { steps, width, sizes, counts, picked, share, decay, rate }: StepFeeds,
  { shape: { models, hidden } }: TrainingPlan,
  dropout: Dropout | undefined,
  advance: (feeds: Record<string, Feed>) => Promise<void>,
): Promise<void> {
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
