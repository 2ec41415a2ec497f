/**
 * How exposed the members are: the attack's ROC curve in figures, with the uncertainty of its rows (members and
 * non-members) and, where several models were attacked, of the models.
 */
import { rocAuc } from '../../../numerics/metrics/ranking.js';
import { identity } from '../../../numerics/permutation.js';
import type { Rng } from '../../../numerics/random.js';
import { type BoxDraws, bayesianBootstrap, boxDraws } from '../../evaluation/bayesian-bootstrap.js';
import { type Triple, areaBox, rankingOf } from '../../evaluation/ranking-boxes.js';
import { type Attacked, sidesOf } from './attacked.js';
import type { Calls } from './calls.js';
import { type Pseudo, lowFprBox, truePositiveRate } from './low-fpr.js';

export interface Exposure {
  readonly estimate: number;
  readonly box: BoxDraws;
}

export interface Exposures {
  /** One of each rate asked for. */
  readonly truePositives: readonly Exposure[];
  readonly area: Exposure;
  /** Of `calls`, its upper bound that of the best threshold; absent without them. */
  readonly balanced?: Exposure;
}

export interface ExposureOptions {
  readonly rates: readonly number[];
  readonly calls: Calls | undefined;
  readonly rng: Rng;
  readonly draws: number;
}

/**
 * Rows are resampled by the Bayesian bootstrap, models too where there is more than one (the weights multiplied: Owen &
 * Eckles, "Bootstrapping data arrays of arbitrary order", Annals of Applied Statistics 6, 2012, whose variance is
 * never too small in the mean), and the thresholds found anew each time. There is at least one entry of each side.
 * Cost entries × draws.
 */
export function exposuresOf(attacked: Attacked, { rates, calls, rng, draws }: ExposureOptions): Exposures {
  const { scores, targets, units } = attacked;
  const { order, positive: member, last } = rankingOf(attacked.member, scores);
  // Entries by falling score: the resamples pass through them again and again.
  const ranking = { order: identity(order.length), positive: member, last };
  const row = order.map((i) => attacked.row[i]!);
  const target = order.map((i) => attacked.target[i]!);
  const inOrder = (values: Uint8Array): Uint8Array => Uint8Array.from(order, (i) => values[i]!);
  const called = calls && { crossed: inOrder(calls.crossed), best: inOrder(calls.best) };
  const { members, others } = sidesOf(attacked);
  const perRow = { member: members.entries / members.rows, other: others.entries / others.rows };
  const truePositives = rates.map(() => boxDraws(draws));
  const area = boxDraws(draws);
  const balanced = boxDraws(draws);
  const weights = new Float64Array(scores.length);
  const ofTargets = new Float64Array(targets).fill(1);
  const triple: Triple = { plain: 0, lower: 0, upper: 0 };
  const keep = (box: BoxDraws, draw: number): void => {
    box.plain[draw] = triple.plain;
    box.lower[draw] = triple.lower;
    box.upper[draw] = triple.upper;
  };
  bayesianBootstrap(units, 2, draws, rng, (ofRows, extras, draw) => {
    const mean = targets > 1 ? weighTargets(ofTargets, rng) : 1;
    const totals = { member: 0, other: 0 };
    for (let i = 0; i < weights.length; i++) {
      const weight = ofRows[row[i]!]! * ofTargets[target[i]!]!;
      weights[i] = weight;
      if (member[i]) totals.member += weight;
      else totals.other += weight;
    }
    const extra = { member: extras[0]! * perRow.member * mean, other: extras[1]! * perRow.other * mean };
    rates.forEach((rate, index) => {
      lowFprBox(ranking, weights, totals, extra, rate, triple);
      keep(truePositives[index]!, draw);
    });
    areaBox(ranking, weights, Math.max(extra.member, extra.other), triple);
    keep(area, draw);
    if (called === undefined) return;
    balancedBox(member, called, weights, totals, extra, triple);
    keep(balanced, draw);
  });
  return {
    truePositives: rates.map((rate, index) => ({
      estimate: truePositiveRate(attacked, rate),
      box: truePositives[index]!,
    })),
    area: { estimate: rocAuc(attacked.member, scores), box: area },
    ...(calls && { balanced: { estimate: balancedAccuracy(attacked.member, calls.crossed), box: balanced } }),
  };
}

/** Draws a standard exponential of each and returns their mean. */
function weighTargets(weights: Float64Array, rng: Rng): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i] = -Math.log(1 - rng.next());
    sum += weights[i]!;
  }
  return sum / weights.length;
}

function balancedBox(
  member: Uint8Array,
  { crossed, best }: Calls,
  weights: Float64Array,
  totals: Pseudo,
  extra: Pseudo,
  into: Triple,
): void {
  const [members, others] = [totals.member + extra.member, totals.other + extra.other];
  const right = rightWeights(member, crossed, weights);
  into.plain = (right.member / totals.member + right.other / totals.other) / 2;
  into.lower = (right.member / members + right.other / others) / 2;
  const most = rightWeights(member, best, weights);
  const upper = ((most.member + extra.member) / members + (most.other + extra.other) / others) / 2;
  into.upper = Math.max(into.plain, upper);
}

/** Weights of the entries that are called what they are. */
function rightWeights(member: Uint8Array, calls: Uint8Array, weights: Float64Array): Pseudo {
  const right = { member: 0, other: 0 };
  for (let i = 0; i < weights.length; i++) {
    if (member[i] !== calls[i]) continue;
    if (member[i]) right.member += weights[i]!;
    else right.other += weights[i]!;
  }
  return right;
}

/** Mean of the share of members that are called so and the share of non-members that are not. */
export function balancedAccuracy(member: Uint8Array, calls: Uint8Array): number {
  const right = [0, 0];
  const all = [0, 0];
  member.forEach((is, i) => {
    all[is]!++;
    if (calls[i] === is) right[is]!++;
  });
  return (right[0]! / all[0]! + right[1]! / all[1]!) / 2;
}
