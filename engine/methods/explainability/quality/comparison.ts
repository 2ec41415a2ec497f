import { spearman, topJaccard, topPlayers } from '../agreement.js';

/** How alike two attributions of one row are. NaN where there is nothing to compare. */
export interface Likeness {
  /** Spearman's correlation of the absolute values. */
  readonly rank: number;
  /** Jaccard's index of the k strongest players. */
  readonly top: number;
  /**
   * Share of the k strongest of either that are among the strongest of both, with one sign (sign agreement: Krishna et
   * al., "The disagreement problem in explainable machine learning", 2022).
   */
  readonly sign: number;
  /**
   * Length of the difference over the length of the longer, at most 2: the sensitivity of Yeh et al. (NeurIPS 2019,
   * definition 2.3) relative to the explanation, the longer one so that it is bounded.
   */
  readonly change: number;
}

export function likeness(a: ArrayLike<number>, b: ArrayLike<number>, k: number): Likeness {
  const absolute = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, Math.abs);
  const size = Math.max(...[a, b].map((values) => absolute(values).reduce((most, one) => Math.max(most, one), 0)));
  const top = Math.min(k, a.length);
  const inBoth = topPlayers(a, top).filter((player) => topPlayers(b, top).includes(player));
  return {
    rank: spearman(absolute(a), absolute(b)),
    top: topJaccard(a, b, top),
    sign: inBoth.filter((player) => Math.sign(a[player]!) === Math.sign(b[player]!)).length / top,
    change: size > 0 ? distance(a, b, size) / Math.max(length(a, size), length(b, size)) : 0,
  };
}

/** Lengths over `size`, so that no square overflows. */
const length = (values: ArrayLike<number>, size: number): number =>
  Math.sqrt(Float64Array.from(values).reduce((sum, value) => sum + (value / size) ** 2, 0));

const distance = (a: ArrayLike<number>, b: ArrayLike<number>, size: number): number =>
  Math.sqrt(Float64Array.from(a).reduce((sum, value, at) => sum + (value / size - b[at]! / size) ** 2, 0));

/** Means over several comparisons that have the number, and the greatest change. */
export function meanLikeness(all: readonly Likeness[]): Likeness {
  const mean = (of: (one: Likeness) => number): number => {
    const known = all.map(of).filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    rank: mean(({ rank }) => rank),
    top: mean(({ top }) => top),
    sign: mean(({ sign }) => sign),
    change: all.reduce((most, { change }) => Math.max(most, change), all.length === 0 ? Number.NaN : 0),
  };
}
