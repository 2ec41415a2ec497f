/** The true positive rate at a low false positive rate, with bounds that hold for the rate that the threshold has in truth. */
import type { Ranking, Triple } from '../../evaluation/ranking-boxes.js';
import { type Attacked, fallingScores } from './attacked.js';

/** So many non-members for one that is let through: below, a rate is out of reach. */
const AT_THE_RATE = 10;

export const fewestOthers = (rate: number): number => Math.ceil(AT_THE_RATE / rate - 1e-9);

/**
 * The threshold which a further non-member exceeds with a probability of at most `rate`: the ⌊rate·(n + 1)⌋-th highest
 * of n scores of non-members (Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World, 2005); ∞ where n is too
 * small for any.
 */
export const thresholdAt = (others: Float64Array, rate: number): number =>
  others[Math.floor(rate * (others.length + 1) + 1e-9) - 1] ?? Number.POSITIVE_INFINITY;

/** The share of members above that threshold. */
export function truePositiveRate(attacked: Attacked, rate: number): number {
  const threshold = thresholdAt(fallingScores(attacked, 0), rate);
  let found = 0;
  let members = 0;
  attacked.scores.forEach((score, i) => {
    if (attacked.member[i] === 0) return;
    members++;
    if (score > threshold) found++;
  });
  return found / members;
}

/** Weights of pseudo-entries, each worth one unit of its side. */
export interface Pseudo {
  readonly member: number;
  readonly other: number;
}

/**
 * The same of drawn rows. Of n independent non-members, the false positive rate at the j-th highest score is the sum of
 * the first j of n + 1 Dirichlet(1, …, 1) shares: the score at which the rate is `rate` in truth lies between
 * two neighbouring non-members, where those shares pass `rate`. Members above the upper one are found by it, those at or
 * above the lower one may be: with a pseudo-member that is not found and one that is, these are the bounds. Of entries of
 * equal score the lower bound finds none, the upper one as many as chance would among as many non-members.
 *
 * `ranking.positive` is 1 of members; `weights` one an entry.
 */
export function lowFprBox(
  { order, positive, last }: Ranking,
  weights: Float64Array,
  totals: Pseudo,
  extra: Pseudo,
  rate: number,
  into: Triple,
): void {
  const budget = rate * (totals.other + extra.other);
  const plainBudget = rate * totals.other;
  let [members, others] = [0, 0];
  let [membersAbove, othersAbove] = [0, 0];
  let [plain, lower] = [0, 0];
  let plainOpen = true;
  let hasOther = false;
  /** Weight of the non-members of this score up to the one at which the budget is passed. */
  let passed: number | undefined;
  let upper: number | undefined;
  for (let place = 0; place < order.length; place++) {
    const weight = weights[order[place]!]!;
    if (positive[place]) members += weight;
    else {
      if (passed === undefined && extra.other + others > budget) passed = others - othersAbove + weight;
      hasOther = true;
      others += weight;
    }
    if (!last[place]) continue;
    if (plainOpen && others <= plainBudget) plain = members;
    else plainOpen = false;
    if (hasOther && extra.other + othersAbove <= budget) lower = membersAbove;
    if (passed !== undefined) {
      upper ??= membersAbove + (members - membersAbove) * (passed / (others - othersAbove));
      if (!plainOpen) break;
    }
    [membersAbove, othersAbove, hasOther] = [members, others, false];
  }
  into.plain = plain / totals.member;
  into.lower = lower / (totals.member + extra.member);
  into.upper = ((upper ?? totals.member) + extra.member) / (totals.member + extra.member);
}
