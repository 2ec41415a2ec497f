import type { SessionChoice } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import type { Rng } from '../../numerics/random.js';
import type { DesignMatrix } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import { openAnswers } from './answers.js';
import { emptyFeeds, fillStep, sampledBatches, shuffledBatches } from './batches.js';
import { BestEpochs } from './early-stopping.js';
import { initialNumbers } from './initial-numbers.js';
import type { MlpShape } from './layout.js';
import { stepRates } from './optimiser.js';
import { padColumns } from './pad-columns.js';
import { scheduleOf } from './schedule.js';
import type { MlpSettings } from './settings.js';
import { openTraining } from './training-run.js';
import type { Drawn } from './training-run.js';
import type { TrainingPlan } from './training-graph.js';

/** One model to be trained, its rows encoded. */
export interface Member {
  readonly x: DesignMatrix;
  /** Rows × outputs. */
  readonly truth: Float32Array;
  /** Mean 1. */
  readonly weights?: Float64Array;
  /** Rows held out of training, for early stopping. */
  readonly heldOut?: { readonly x: DesignMatrix; readonly truth: Float32Array; readonly weights?: Float64Array };
  readonly rng: Rng;
}

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
 * Trains models of one shape and one number of steps at once. Each draws from its own stream: first its initial
 * numbers, then its batches and (dropout) its masks each step, and with privacy its noise from a stream of that stream,
 * so that a model comes out the same, but for rounding, whichever others are trained beside it. `pause` is awaited
 * between runs and may throw.
 */
export async function trainGroup(
  settings: MlpSettings,
  shape: MlpShape,
  members: readonly Member[],
  choice: SessionChoice,
  pause: () => Promise<void>,
): Promise<TrainedGroup> {
  const { models } = shape;
  const { total, perRun } = scheduleOf(settings, members[0]!.x.rows);
  const { plan, trainees } = planOf(settings, shape, members);
  const initial = packed(members.map(({ x, rng }) => initialNumbers(shape, x.columns, rng)));
  const drawn = drawnOf(settings, members);
  const batches = members.map(({ x, rng }) => batchesOf(settings, x.rows, rng));
  const rates = members.map(() => stepRates(settings.solver, settings.learningRate));
  const best = settings.earlyStopping ? new BestEpochs(shape, members) : undefined;
  const steps = new Int32Array(models);

  const training = await openTraining(plan, initial, drawn, choice);
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
const expectedRows = ({ privacy }: MlpSettings, { x }: Member): number | undefined =>
  privacy === null ? undefined : privacy.sampleRate * x.rows;

function drawnOf({ dropout, privacy }: MlpSettings, members: readonly Member[]): Drawn {
  return {
    ...(dropout > 0 && { dropout: { share: dropout, rngs: members.map(({ rng }) => rng) } }),
    ...(privacy !== null && {
      noises: members.map(({ x, rng }) => ({
        deviation: (privacy.noiseMultiplier * privacy.clip) / (privacy.sampleRate * x.rows),
        columns: x.columns,
        rng: createRng(`noise ${rng.integer(4_294_967_296)} ${rng.integer(4_294_967_296)}`),
      })),
    }),
  };
}

/** The rows of all models one after another, narrower ones padded with columns of 0. */
function planOf(settings: MlpSettings, shape: MlpShape, members: readonly Member[]) {
  const total = members.reduce((sum, { x }) => sum + x.rows, 0);
  const rows = new Float32Array(total * shape.inputs);
  const truth = new Float32Array(total * shape.outputs);
  let offset = 0;
  const trainees = members.map((member) => {
    padColumns(member.x, shape.inputs, rows.subarray(offset * shape.inputs));
    truth.set(member.truth, offset * shape.outputs);
    const trainee = { offset, ...(member.weights && { weights: member.weights }) };
    offset += member.x.rows;
    return trainee;
  });
  const { solver, momentum, dropout, privacy } = settings;
  const plan: TrainingPlan = {
    shape,
    solver,
    momentum,
    dropout: dropout > 0,
    ...(privacy && { clip: privacy.clip }),
    rows,
    truth,
  };
  return { plan, trainees };
}

function packed(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]!.length;
  const all = new Float32Array(parts.length * width);
  parts.forEach((part, index) => all.set(part, index * width));
  return all;
}
