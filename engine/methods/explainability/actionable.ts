/** A feature that a counterfactual may change. */
export interface Actionable {
  readonly kind: 'number' | 'level';
  /** What a number's change is divided by; of levels 1. */
  readonly scale: number;
  /** Values that it may be set to, ascending. */
  readonly candidates: Float64Array;
}

/**
 * A feature as the training data show it; NaN (of a number) and −1 (of a level) are missing and no candidates. Numbers
 * are scaled by their median absolute deviation (Wachter, Mittelstadt & Russell, "Counterfactual explanations without
 * opening the black box", 2018), where that is 0 by their mean absolute deviation. Candidates are up to `most` values that
 * the data hold: of numbers at even ranks, of levels the most frequent.
 */
export function actionable(kind: Actionable['kind'], training: ArrayLike<number>, most: number): Actionable {
  const known = Float64Array.from(training).filter(
    (value) => Number.isFinite(value) && (kind === 'number' || value >= 0),
  );
  known.sort();
  if (kind === 'level') return { kind, scale: 1, candidates: frequentValues(known, most) };
  const middle = known[known.length >> 1] ?? 0;
  const apart = known.map((value) => Math.abs(value - middle)).sort();
  const median = apart[apart.length >> 1] ?? 0;
  const scale = median > 0 ? median : apart.reduce((sum, value) => sum + value / apart.length, 0);
  const distinct = known.filter((value, at) => at === 0 || value !== known[at - 1]);
  const candidates =
    distinct.length <= most
      ? distinct
      : Float64Array.from(new Set(evenRanks(known.length, most).map((rank) => known[rank]!)));
  return { kind, scale: scale > 0 && Number.isFinite(scale) ? scale : 1, candidates };
}

const evenRanks = (length: number, most: number): readonly number[] =>
  Array.from({ length: most }, (_, at) => Math.round((at * (length - 1)) / Math.max(1, most - 1)));

function frequentValues(sorted: Float64Array, most: number): Float64Array {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const order = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, most);
  return Float64Array.from(order, ([value]) => value).sort();
}

/** Between a value and another of a feature: a number's change over its scale; 1 of levels, and from or to missing. */
export function changeOf({ kind, scale }: Actionable, from: number, to: number): number {
  if (Object.is(from, to) || from === to) return 0;
  if (kind === 'level' || Number.isNaN(from) || Number.isNaN(to)) return 1;
  return Math.abs(to - from) / scale;
}
