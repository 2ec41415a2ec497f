import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { readFresh } from '../../subject/read-fresh.js';
import type { TrainerProgram } from '../../subject/estimator-spec.js';
import type { Predictions } from '../../subject/view.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { presentClasses } from '../present-classes.js';
import type { Fold } from '../splits.js';
import { Trainer } from './trainer.js';
import { writeTraining } from './training-files.js';
import type { TrainingFiles } from './training-files.js';

export interface CommandSettings {
  readonly command: readonly string[];
  readonly files: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly processes: number;
  readonly seconds: number;
}

/**
 * Trains once a fold by a program. Each of at most `processes` programs is handed the trainings one after another,
 * so that one that reads on starts its interpreter and libraries once; one that ends after an answer is started
 * anew. The first fault ends them all: folds that are left out would make another figure.
 */
export async function trainByProgram(
  program: TrainerProgram,
  settings: CommandSettings,
  data: TrainingData,
  folds: readonly Fold[],
  { rng, pause, progress, workers = availableParallelism(), signal }: TrainingContext,
): Promise<readonly Predictions[]> {
  for (const { path, digest } of program.files) readFresh(path, digest);
  // A CSV of no columns does not tell how many rows it has.
  if (data.features.length === 0)
    throw new EstimatorFault('out-of-domain', 'there is no column to hand to the trainer');
  const { target } = data;
  if (target.kind === 'classes') for (const { train } of folds) presentClasses(target.codes, train);
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  // Every process listens; with many that is more than Node takes for a leak.
  setMaxListeners(0, either);
  const answers: Predictions[] = [];
  const lanes = Math.max(1, Math.min(settings.processes, workers, folds.length));
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    const trainers = new Trainers(program, settings, Math.floor(workers / lanes), either);
    try {
      for (let training = next++; training < folds.length; training = next++) {
        await pause();
        const seed = rng(`training ${training}`).integer(2 ** 32);
        const parts = { training, trainings: folds.length, seed, settings: settings.settings };
        const files = writeTraining(program, data, folds[training]!, parts);
        try {
          await trainers.train(files);
          answers[training] = files.read();
        } finally {
          files.remove();
        }
        progress?.(++done, folds.length);
      }
      await trainers.leave();
    } catch (fault) {
      trainers.kill();
      stop.abort(fault);
      throw fault;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  if (ends.some(({ status }) => status === 'rejected')) throw stop.signal.reason;
  return answers;
}

/** One place for a program: it is started where it is needed. */
class Trainers {
  #trainer: Trainer | undefined;

  constructor(
    private readonly program: TrainerProgram,
    private readonly settings: CommandSettings,
    private readonly threads: number,
    private readonly signal: AbortSignal,
  ) {}

  async train(files: TrainingFiles): Promise<void> {
    const fresh = this.#trainer?.usable !== true;
    if (fresh) this.#trainer = new Trainer(this.settings.command, this.program.folder, this.threads);
    await this.#trainer!.ask(files.request, this.settings.seconds, this.signal);
    if (files.answered()) return;
    // It ended after the answer before this one, which it never read.
    if (!fresh && this.#trainer?.usable !== true) return await this.train(files);
    throw new EstimatorFault('failed', `the trainer "${this.settings.command[0]}" has written no predictions.csv`);
  }

  leave(): Promise<void> | undefined {
    return this.#trainer?.leave();
  }

  kill(): void {
    this.#trainer?.kill();
  }
}
