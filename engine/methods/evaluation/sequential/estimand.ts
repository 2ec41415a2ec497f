import type { Interval } from '../../../numerics/intervals.js';

/** A rate that answers tell more and more of: a betting sequence, or what is computed from several. */
export interface Estimand {
  /** Of the scores that are known; `undefined` where there are none, or not those of every part that it needs. */
  readonly mean: number | undefined;
  /** Between which the mean lies whatever the unknown scores are: [0, 1] of a part without any. */
  readonly meanRange: Interval;
  /** `outer` contains the rate at all times together with probability 1 − error; `inner` is within `exact(error)`. */
  bounds(error: number): { readonly outer: Interval; readonly inner: Interval };
  /** Without rounding to a grid; takes longer. */
  exact(error: number): Interval;
  /** Whether it is known beyond any error: all of a bank is answered. */
  readonly isCertain: boolean;
  /** Where it is k of n independent answers, n fixed beforehand: its intervals are Clopper–Pearson's, at the end alone. */
  readonly proportion?: { readonly k: number; readonly n: number };
}

/**
 * Σ weight · part, weights taken as shares of their sum. Each part at error/parts: all hold at all times together with
 * probability 1 − error (Bonferroni), whatever order they are asked in and however that order follows from the answers.
 */
export function weightedMean(parts: readonly Estimand[], weights: readonly number[]): Estimand {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (parts.length === 0 || !weights.every((weight) => weight > 0) || !Number.isFinite(total))
    throw new RangeError('strata need weights above 0');
  if (parts.length === 1) return parts[0]!;
  const sum = (values: readonly number[]): number =>
    clamp(values.reduce((all, value, at) => all + (weights[at]! / total) * value, 0));
  return combined(
    parts,
    (intervals) => {
      const each = intervals(parts.length);
      return [sum(each.map(([lower]) => lower)), sum(each.map(([, upper]) => upper))];
    },
    (means) => (means.length < parts.length ? undefined : sum(means)),
  );
}

/**
 * The lowest of some rates. Below it lies no more than an `error`/2 of the one that is lowest; above it the upper end of
 * any, all at `error`/(2 · parts): which one is lowest is not known. The mean is the lowest of those that have one: one
 * part alone may settle what is asked of the lowest before another has an answer.
 */
export function lowest(parts: readonly Estimand[]): Estimand {
  if (parts.length === 1) return parts[0]!;
  return combined(
    parts,
    (intervals) => [
      Math.min(...intervals(1).map(([lower]) => lower)),
      Math.min(...intervals(parts.length).map(([, upper]) => upper)),
    ],
    (means) => (means.length === 0 ? undefined : Math.min(...means)),
  );
}

/** A mean of numbers between two others, of which the rate tells how far they lie between. */
export const between = (rate: Estimand, [lowest, highest]: Interval): Estimand => {
  const at = (share: number): number => lowest + (highest - lowest) * share;
  return combined(
    [rate],
    (intervals) => intervals(1).map((ends) => [at(ends[0]), at(ends[1])] as const)[0]!,
    ([mean]) => (mean === undefined ? undefined : at(mean)),
  );
};

/** By how much one rate exceeds another, in [−1, 1]: each at half of the error. */
export const difference = (rate: Estimand, other: Estimand): Estimand =>
  combined(
    [rate, other],
    (intervals) => {
      const [of, less] = intervals(2) as [Interval, Interval];
      return [of[0] - less[1], of[1] - less[0]];
    },
    ([of, less]) => (of === undefined || less === undefined ? undefined : of - less),
  );

/** How much of the error the first of two intervals gets (`either`). */
const FIRST_SHARE = 0.9;

/** One rate, known in two ways: what both leave, the first at nine tenths of the error, the second at the rest. */
export function either(first: Estimand, second: Estimand): Estimand {
  const both = (a: Interval, b: Interval): Interval => [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  const shares = (error: number) => [error * FIRST_SHARE, error * (1 - FIRST_SHARE)] as const;
  return {
    get mean() {
      return first.mean ?? second.mean;
    },
    get meanRange() {
      return (first.mean === undefined ? second : first).meanRange;
    },
    get isCertain() {
      return first.isCertain || second.isCertain;
    },
    bounds(error) {
      const [a, b] = shares(error);
      const [one, other] = [first.bounds(a), second.bounds(b)];
      return { outer: both(one.outer, other.outer), inner: both(one.inner, other.inner) };
    },
    exact(error) {
      const [a, b] = shares(error);
      return both(first.exact(a), second.exact(b));
    },
  };
}

/** The rate of the opposite. */
export const opposite = (of: Estimand): Estimand => {
  const turned = ([lower, upper]: Interval): Interval => [1 - upper, 1 - lower];
  const { proportion } = of;
  return {
    get mean() {
      return of.mean === undefined ? undefined : 1 - of.mean;
    },
    get meanRange() {
      return turned(of.meanRange);
    },
    get isCertain() {
      return of.isCertain;
    },
    bounds(error) {
      const { outer, inner } = of.bounds(error);
      return { outer: turned(outer), inner: turned(inner) };
    },
    exact: (error) => turned(of.exact(error)),
    ...(proportion !== undefined && { proportion: { k: proportion.n - proportion.k, n: proportion.n } }),
  };
};

/** The highest of some rates, as `lowest` is. */
export const highest = (parts: readonly Estimand[]): Estimand =>
  parts.length === 1 ? parts[0]! : opposite(lowest(parts.map(opposite)));

/** @param combine gets the parts' intervals at a share of the error */
function combined(
  parts: readonly Estimand[],
  combine: (intervals: (shares: number) => readonly Interval[]) => Interval,
  meanOf: (known: readonly number[]) => number | undefined,
): Estimand {
  return {
    get mean() {
      return meanOf(parts.flatMap(({ mean }) => mean ?? []));
    },
    get meanRange() {
      return combine(() => parts.map(({ meanRange }) => meanRange));
    },
    get isCertain() {
      return parts.every((part) => part.isCertain);
    },
    bounds(error) {
      const ends = (which: 'outer' | 'inner'): Interval =>
        combine((shares) => parts.map((part) => part.bounds(error / shares)[which]));
      return { outer: ends('outer'), inner: ends('inner') };
    },
    exact: (error) => combine((shares) => parts.map((part) => part.exact(error / shares))),
  };
}

/** Sums of rounded weights may end a last bit outside. */
const clamp = (value: number): number => Math.min(1, Math.max(0, value));
