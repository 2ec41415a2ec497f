import { identity, shuffle } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';

/** How long sampling goes on: until no value's standard error is above `tolerance`, or the evaluations are spent. */
export interface SamplingPlan {
  /** On the scale of the values. */
  readonly tolerance: number;
  /** Most evaluations of the model for one explained row. */
  readonly mostEvaluations: number;
  /** One stream a row, so that no row's numbers depend on the others. */
  readonly rng: (row: number) => Rng;
  readonly progress?: (settled: number, rows: number) => void;
}

export interface SampledShares {
  /** Rows × players. */
  readonly values: Float64Array;
  /** Standard error of each value, same shape. */
  readonly errors: Float64Array;
  readonly base: Float64Array;
  readonly predictions: Float64Array;
  readonly evaluations: number;
  /** Rows whose largest standard error is at most the tolerance. */
  readonly settled: number;
}

/** The samples of one row: what it wants to know next, and what it makes of the answers. */
export interface RowSampler {
  /** Masks (mixes × players) and background rows of the next round, at most so many mixes; none where that is too few. */
  next(most: number): { readonly masks: Uint8Array; readonly backgrounds: Int32Array };
  take(answers: Float64Array): void;
  /** Values and standard errors so far; the errors infinite while there are too few samples. */
  estimate(): { readonly values: Float64Array; readonly errors: Float64Array };
}

/** f of each explained row and of each background row; f(row) − mean over the background is shared out. */
export interface Ends {
  readonly predictions: Float64Array;
  readonly backgrounds: Float64Array;
  readonly base: number;
}

/** About so many numbers may the samplers of the rows that are worked on together keep. */
const KEPT = 1 << 22;

/** Goes on round by round with the rows that are not settled, so that the model is asked in large batches. */
export async function sampleShares(
  explained: Explained,
  plan: SamplingPlan,
  samplerOf: (row: number, ends: Ends, rng: Rng) => RowSampler,
): Promise<SampledShares> {
  const { rows, backgrounds } = explained;
  const width = explained.players.length;
  const ends = await endsOf(explained);
  const values = new Float64Array(rows * width);
  const errors = new Float64Array(rows * width);
  let evaluations = rows + backgrounds;
  let settled = 0;
  const block = Math.max(1, Math.floor(KEPT / (width * backgrounds)));
  for (let first = 0; first < rows; first += block) {
    let active = Array.from({ length: Math.min(block, rows - first) }, (_, at) => ({
      row: first + at,
      left: plan.mostEvaluations,
      sampler: samplerOf(first + at, ends, plan.rng(first + at)),
    }));
    while (active.length > 0) {
      const rounds = active.map(({ sampler, left }) => sampler.next(left));
      const answers = await ask(explained, active, rounds);
      evaluations += answers.length;
      let at = 0;
      active = active.filter((one, index) => {
        const count = rounds[index]!.backgrounds.length;
        one.sampler.take(answers.subarray(at, at + count));
        at += count;
        one.left -= count;
        const found = one.sampler.estimate();
        const isSettled = found.errors.every((error) => error <= plan.tolerance);
        if (!isSettled && count > 0) return true;
        if (isSettled) settled++;
        values.set(found.values, one.row * width);
        errors.set(found.errors, one.row * width);
        return false;
      });
      plan.progress?.(Math.min(rows, first + block) - active.length, rows);
    }
  }
  return {
    values,
    errors,
    base: new Float64Array(rows).fill(ends.base),
    predictions: ends.predictions,
    evaluations,
    settled,
  };
}

/** The rounds of several rows in one go, their answers one after another. */
function ask(
  { players, value }: Explained,
  active: readonly { readonly row: number }[],
  rounds: readonly ReturnType<RowSampler['next']>[],
): Promise<Float64Array> {
  const total = rounds.reduce((sum, { backgrounds }) => sum + backgrounds.length, 0);
  const mixes = {
    rows: new Int32Array(total),
    backgrounds: new Int32Array(total),
    masks: new Uint8Array(total * players.length),
  };
  let at = 0;
  rounds.forEach(({ masks, backgrounds }, index) => {
    mixes.rows.fill(active[index]!.row, at, at + backgrounds.length);
    mixes.backgrounds.set(backgrounds, at);
    mixes.masks.set(masks, at * players.length);
    at += backgrounds.length;
  });
  return value(mixes);
}

async function endsOf({ rows, backgrounds, players, value }: Explained): Promise<Ends> {
  const width = players.length;
  const predictions = await value({
    rows: Int32Array.from({ length: rows }, (_, row) => row),
    backgrounds: new Int32Array(rows),
    masks: new Uint8Array(rows * width).fill(1),
  });
  const others = await value({
    rows: new Int32Array(backgrounds),
    backgrounds: Int32Array.from({ length: backgrounds }, (_, row) => row),
    masks: new Uint8Array(backgrounds * width),
  });
  return { predictions, backgrounds: others, base: others.reduce((sum, one) => sum + one, 0) / backgrounds };
}

/** Background rows in shuffled rounds: each is met about as often. */
export function backgroundCycle(count: number, rng: Rng): () => number {
  const order = identity(count);
  let at = count;
  return () => {
    if (at === count) {
      shuffle(order, rng);
      at = 0;
    }
    return order[at++]!;
  };
}
