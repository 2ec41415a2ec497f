import { permutation } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import type { Explained } from '../attribution.js';
import { valuesWith } from './removal.js';

/** The value of one row as players are removed or put in, one entry a point of the curve. */
export interface RemovalCurves {
  /** Players that are removed (or put in) at each point, from 0 to all. */
  readonly counts: Int32Array;
  readonly deletion: Float64Array;
  readonly insertion: Float64Array;
  /** As `deletion`, the mean over random orders. */
  readonly randomDeletion: Float64Array;
  readonly randomInsertion: Float64Array;
}

export interface CurvePlan {
  /** Steps from no player to all. */
  readonly steps: number;
  /** Random orders that the attribution's is held against. */
  readonly orders: number;
  readonly rng: Rng;
}

/**
 * Deletion and insertion (Petsiuk, Das, Saenko, "RISE", BMVC 2018; against random orders: Samek et al., "Evaluating the
 * visualization of what a deep neural network has learned", 2017): players leave the row in the order of their
 * attribution, the largest first, or come into the background in that order. A random order read backwards is one for
 * insertion.
 */
export async function removalCurves(
  explained: Explained,
  row: number,
  attribution: ArrayLike<number>,
  { steps, orders, rng }: CurvePlan,
): Promise<RemovalCurves> {
  const width = explained.players.length;
  const points = Math.min(steps, width);
  const counts = Int32Array.from({ length: points + 1 }, (_, point) => Math.round((point * width) / points));
  const own = Int32Array.from({ length: width }, (_, player) => player).sort(
    (a, b) => attribution[b]! - attribution[a]! || a - b,
  );
  const walks = [own, own.slice().reverse(), ...Array.from({ length: orders }, () => permutation(width, rng))];
  const inner = points - 1;
  const present = new Uint8Array(walks.length * inner * width);
  walks.forEach((order, walk) => {
    for (let point = 1; point <= inner; point++) {
      const mask = present.subarray((walk * inner + point - 1) * width, (walk * inner + point) * width).fill(1);
      for (let at = 0; at < counts[point]!; at++) mask[order[at]!] = 0;
    }
  });
  const ends = await valuesWith(explained, row, new Uint8Array(2 * width).fill(1, 0, width));
  const values = await valuesWith(explained, row, present);
  const curve = (walk: number): Float64Array =>
    Float64Array.of(ends[0]!, ...values.subarray(walk * inner, (walk + 1) * inner), ends[1]!);
  const random = Array.from({ length: orders }, (_, order) => curve(2 + order));
  const randomDeletion = Float64Array.from(counts, (_, at) => random.reduce((sum, one) => sum + one[at]! / orders, 0));
  return {
    counts,
    deletion: curve(0),
    // Put in from the largest on is taken out from the smallest on, read backwards.
    insertion: curve(1).reverse(),
    randomDeletion,
    randomInsertion: randomDeletion.slice().reverse(),
  };
}

/** Areas below the curves over the share of players, the values brought to [0, 1] by the least and the most of them. */
export interface CurveAreas {
  readonly deletion: number;
  readonly insertion: number;
  /** How much smaller the area of deletion is than by random orders, in [−1, 1]. */
  readonly deletionGain: number;
  /** How much larger the area of insertion is than by random orders, in [−1, 1]. */
  readonly insertionGain: number;
}

/** All NaN where the value never moves. */
export function curveAreas(curves: RemovalCurves): CurveAreas {
  const { counts, deletion, insertion, randomDeletion, randomInsertion } = curves;
  const all = [deletion, insertion, randomDeletion];
  const least = Math.min(...all.map((curve) => curve.reduce((a, b) => Math.min(a, b))));
  const most = Math.max(...all.map((curve) => curve.reduce((a, b) => Math.max(a, b))));
  if (!(most - least > 1e-9 * Math.max(Math.abs(most), Math.abs(least)))) {
    return { deletion: Number.NaN, insertion: Number.NaN, deletionGain: Number.NaN, insertionGain: Number.NaN };
  }
  const whole = counts[counts.length - 1]!;
  const area = (curve: Float64Array): number => {
    let sum = 0;
    for (let at = 1; at < curve.length; at++) {
      const middle = (curve[at]! + curve[at - 1]!) / 2;
      sum += ((counts[at]! - counts[at - 1]!) / whole) * ((middle - least) / (most - least));
    }
    return Math.min(1, Math.max(0, sum));
  };
  const [out, into] = [area(deletion), area(insertion)];
  return {
    deletion: out,
    insertion: into,
    deletionGain: area(randomDeletion) - out,
    insertionGain: into - area(randomInsertion),
  };
}
