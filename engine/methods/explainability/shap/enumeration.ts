import type { Explained } from '../attribution.js';

/** Beyond this, 2^players evaluations a row and background row are too many for anyone to wait for. */
export const MOST_ENUMERATED = 16;

/** Mixed rows that are asked for at once. */
const CHUNK = 1 << 16;

/**
 * Shapley values of every explained row by all coalitions, of the interventional value function
 * v(S) = mean over the background of f(row on S, background elsewhere): rows × players, and v(∅) (Shapley 1953).
 * 2^players × backgrounds evaluations a row.
 */
export async function enumeratedShapley(explained: Explained): Promise<{
  readonly values: Float64Array;
  readonly base: Float64Array;
  readonly predictions: Float64Array;
  readonly evaluations: number;
}> {
  const { rows, players } = explained;
  const count = players.length;
  if (count > MOST_ENUMERATED) throw new RangeError(`${count} players have too many coalitions`);
  const values = new Float64Array(rows * count);
  const base = new Float64Array(rows);
  const predictions = new Float64Array(rows);
  const weights = coalitionWeights(count);
  for (let row = 0; row < rows; row++) {
    const worth = await coalitionValues(explained, row);
    base[row] = worth[0]!;
    predictions[row] = worth[worth.length - 1]!;
    for (let coalition = 0; coalition < worth.length; coalition++) {
      const size = bits(coalition);
      for (let player = 0; player < count; player++) {
        const bit = 1 << player;
        if ((coalition & bit) === 0) {
          values[row * count + player]! += weights[size]! * (worth[coalition | bit]! - worth[coalition]!);
        }
      }
    }
  }
  return { values, base, predictions, evaluations: rows * explained.backgrounds * 2 ** count };
}

/** v(S) of one row for every coalition S, the bits of its index. */
async function coalitionValues({ players, backgrounds, value }: Explained, row: number): Promise<Float64Array> {
  const count = players.length;
  const worth = new Float64Array(2 ** count);
  const total = worth.length * backgrounds;
  for (let from = 0; from < total; from += CHUNK) {
    const length = Math.min(CHUNK, total - from);
    const masks = new Uint8Array(length * count);
    const others = new Int32Array(length);
    for (let mix = 0; mix < length; mix++) {
      const coalition = Math.floor((from + mix) / backgrounds);
      others[mix] = (from + mix) % backgrounds;
      for (let player = 0; player < count; player++) masks[mix * count + player] = (coalition >> player) & 1;
    }
    const answers = await value({ rows: new Int32Array(length).fill(row), backgrounds: others, masks });
    for (let mix = 0; mix < length; mix++) {
      worth[Math.floor((from + mix) / backgrounds)]! += answers[mix]! / backgrounds;
    }
  }
  return worth;
}

/** |S|! (n − |S| − 1)! / n! by |S|. */
function coalitionWeights(players: number): Float64Array {
  const weights = new Float64Array(players);
  weights[0] = 1 / players;
  for (let size = 1; size < players; size++) weights[size] = (weights[size - 1]! * size) / (players - size);
  return weights;
}

function bits(number: number): number {
  let count = 0;
  for (let rest = number; rest > 0; rest &= rest - 1) count++;
  return count;
}
