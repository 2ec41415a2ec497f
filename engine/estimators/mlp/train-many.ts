import type { DeviceKind } from '../../backends/device.js';
import type { Rng } from '../../numerics/random.js';
import { ModelFault } from '../../subject/view.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { Fold } from '../splits.js';
import { openAnswers } from './answers.js';
import type { MlpShape } from './layout.js';
import { answersOf, encodeTest, memberOf, prepare } from './members.js';
import type { MlpData, Prepared } from './members.js';
import { modelsAtOnce } from './memory.js';
import type { Room } from './memory.js';
import { scheduleOf } from './schedule.js';
import type { MlpSettings } from './settings.js';
import { trainGroup } from './train-group.js';

export type { MlpData } from './members.js';

export interface TrainManyOptions {
  /** The stream of one model, by its place in `folds`. */
  readonly rng: (model: number) => Rng;
  /** Awaited between runs of the graph (a fraction of a second each); may throw to stop. */
  readonly pause: () => Promise<void>;
  readonly device?: DeviceKind;
  /** Bytes that the models trained at once may take; by default 1 GiB, and on a processor no more than is quick. */
  readonly memory?: number;
  /** Threads of the processor; 1 by default. */
  readonly threads?: number;
}

export interface TrainedMany {
  /** Of each fold: probabilities (test rows × classes; 0 for classes without a training row), or values. */
  readonly answers: readonly Float64Array[];
  /** Epochs that each model trained. */
  readonly epochs: Int32Array;
  /** Steps that each model took. */
  readonly steps: Int32Array;
  /** Such as `onnxruntime/cpu`. */
  readonly backend: string;
  /** The most models that trained at once within the memory. */
  readonly atOnce: number;
}

/**
 * Trains one network a fold, as many at once as the memory holds, and has their answers to the folds' test rows. Folds
 * of any sizes, of one or several splits; those with equally many steps and equally many classes share a
 * graph. Preprocessing is learnt inside each fold. Throws `EstimatorFault`: `out-of-domain` for folds that cannot be
 * learnt of, `unsupported` where the memory does not hold one model, `failed` where the device is absent or weights
 * diverge.
 */
export async function trainMany(
  settings: MlpSettings,
  data: MlpData,
  folds: readonly Fold[],
  options: TrainManyOptions,
): Promise<TrainedMany> {
  const prepared = folds.map((fold, model) => prepare(settings, data, fold, options.rng(model)));
  const answers = Array.from<Float64Array>({ length: folds.length });
  const epochs = new Int32Array(folds.length);
  const steps = new Int32Array(folds.length);
  let backend = '';
  let most = 0;
  for (const models of chunksOf(prepared, settings, { device: options.device ?? 'cpu', memory: options.memory })) {
    const chunk = models.map((model) => prepared[model]!);
    const trained = await trainChunk(settings, data, chunk, options);
    models.forEach((model, place) => {
      answers[model] = trained.answers[place]!;
      epochs[model] = trained.epochs[place]!;
      steps[model] = trained.steps[place]!;
    });
    backend = trained.backend;
    most = Math.max(most, models.length);
  }
  return { answers, epochs, steps, backend, atOnce: most };
}

/** Models that train together, by their place: of one number of steps, one loss, and within the memory. */
function chunksOf(prepared: readonly Prepared[], settings: MlpSettings, room: Room): number[][] {
  const groups = new Map<string, number[]>();
  prepared.forEach(({ train, loss, outputs }, model) => {
    const key = `${loss} ${outputs} ${scheduleOf(settings, train.length).total}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [model]);
    else group.push(model);
  });
  return [...groups.values()].flatMap((group) => {
    const widest = {
      inputs: inputsOf(group.map((model) => prepared[model]!)),
      hidden: settings.hidden,
      outputs: prepared[group[0]!]!.outputs,
    };
    const rows = Math.max(...group.map((model) => prepared[model]!.train.length));
    const atOnce = modelsAtOnce(widest, rows, scheduleOf(settings, rows).batch, room);
    // As many chunks as it takes, of sizes as even as can be.
    const chunks = Math.ceil(group.length / atOnce);
    return Array.from({ length: chunks }, (_, index) =>
      group.slice(Math.round((index * group.length) / chunks), Math.round(((index + 1) * group.length) / chunks)),
    );
  });
}

/** At least one: with no column that varies the network learns of its intercepts. */
const inputsOf = (models: readonly Prepared[]): number => Math.max(1, ...models.map(({ encoder }) => encoder.columns));

async function trainChunk(
  settings: MlpSettings,
  data: MlpData,
  chunk: readonly Prepared[],
  { device = 'cpu', threads = 1, pause }: TrainManyOptions,
) {
  const shape: MlpShape = {
    models: chunk.length,
    inputs: inputsOf(chunk),
    hidden: settings.hidden,
    outputs: chunk[0]!.outputs,
    activation: settings.activation,
    loss: chunk[0]!.loss,
  };
  const members = chunk.map((prepared) => memberOf(data, prepared));
  try {
    const { numbers, ...taken } = await trainGroup(settings, shape, members, { device, threads }, pause);
    const session = await openAnswers(shape, { device, threads });
    try {
      const rows = chunk.map(({ fold }) => fold.test.length);
      const given = await session.to(numbers, rows, (model, from, to) => encodeTest(chunk[model]!, from, to));
      return { answers: chunk.map((prepared, model) => answersOf(data, prepared, given[model]!)), ...taken };
    } finally {
      await session.close();
    }
  } catch (fault) {
    if (fault instanceof ModelFault) throw new EstimatorFault('failed', `mlp: ${fault.message}`);
    throw fault;
  }
}
