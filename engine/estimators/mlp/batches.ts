import { identity, shuffle } from '../../numerics/permutation.js';
import { portableLog } from '../../numerics/portable-log.js';
import type { Rng } from '../../numerics/random.js';

/** Steps of one epoch: the last batch may be smaller. */
export const stepsOf = (rows: number, batch: number): number => Math.ceil(rows / Math.min(batch, rows));

/**
 * The minibatches of one model without end, rows 0…rows−1: each epoch a shuffle of the one before, cut as scikit-learn's
 * `gen_batches` cuts it.
 */
export function* shuffledBatches(rows: number, batch: number, rng: Rng): Generator<Int32Array, never> {
  const order = identity(rows);
  for (;;) {
    shuffle(order, rng);
    for (let from = 0; from < rows; from += batch) yield order.slice(from, from + batch);
  }
}

/**
 * Poisson sampling without end: each batch has each of the rows with probability `rate`, whatever the others do, and so
 * may have none. Drawn by the gaps between rows, which are geometric (Devroye, Non-Uniform Random Variate Generation,
 * 1986, X.2.1): the cost is that of the rows drawn. Rates below 1e-9 are taken to some digits only.
 */
export function* sampledBatches(rows: number, rate: number, rng: Rng): Generator<Int32Array, never> {
  const failure = rate < 1 ? portableLog(1 - rate) : Number.NEGATIVE_INFINITY;
  const gap = (): number => Math.floor(portableLog(1 - rng.next()) / failure);
  for (;;) {
    const drawn: number[] = [];
    for (let row = gap(); row < rows; row += 1 + gap()) drawn.push(row);
    yield Int32Array.from(drawn);
  }
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
  /** Mean 1 over its rows. */
  readonly weights?: Float64Array;
}

export function emptyFeeds(steps: number, models: number, width: number): StepFeeds {
  return {
    steps,
    width,
    sizes: new Int32Array(steps).fill(1),
    counts: new Int32Array(steps * models),
    picked: new Int32Array(steps * models * width),
    share: new Float32Array(steps * models * width),
    decay: new Float32Array(steps * models),
    rate: new Float32Array(steps * models),
  };
}

/**
 * Writes one model's batch of one step. Each row has the same share of the batch's mean, times the row's weight; the
 * penalty too is divided by the batch's rows, as scikit-learn has it. `expected` stands for the batch's rows in both,
 * where it is given. Padding points at the model's first row with a share of 0. A rate of 0 leaves a model as it is.
 */
export function fillStep(
  feeds: StepFeeds,
  step: number,
  models: number,
  model: number,
  { offset, weights }: Trainee,
  batch: Int32Array,
  { l2, rate, expected = batch.length }: { l2: number; rate: number; expected?: number },
): void {
  const at = (step * models + model) * feeds.width;
  for (let place = 0; place < feeds.width; place++) {
    const row = batch[place] ?? 0;
    feeds.picked[at + place] = offset + row;
    feeds.share[at + place] = place < batch.length ? (weights?.[row] ?? 1) / expected : 0;
  }
  feeds.counts[step * models + model] = batch.length;
  feeds.decay[step * models + model] = l2 / expected;
  feeds.rate[step * models + model] = rate;
  feeds.sizes[step] = Math.max(feeds.sizes[step]!, batch.length);
}
