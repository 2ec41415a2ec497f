import type { Rng } from '../../../numerics/random.js';
import { permutation } from '../../../numerics/permutation.js';
import { scoreSteps } from '../../../numerics/metrics/ranking.js';
import type { Attacked } from './attacked.js';

/**
 * Whether each entry is called a member: the units are cut in two halves at random, and each half is called by
 * the threshold that has the best balanced accuracy on the other, so that no row chooses its own threshold. Undefined
 * where a half lacks members or non-members.
 */
export function crossedCalls({ scores, member, row, units }: Attacked, rng: Rng): Uint8Array | undefined {
  const half = new Uint8Array(units.count);
  permutation(units.count, rng).forEach((unit, place) => (half[unit] = place % 2));
  const halfOf = (i: number): number => half[units.of[row[i]!]!]!;
  const thresholds = [0, 1].map((which) => {
    const entries = Int32Array.from(scores.keys()).filter((i) => halfOf(i) !== which);
    return bestThreshold(
      Float64Array.from(entries, (i) => scores[i]!),
      Uint8Array.from(entries, (i) => member[i]!),
    );
  });
  if (thresholds.includes(undefined)) return undefined;
  return Uint8Array.from(scores, (score, i) => Number(score >= thresholds[halfOf(i)]!));
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
