import { identity, shuffle } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';

/** The minibatches of one epoch of one model: its rows in a new order, cut as scikit-learn's `gen_batches` cuts them. */
export interface Epoch {
  /** Rows of the model, 0…rows−1, in the order in which they are taken. */
  readonly order: Int32Array;
  readonly batch: number;
}

/** Steps of one epoch: the last batch may be smaller. */
export const stepsOf = (rows: number, batch: number): number => Math.ceil(rows / Math.min(batch, rows));

/** Epochs without end, each a shuffle of the one before; the same array is given each time. */
export function* epochsOf(rows: number, batch: number, rng: Rng): Generator<Epoch, never> {
  const order = identity(rows);
  for (;;) yield { order: shuffle(order, rng), batch: Math.min(batch, rows) };
}

/** What the training graph takes for some steps of some models, steps leading. */
export interface StepFeeds {
  readonly steps: number;
  /** Columns of `picked` and `share`. */
  readonly width: number;
  /** Columns that a step uses: the most rows that one of its models has. */
  readonly sizes: Int32Array;
  /** Rows of each step and model. */
  readonly counts: Int32Array;
  readonly picked: Int32Array;
  readonly share: Float32Array;
  readonly decay: Float32Array;
  readonly rate: Float32Array;
}

/** One model's part in filling them. */
export interface Trainee {
  /** Where its rows begin among all models' rows. */
  readonly offset: number;
  readonly rows: number;
  /** Mean 1 over its rows. */
  readonly weights?: Float64Array;
}

export function emptyFeeds(steps: number, models: number, width: number): StepFeeds {
  return {
    steps,
    width,
    sizes: new Int32Array(steps),
    counts: new Int32Array(steps * models),
    picked: new Int32Array(steps * models * width),
    share: new Float32Array(steps * models * width),
    decay: new Float32Array(steps * models),
    rate: new Float32Array(steps * models),
  };
}

/**
 * Writes one model's epoch, from `firstStep` on. Each row of a batch has the same share of its mean, times the row's
 * weight; the penalty too is divided by the batch's rows, as scikit-learn has it. Padding points at the model's first
 * row with a share of 0. A model that has `stopped` has a rate of 0.
 */
export function fillEpoch(
  feeds: StepFeeds,
  firstStep: number,
  models: number,
  model: number,
  { offset, rows, weights }: Trainee,
  { order, batch }: Epoch,
  { l2, rates, stopped }: { l2: number; rates: Iterator<number, never>; stopped: boolean },
): void {
  for (let from = 0, step = firstStep; from < rows; from += batch, step++) {
    const count = Math.min(batch, rows - from);
    const at = (step * models + model) * feeds.width;
    for (let place = 0; place < feeds.width; place++) {
      const row = place < count ? order[from + place]! : 0;
      feeds.picked[at + place] = offset + row;
      feeds.share[at + place] = place < count ? (weights?.[row] ?? 1) / count : 0;
    }
    feeds.counts[step * models + model] = count;
    feeds.decay[step * models + model] = l2 / count;
    feeds.rate[step * models + model] = stopped ? 0 : rates.next().value;
    feeds.sizes[step] = Math.max(feeds.sizes[step]!, count);
  }
}
