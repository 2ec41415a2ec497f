/**
 * t-closeness: how far the sensitive values of a class are from those of all rows, by the Earth Mover's Distance. Li, Li
 * & Venkatasubramanian, "t-closeness: privacy beyond k-anonymity and l-diversity", ICDE 2007. Of the class that is
 * furthest, in [0, 1].
 */
import { classesOfNumbers, classSizes, rowsByClass } from './equivalence-classes.js';
import type { Classes } from './equivalence-classes.js';

/** How far the sensitive values of some rows are from those of all. */
export type DistanceFromAll = (rows: ArrayLike<number>) => number;

function furthest(classes: Classes, distance: DistanceFromAll): number {
  const { starts, rows } = rowsByClass(classes);
  let worst = 0;
  for (let index = 0; index < classes.count; index++) {
    worst = Math.max(worst, distance(rows.subarray(starts[index]!, starts[index + 1]!)));
  }
  return worst;
}

function countsOf(rows: ArrayLike<number>, values: Int32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < rows.length; at++) {
    const value = values[rows[at]!]!;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** All values are equally far from each other: ½ Σ |p − q|. `sensitive` are codes; NaN and −1 are values. */
export function equalDistance(sensitive: ArrayLike<number>): DistanceFromAll {
  const values = classesOfNumbers(sensitive);
  const all = classSizes(values);
  return (rows) => {
    let distance = 0;
    for (const [value, count] of countsOf(rows, values.classOf)) {
      distance += Math.max(0, count / rows.length - all[value]! / sensitive.length);
    }
    return distance;
  };
}

/**
 * Numbers, in their order: (1/(m − 1)) Σᵢ |Σⱼ≤ᵢ pⱼ − qⱼ| over the m distinct ones. A missing value (NaN) stands below
 * all. Some rows cost their own number times log m, not m: between their values p does not grow.
 */
export function orderedDistance(sensitive: ArrayLike<number>): DistanceFromAll {
  const distinct = [...new Set(Array.from(sensitive))].sort((a, b) =>
    Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b,
  );
  const rank = new Map(distinct.map((value, index) => [value, index]));
  const values = Int32Array.from(sensitive, (value) => rank.get(value)!);
  const m = distinct.length;
  if (m < 2) return () => 0;
  // below[i]: rows with a value of rank < i; sums[i]: Σ of below[1…i].
  const below = new Float64Array(m + 1);
  for (const value of values) below[value + 1]!++;
  for (let index = 1; index <= m; index++) below[index]! += below[index - 1]!;
  const sums = new Float64Array(m + 1);
  for (let index = 1; index <= m; index++) sums[index] = sums[index - 1]! + below[index]!;
  const all = values.length;
  /** Σ |all·p − below[i]| for i in from < i ≤ to, where p is constant. */
  const stretch = (from: number, to: number, p: number): number => {
    const level = p * all;
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (below[middle]! <= level) low = middle;
      else high = middle - 1;
    }
    return level * (low - from) - (sums[low]! - sums[from]!) + (sums[to]! - sums[low]!) - level * (to - low);
  };
  return (rows) => {
    const counts = countsOf(rows, values);
    let total = 0;
    let seen = 0;
    let from = 0;
    for (const value of [...counts.keys()].sort((a, b) => a - b)) {
      total += stretch(from, value, seen / rows.length);
      seen += counts.get(value)!;
      from = value;
    }
    return (total + stretch(from, m, 1)) / all / (m - 1);
  };
}

/**
 * Categories in a hierarchy: values are as far apart as their nearest common ancestor is high, over the height of the
 * whole (Li et al., section 5.2). `ancestors[code]` of a value are its ancestors' names, from the nearest to the root,
 * equally many for all.
 */
export function hierarchicalDistance(codes: Int32Array, ancestors: readonly (readonly string[])[]): DistanceFromAll {
  const height = ancestors[0]?.length ?? 0;
  if (height === 0 || ancestors.some((path) => path.length !== height)) {
    throw new RangeError('a hierarchy needs equally many ancestors, at least one, of every value');
  }
  const all = new Float64Array(ancestors.length);
  for (const code of codes) all[code]!++;
  return (rows) => {
    const counts = countsOf(rows, codes);
    // What is too much (or, below 0, too little) under a node; moved at the lowest node where it can be.
    let nodes = ancestors.map((path, code) => ({
      path,
      extra: (counts.get(code) ?? 0) / rows.length - all[code]! / codes.length,
    }));
    let cost = 0;
    for (let level = 1; level <= height; level++) {
      const parents = new Map<string, { path: readonly string[]; surplus: number; lack: number }>();
      for (const { path, extra } of nodes) {
        const parent = parents.get(path[0]!) ?? { path: path.slice(1), surplus: 0, lack: 0 };
        if (extra > 0) parent.surplus += extra;
        else parent.lack -= extra;
        parents.set(path[0]!, parent);
      }
      for (const { surplus, lack } of parents.values()) cost += (level / height) * Math.min(surplus, lack);
      nodes = [...parents.values()].map(({ path, surplus, lack }) => ({ path, extra: surplus - lack }));
    }
    return cost;
  };
}

/** The t of a table whose quasi-identifiers are in these classes: the distance of the class that is furthest. */
export const equalCloseness = (classes: Classes, sensitive: ArrayLike<number>): number =>
  furthest(classes, equalDistance(sensitive));
export const orderedCloseness = (classes: Classes, sensitive: ArrayLike<number>): number =>
  furthest(classes, orderedDistance(sensitive));
export const hierarchicalCloseness = (
  classes: Classes,
  codes: Int32Array,
  ancestors: readonly (readonly string[])[],
): number => furthest(classes, hierarchicalDistance(codes, ancestors));
