import type { Rng } from '../../../numerics/random.js';
import { permutation } from '../../../numerics/permutation.js';
import { scoreSteps } from '../../../numerics/metrics/ranking.js';
import type { Attacked } from './attacked.js';

/** Whether each entry is called a member. */
export interface Calls {
  /** By the threshold that has the best balanced accuracy on the other half: no row has a part in its own. */
  readonly crossed: Uint8Array;
  /** By the one that has the best on all rows, which flatters the attack: for an upper bound. */
  readonly best: Uint8Array;
}

/** The units are cut in two halves at random. Undefined where a half lacks members or non-members. */
export function callsOf({ scores, member, row, units }: Attacked, rng: Rng): Calls | undefined {
  const half = new Uint8Array(units.count);
  permutation(units.count, rng).forEach((unit, place) => (half[unit] = place % 2));
  const halfOf = (i: number): number => half[units.of[row[i]!]!]!;
  const thresholdOf = (chosen: (i: number) => boolean): number | undefined => {
    const entries = Int32Array.from(scores.keys()).filter(chosen);
    return bestThreshold(
      Float64Array.from(entries, (i) => scores[i]!),
      Uint8Array.from(entries, (i) => member[i]!),
    );
  };
  const thresholds = [thresholdOf((i) => halfOf(i) === 1), thresholdOf((i) => halfOf(i) === 0)];
  const best = thresholdOf(() => true);
  if (thresholds.includes(undefined) || best === undefined) return undefined;
  return {
    crossed: Uint8Array.from(scores, (score, i) => Number(score >= thresholds[halfOf(i)]!)),
    best: Uint8Array.from(scores, (score) => Number(score >= best)),
  };
}

/** The highest score from which on calling all members has the best balanced accuracy. */
function bestThreshold(scores: Float64Array, member: Uint8Array): number | undefined {
  const members = member.reduce((sum, is) => sum + is, 0);
  const others = member.length - members;
  if (members === 0 || others === 0) return undefined;
  const { order, steps } = scoreSteps(member, scores);
  let best = Number.POSITIVE_INFINITY;
  let most = 0;
  let advantage = 0;
  for (const step of steps) {
    advantage += step.positives / members - step.negatives / others;
    if (advantage <= most) continue;
    most = advantage;
    best = scores[order[step.start]!]!;
  }
  return best;
}
