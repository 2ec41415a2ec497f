import type { SessionChoice } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import type { Rng } from '../../numerics/random.js';
import { EstimatorFault } from '../estimator-fault.js';
import { openAnswers } from './answers.js';
import { emptyFeeds, fillStep, sampledBatches, shuffledBatches } from './batches.js';
import type { Trainee } from './batches.js';
import { BestEpochs } from './early-stopping.js';
import type { Group, Member } from './group.js';
import { initialNumbers } from './initial-numbers.js';
import { stepRates } from './optimiser.js';
import { scheduleOf } from './schedule.js';
import type { MlpSettings } from './settings.js';
import { openTraining } from './training-run.js';
import type { Drawn } from './training-run.js';
import type { TrainingPlan } from './training-graph.js';

export interface TrainedGroup {
  /** Models × numbers. */
  readonly numbers: Float32Array;
  /** Epochs that each model trained. */
  readonly epochs: Int32Array;
  /** Steps that each model took. */
  readonly steps: Int32Array;
  readonly backend: string;
}

/**
 * Trains models of one shape and one number of steps at once. Each draws from a stream of its own seed: first its initial
 * numbers, then its batches and (dropout) its masks each step, and with privacy its noise from a stream of that stream,
 * so that a model comes out the same, but for rounding, whichever others are trained beside it. `pause` is awaited
 * between runs and may throw.
 */
export async function trainGroup(
  group: Group,
  choice: SessionChoice,
  pause: () => Promise<void>,
): Promise<TrainedGroup> {
  const { settings, shape, members } = group;
  const { models } = shape;
  const { total, perRun } = scheduleOf(settings, members[0]!.rows);
  const rngs = members.map(({ seed }) => createRng(seed));
  const trainees = traineesOf(members);
  const initial = packed(members.map(({ columns }, model) => initialNumbers(shape, columns, rngs[model]!)));
  const drawn = drawnOf(settings, members, rngs);
  const batches = members.map(({ rows }, model) => batchesOf(settings, rows, rngs[model]!));
  const rates = members.map(() => stepRates(settings.solver, settings.learningRate));
  const best = settings.earlyStopping ? new BestEpochs(shape, members) : undefined;
  const steps = new Int32Array(models);

  const training = await openTraining(planOf(group), initial, drawn, choice);
  try {
    const answers = best && (await openAnswers(shape, choice));
    try {
      for (let step = 0; step < total && best?.allStopped !== true; step += perRun) {
        await pause();
        const count = Math.min(perRun, total - step);
        const next = batches.map((source) => Array.from({ length: count }, () => source.next().value));
        const width = next.flat().reduce((most, { length }) => Math.max(most, length), 1);
        const feeds = emptyFeeds(count, models, width);
        next.forEach((ofModel, model) => {
          const stopped = best?.stopped(model) ?? false;
          const expected = expectedRows(settings, members[model]!);
          ofModel.forEach((batch, place) => {
            const rate = stopped ? 0 : rates[model]!.next().value;
            const options = { l2: settings.l2, rate, ...(expected !== undefined && { expected }) };
            fillStep(feeds, place, models, model, trainees[model]!, batch, options);
          });
          if (!stopped) steps[model]! += count;
        });
        await training.take(feeds);
        if (best && answers) await best.look(training.numbers(), answers);
      }
    } finally {
      await answers?.close();
    }
    const numbers = best?.numbers() ?? training.numbers();
    if (!numbers.every(Number.isFinite)) {
      throw new EstimatorFault('failed', 'mlp: the weights grew beyond all bounds; a smaller learningRate may help');
    }
    const epochs = steps.map((taken) => Math.round((taken * settings.epochs) / total));
    return { numbers, epochs, steps, backend: training.backend };
  } finally {
    await training.close();
  }
}

const batchesOf = ({ batch, privacy }: MlpSettings, rows: number, rng: Rng): Generator<Int32Array, never> =>
  privacy === null ? shuffledBatches(rows, batch, rng) : sampledBatches(rows, privacy.sampleRate, rng);

/** Of a step with Poisson sampling; others have the rows that they have. */
const expectedRows = ({ privacy }: MlpSettings, { rows }: Member): number | undefined =>
  privacy === null ? undefined : privacy.sampleRate * rows;

function drawnOf({ dropout, privacy }: MlpSettings, members: readonly Member[], rngs: readonly Rng[]): Drawn {
  return {
    ...(dropout > 0 && { dropout: { share: dropout, rngs } }),
    ...(privacy !== null && {
      noises: members.map(({ rows, columns, seed }) => ({
        deviation: (privacy.noiseMultiplier * privacy.clip) / (privacy.sampleRate * rows),
        columns,
        rng: createRng(`noise ${seed}`),
      })),
    }),
  };
}

function planOf({ settings, shape, rows, truth }: Group): TrainingPlan {
  const { solver, momentum, dropout, privacy } = settings;
  return { shape, solver, momentum, dropout: dropout > 0, ...(privacy && { clip: privacy.clip }), rows, truth };
}

function traineesOf(members: readonly Member[]): readonly Trainee[] {
  let offset = 0;
  return members.map(({ rows, weights }) => {
    const trainee = { offset, ...(weights && { weights }) };
    offset += rows;
    return trainee;
  });
}

function packed(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]!.length;
  const all = new Float32Array(parts.length * width);
  parts.forEach((part, index) => all.set(part, index * width));
  return all;
}
