import { shuffle } from '../../numerics/permutation.js';
import type { Rng } from '../../numerics/random.js';
import { EstimatorFault } from '../estimator-fault.js';
import type { Answers } from './answers.js';
import type { MlpShape } from './layout.js';
import type { Member } from './group.js';

/** scikit-learn's `validation_fraction`, `n_iter_no_change` and `tol`. */
const HELD_OUT = 0.1;
const PATIENCE = 10;
const TOLERANCE = 1e-4;

/**
 * The places of 0…n−1 that train and those that are held out, both ascending: a tenth of each class (at least one row
 * of each trains), or of all rows where there are no classes. Throws `EstimatorFault` where nothing is left to hold out.
 */
export function holdOut(
  rows: number,
  codes: ArrayLike<number> | undefined,
  rng: Rng,
): { readonly train: Int32Array; readonly heldOut: Int32Array } {
  const byClass = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const code = codes?.[row] ?? 0;
    const known = byClass.get(code);
    if (known === undefined) byClass.set(code, [row]);
    else known.push(row);
  }
  const train: number[] = [];
  const heldOut: number[] = [];
  for (const [, members] of [...byClass].sort(([a], [b]) => a - b)) {
    const count = Math.min(Math.round(members.length * HELD_OUT), members.length - 1);
    shuffle(members, rng);
    heldOut.push(...members.slice(0, count));
    train.push(...members.slice(count));
  }
  if (heldOut.length === 0) {
    throw new EstimatorFault('out-of-domain', `mlp: ${rows} training rows are too few for earlyStopping`);
  }
  const ascending = (values: readonly number[]): Int32Array => Int32Array.from(values).sort();
  return { train: ascending(train), heldOut: ascending(heldOut) };
}

/** Each model's best epoch by the rows held out, as scikit-learn's `early_stopping` has it. */
export class BestEpochs {
  readonly #scores: Float64Array;
  readonly #waited: Int32Array;
  #numbers: Float32Array | undefined;

  constructor(
    private readonly shape: MlpShape,
    private readonly members: readonly Member[],
  ) {
    this.#scores = new Float64Array(shape.models).fill(Number.NEGATIVE_INFINITY);
    this.#waited = new Int32Array(shape.models);
  }

  stopped = (model: number): boolean => this.#waited[model]! > PATIENCE;

  get allStopped(): boolean {
    return this.#waited.every((waited) => waited > PATIENCE);
  }

  /** Scores the numbers after one more epoch. A score that is no number never becomes the best. */
  async look(numbers: Float32Array, answers: Answers): Promise<void> {
    const { members, shape } = this;
    const rows = members.map(({ heldOut }) => heldOut!.rows);
    const given = await answers.to(numbers, rows);
    const width = numbers.length / shape.models;
    this.#numbers ??= numbers.slice();
    members.forEach(({ heldOut }, model) => {
      if (this.stopped(model)) return;
      const score = scoreOf(shape, given[model]!, heldOut!.truth, heldOut!.weights);
      if (score >= this.#scores[model]! + TOLERANCE) this.#waited[model] = 0;
      else this.#waited[model]!++;
      if (score > this.#scores[model]!) {
        this.#scores[model] = score;
        this.#numbers!.set(numbers.subarray(model * width, (model + 1) * width), model * width);
      }
    });
  }

  numbers = (): Float32Array => this.#numbers!;
}

/** Weighted accuracy of classes, R² of numbers. */
function scoreOf(
  { loss, outputs }: MlpShape,
  answers: Float32Array,
  truth: Float32Array,
  weights: Float64Array | undefined,
): number {
  let good = 0;
  let total = 0;
  const mean = truth.reduce((sum, value, row) => sum + value * (weights?.[row] ?? 1), 0);
  const all = weights?.reduce((sum, weight) => sum + weight, 0) ?? truth.length;
  for (let row = 0; row * outputs < truth.length; row++) {
    const weight = weights?.[row] ?? 1;
    if (loss === 'regression') {
      good -= weight * (answers[row]! - truth[row]!) ** 2;
      total += weight * (truth[row]! - mean / all) ** 2;
    } else {
      const right =
        loss === 'binary'
          ? answers[row]! > 0.5 === truth[row]! > 0.5
          : truth[row * outputs + likeliest(answers, row * outputs, outputs)] === 1;
      good += right ? weight : 0;
      total += weight;
    }
  }
  return loss === 'regression' ? 1 + good / (total || 1) : good / (total || 1);
}

function likeliest(answers: Float32Array, at: number, outputs: number): number {
  let best = 0;
  for (let k = 1; k < outputs; k++) if (answers[at + k]! > answers[at + best]!) best = k;
  return best;
}
