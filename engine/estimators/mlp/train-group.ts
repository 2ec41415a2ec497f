import type { SessionChoice } from '../../backends/onnxruntime.js';
import type { Rng } from '../../numerics/random.js';
import type { DesignMatrix } from '../design-matrix.js';
import { EstimatorFault } from '../estimator-fault.js';
import { openAnswers } from './answers.js';
import { emptyFeeds, epochsOf, fillEpoch, stepsOf } from './batches.js';
import { BestEpochs } from './early-stopping.js';
import { initialNumbers } from './initial-numbers.js';
import type { MlpShape } from './layout.js';
import { stepRates } from './optimiser.js';
import { padColumns } from './pad-columns.js';
import type { MlpSettings } from './settings.js';
import { openTraining } from './training-run.js';
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
  readonly backend: string;
}

/** Steps that one run of the loop takes at least: below this the way in and out of the runtime shows. */
const STEPS_OF_A_RUN = 32;

/**
 * Trains models of one shape and one number of steps an epoch at once. Each draws from its own stream: first its
 * initial numbers, then an order of its rows each epoch, and (dropout) its masks each step, so that a model comes out
 * the same, but for rounding, whichever others are trained beside it. `pause` is awaited between runs and may throw.
 */
export async function trainGroup(
  settings: MlpSettings,
  shape: MlpShape,
  members: readonly Member[],
  choice: SessionChoice,
  pause: () => Promise<void>,
): Promise<TrainedGroup> {
  const { models } = shape;
  const steps = stepsOf(members[0]!.x.rows, settings.batch);
  const width = Math.max(...members.map(({ x }) => Math.min(settings.batch, x.rows)));
  const perRun = settings.earlyStopping || settings.dropout > 0 ? 1 : Math.ceil(STEPS_OF_A_RUN / steps);
  const { plan, trainees } = planOf(settings, shape, members);
  const initial = packed(members.map(({ x, rng }) => initialNumbers(shape, x.columns, rng)));
  const orders = members.map(({ x, rng }) => epochsOf(x.rows, settings.batch, rng));
  const rates = members.map(() => stepRates(settings.solver, settings.learningRate));
  const best = settings.earlyStopping ? new BestEpochs(shape, members) : undefined;
  const dropout = settings.dropout > 0 ? { share: settings.dropout, rngs: members.map(({ rng }) => rng) } : undefined;
  const epochs = new Int32Array(models);

  const training = await openTraining(plan, initial, dropout, choice);
  try {
    const answers = best && (await openAnswers(shape, choice));
    try {
      for (let epoch = 0; epoch < settings.epochs && best?.allStopped !== true; epoch += perRun) {
        await pause();
        const count = Math.min(perRun, settings.epochs - epoch);
        const feeds = emptyFeeds(count * steps, models, width);
        for (let model = 0; model < models; model++) {
          const stopped = best?.stopped(model) ?? false;
          for (let next = 0; next < count; next++) {
            const order = orders[model]!.next().value;
            const options = { l2: settings.l2, rates: rates[model]!, stopped };
            fillEpoch(feeds, next * steps, models, model, trainees[model]!, order, options);
          }
          if (!stopped) epochs[model]! += count;
        }
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
    return { numbers, epochs, backend: training.backend };
  } finally {
    await training.close();
  }
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
    const trainee = { offset, rows: member.x.rows, ...(member.weights && { weights: member.weights }) };
    offset += member.x.rows;
    return trainee;
  });
  const { solver, momentum, dropout } = settings;
  const plan: TrainingPlan = { shape, solver, momentum, dropout: dropout > 0, rows, truth };
  return { plan, trainees };
}

function packed(parts: readonly Float32Array[]): Float32Array {
  const width = parts[0]!.length;
  const all = new Float32Array(parts.length * width);
  parts.forEach((part, index) => all.set(part, index * width));
  return all;
}
