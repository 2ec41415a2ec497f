import type { DeviceKind } from '../../backends/device.js';
import type { Rng } from '../../numerics/random.js';
import { answersInOrder } from '../../threads/answers-in-order.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { Fold } from '../splits.js';
import { layersOf, parametersOf } from './layout.js';
import { answersOf, groupOf, prepare } from './members.js';
import type { MlpData, Prepared } from './members.js';
import { modelsAtOnce, modelsOfPart } from './memory.js';
import { networkRows } from './network-rows.js';
import { scheduleOf } from './schedule.js';
import type { MlpSettings } from './settings.js';
import { trainPart } from './train-part.js';
import type { Part } from './train-part.js';

export type { MlpData } from './members.js';

export interface TrainManyOptions {
  /** The stream of one model, by its place in `folds`. */
  readonly rng: (model: number) => Rng;
  /** Awaited several times a second; may throw to stop. */
  readonly pause: () => Promise<void>;
  readonly device?: DeviceKind;
  /** Bytes that the models trained at once may take; 1 GiB by default. */
  readonly memory?: number;
  /** Threads of the processor; 1 by default. Answers do not depend on it. */
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

/** Products and sums of a training from which on threads save more than they take to start, some 0.1 s. */
const WORTH_THREADS = 5e9;
const MOST_THREADS = 8;

/**
 * Trains one network a fold, and has their answers to the folds' test rows. Folds of any sizes, of one or several
 * splits; those with equally many steps and equally many classes may share a graph. As many train at once as the memory
 * holds: on a GPU all in one graph, on the processor a few in each, by threads. Preprocessing is learnt inside each fold.
 * Throws `EstimatorFault`: `out-of-domain` for folds that cannot be learnt of, `unsupported` where the memory does not
 * hold one model, `failed` where the device is absent or weights diverge.
 */
export async function trainMany(
  settings: MlpSettings,
  data: MlpData,
  folds: readonly Fold[],
  options: TrainManyOptions,
): Promise<TrainedMany> {
  const prepared = folds.map((fold, model) => prepare(settings, data, fold, options.rng(model)));
  const { device = 'cpu', threads = 1, pause } = options;
  const answers = Array.from<Float64Array>({ length: folds.length });
  const epochs = new Int32Array(folds.length);
  const steps = new Int32Array(folds.length);
  let backend = '';
  let most = 0;
  for (const chunk of chunksOf(prepared, settings, options.memory)) {
    const parts = device === 'cpu' ? partsOf(prepared, settings, chunk) : [chunk];
    const worth = workOf(prepared, settings, chunk) >= WORTH_THREADS;
    const trained = answersInOrder(piecesOf(settings, data, prepared, parts), {
      threads: worth ? Math.min(threads, parts.length, MOST_THREADS) : 1,
      program: 'estimators/mlp/train-worker',
      native: true,
      common: undefined,
      here: (part) => trainPart(part, { device }, pause),
      transfer: ({ rows }) => [rows.buffer as ArrayBuffer],
      pause,
    });
    let next = 0;
    for await (const part of trained) {
      if ('fault' in part) throw new EstimatorFault(part.fault.unmeasured, part.fault.message);
      parts[next++]!.forEach((model, place) => {
        answers[model] = answersOf(data, prepared[model]!, part.answers[place]!);
        epochs[model] = part.epochs[place]!;
        steps[model] = part.steps[place]!;
      });
      ({ backend } = part);
    }
    most = Math.max(most, chunk.length);
  }
  return { answers, epochs, steps, backend, atOnce: most };
}

/** Models that may train at once, by their place: of one number of steps, one loss, and within the memory. */
function chunksOf(prepared: readonly Prepared[], settings: MlpSettings, memory: number | undefined): number[][] {
  const groups = new Map<string, number[]>();
  prepared.forEach(({ train, loss, outputs }, model) => {
    const key = `${loss} ${outputs} ${scheduleOf(settings, train.length).total}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [model]);
    else group.push(model);
  });
  return [...groups.values()].flatMap((group) => {
    const rows = mostRows(prepared, group);
    const { batch } = scheduleOf(settings, rows);
    const most = modelsAtOnce(widthsOf(prepared, settings, group), rows, batch, memory);
    return evenly(group, Math.ceil(group.length / most));
  });
}

/**
 * Those of a chunk that a thread trains in one graph; by the work alone, so that threads change no bit. An even number
 * of them: of an odd one two threads leave the last to one.
 */
function partsOf(prepared: readonly Prepared[], settings: MlpSettings, chunk: readonly number[]): number[][] {
  const { batch } = scheduleOf(settings, mostRows(prepared, chunk));
  const parts = Math.ceil(chunk.length / modelsOfPart(widthsOf(prepared, settings, chunk), batch));
  return evenly(chunk, parts > 1 && parts < chunk.length ? parts + (parts % 2) : parts);
}

/** So many parts, of sizes as even as can be. */
function evenly(models: readonly number[], parts: number): number[][] {
  const start = (part: number): number => Math.round((part * models.length) / parts);
  return Array.from({ length: parts }, (_, part) => models.slice(start(part), start(part + 1)));
}

const mostRows = (prepared: readonly Prepared[], models: readonly number[]): number =>
  Math.max(...models.map((model) => prepared[model]!.train.length));

function widthsOf(prepared: readonly Prepared[], { hidden }: MlpSettings, models: readonly number[]) {
  const columns = models.map((model) => prepared[model]!.encoder.columns);
  // At least one: with no column that varies the network learns of its intercepts.
  return { inputs: Math.max(1, ...columns), hidden, outputs: prepared[models[0]!]!.outputs };
}

/** Of all products of a chunk's training: a number takes part in three, each a multiplication and a sum. */
function workOf(prepared: readonly Prepared[], settings: MlpSettings, chunk: readonly number[]): number {
  const numbers = parametersOf(layersOf(widthsOf(prepared, settings, chunk)));
  return 6 * numbers * settings.epochs * chunk.reduce((sum, model) => sum + prepared[model]!.train.length, 0);
}

/** Encoded as they are asked for: while threads train, this one encodes the next. */
function* piecesOf(
  settings: MlpSettings,
  data: MlpData,
  prepared: readonly Prepared[],
  parts: readonly (readonly number[])[],
): Generator<Part> {
  for (const part of parts) {
    const models = part.map((model) => prepared[model]!);
    yield pieceOf(settings, data, models);
  }
}

function pieceOf(settings: MlpSettings, data: MlpData, models: readonly Prepared[]): Part {
  const { loss } = models[0]!;
  const widths = widthsOf(models, settings, [...models.keys()]);
  return {
    settings,
    shape: { models: models.length, ...widths, activation: settings.activation, loss },
    ...groupOf(data, models, widths.inputs),
    tests: models.map(({ encoder, fold }) => networkRows(encoder, fold.test, widths.inputs)),
  };
}
