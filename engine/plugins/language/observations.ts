import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import { rateBox } from '../../methods/evaluation/rate-box.js';
import type { Successes } from '../../methods/evaluation/rate-box.js';
import { lackingAnswers } from '../../methods/evaluation/sequential/rate-figure.js';
import { clopperPearson } from '../../numerics/intervals.js';
import type { Interval } from '../../numerics/intervals.js';
import type { Question } from '../../subject/language/question.js';
import type { Basis, Figure, Unmeasured } from '../figure.js';
import { unmeasured } from '../unmeasured.js';
import { clustersOf } from './ask-in-order.js';

/** k of n independent observations; of `unknown` others of the n nobody knows, as answers are lacking. */
export interface Observations extends Successes {
  readonly unknown: number;
}

/**
 * Questions of one cluster are one observation, which has something where one of its questions does, and is unknown where
 * one of its questions is and no other has it.
 */
export function observed<Item extends { readonly question: Question }>(
  items: readonly Item[],
  has: (item: Item) => boolean | undefined,
): Observations {
  const itemOf = new Map(items.map((item) => [item.question, item]));
  const clusters = clustersOf([...itemOf.keys()]).map((cluster) =>
    anyOf(cluster.map((question) => has(itemOf.get(question)!))),
  );
  const count = (of: boolean | undefined): number => clusters.filter((one) => one === of).length;
  return { k: count(true), n: clusters.length, unknown: count(undefined) };
}

/** Whether one of them has it; unknown where one is and no other has it. */
export const anyOf = (each: readonly (boolean | undefined)[]): boolean | undefined =>
  each.includes(true) || (each.includes(undefined) ? undefined : false);

/** Clopper and Pearson's bounds, whatever the unknown ones are. */
export const boundsOf = ({ k, n, unknown }: Observations, level: number): Interval => [
  clopperPearson(k, n, level)[0],
  clopperPearson(k + unknown, n, level)[1],
];

/** The rate's distributions, whatever the unknown ones are. */
export function boxOf({ k, n, unknown }: Observations, draws: number): BoxDraws {
  const box = rateBox({ k, n }, draws);
  return unknown === 0 ? box : { ...box, upper: rateBox({ k: k + unknown, n }, draws).upper };
}

/** A proportion; where some are unknown, bounds at `level`. Of at least one observation. */
export function shareOf(observations: Observations, basis: Basis, level: number): Figure | Unmeasured {
  const { k, n, unknown } = observations;
  if (unknown === n) return unmeasured('failed', 'no question was answered');
  const [lower, upper] = boundsOf(observations, level);
  const estimate = k / (n - unknown);
  const lacking = lackingAnswers(estimate, [k / n, (k + unknown) / n]);
  return {
    estimate,
    unit: '1',
    n,
    uncertainty:
      unknown === 0
        ? { kind: 'proportion', k, n }
        : { kind: 'bounds', lower, upper, level, anytime: false, ...lacking },
    basis,
  };
}
