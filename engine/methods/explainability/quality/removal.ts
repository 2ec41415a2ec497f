import { sampleWithoutReplacement } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import { pearson } from '../agreement.js';
import type { Explained } from '../attribution.js';

/** So many cells of a mask matrix are asked at once: what a wide table takes in memory is bounded by it. */
const CELLS = 1 << 22;

/**
 * The value of one explained row where only the players that `present` (masks × players) marks have its values, the
 * others those of every background row in turn: the mean over the background. With all players present one mix is asked.
 */
export async function valuesWith(explained: Explained, row: number, present: Uint8Array): Promise<Float64Array> {
  const width = explained.players.length;
  const count = present.length / width;
  const values = new Float64Array(count);
  const chunk = Math.max(1, Math.floor(CELLS / (width * explained.backgrounds)));
  for (let from = 0; from < count; from += chunk) {
    const masks = Array.from({ length: Math.min(chunk, count - from) }, (_, at) =>
      present.subarray((from + at) * width, (from + at + 1) * width),
    );
    const asked = masks.map((mask) => (mask.every((one) => one === 1) ? 1 : explained.backgrounds));
    const size = asked.reduce((sum, many) => sum + many, 0);
    const mixes = {
      rows: new Int32Array(size).fill(row),
      backgrounds: new Int32Array(size),
      masks: new Uint8Array(size * width),
    };
    let mix = 0;
    masks.forEach((mask, at) => {
      for (let background = 0; background < asked[at]!; background++, mix++) {
        mixes.backgrounds[mix] = background;
        mixes.masks.set(mask, mix * width);
      }
    });
    const answers = await explained.value(mixes);
    mix = 0;
    asked.forEach((many, at) => {
      for (let background = 0; background < many; background++) values[from + at]! += answers[mix++]! / many;
    });
  }
  return values;
}

/**
 * Subsets of the players to remove, subsets × players, 1 where removed: every subset but the empty one where they are no
 * more than `count`, else so many drawn at random, of `size` players or (null) of any size alike.
 */
export function removalSubsets(players: number, count: number, size: number | null, rng: Rng): Uint8Array {
  if (size === null && 2 ** players - 1 <= count) {
    const all = new Uint8Array((2 ** players - 1) * players);
    for (let subset = 1; subset < 2 ** players; subset++) {
      for (let player = 0; player < players; player++) {
        all[(subset - 1) * players + player] = (subset >>> player) & 1;
      }
    }
    return all;
  }
  const drawn = new Uint8Array(count * players);
  for (let subset = 0; subset < count; subset++) {
    const removed = size === null ? 1 + rng.integer(players) : Math.min(size, players);
    for (const player of sampleWithoutReplacement(players, removed, rng)) drawn[subset * players + player] = 1;
  }
  return drawn;
}

/** What the attribution says of each subset, and by how much the value falls once it is removed. */
export interface Removals {
  readonly promised: Float64Array;
  readonly drops: Float64Array;
}

/** `prediction` is the value of the row itself. */
export async function removals(
  explained: Explained,
  row: number,
  { attribution, prediction }: { readonly attribution: ArrayLike<number>; readonly prediction: number },
  subsets: Uint8Array,
): Promise<Removals> {
  const width = explained.players.length;
  const left = await valuesWith(
    explained,
    row,
    subsets.map((removed) => 1 - removed),
  );
  const promised = new Float64Array(left.length);
  subsets.forEach((removed, at) => {
    if (removed === 1) promised[Math.floor(at / width)]! += attribution[at % width]!;
  });
  return { promised, drops: left.map((value) => prediction - value) };
}

/**
 * Correlation over subsets between the sum of the attribution and the fall of the value (Bhatt, Weller, Moura,
 * "Evaluating and aggregating feature-based model explanations", IJCAI 2020, definition 3): exactly 1 for the Shapley
 * values of a linear model. NaN where either is constant.
 */
export const faithfulnessCorrelation = ({ promised, drops }: Removals): number =>
  isConstant(promised) || isConstant(drops) ? Number.NaN : pearson(promised, drops);

/** Rounding apart. */
function isConstant(values: Float64Array): boolean {
  const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.every((value) => Math.abs(value - values[0]!) <= 1e-9 * size);
}

/**
 * Infidelity (Yeh et al., "On the (in)fidelity and sensitivity of explanations", NeurIPS 2019, definition 2.1) with
 * removal of subsets as the perturbation, E (β·promised − drop)², the attribution taken times the best factor β (their
 * optimal scaling), over E drop²: 0 where the attribution foretells every fall, 1 where it foretells nothing. NaN where
 * no removal moves the value, and of a single subset, which any attribution foretells at its best scale.
 */
export function infidelity({ promised, drops }: Removals): number {
  const scale = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [p, d] = [scale(promised), scale(drops)];
  if (!(d > 0) || drops.length < 2) return Number.NaN;
  if (!(p > 0)) return 1;
  let product = 0;
  let squares = 0;
  let fallen = 0;
  promised.forEach((value, at) => {
    product += (value / p) * (drops[at]! / d);
    squares += (value / p) ** 2;
    fallen += (drops[at]! / d) ** 2;
  });
  const factor = product / squares;
  const missed = promised.reduce((sum, value, at) => sum + (factor * (value / p) - drops[at]! / d) ** 2, 0);
  return Math.min(1, missed / fallen);
}
