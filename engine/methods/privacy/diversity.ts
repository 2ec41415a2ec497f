/**
 * l-diversity: Machanavajjhala, Kifer, Gehrke & Venkitasubramaniam, "l-diversity: privacy beyond k-anonymity", ACM
 * Transactions on Knowledge Discovery from Data 1(1), 2007. Of the class that is worst.
 */
import { classesOfNumbers, rowsByClass } from './equivalence-classes.js';
import type { Classes } from './equivalence-classes.js';

export interface Diversity {
  /** Least number of distinct sensitive values of a class. */
  readonly distinct: number;
  /** The greatest l for which the table is entropy l-diverse: e to the least entropy. */
  readonly entropy: number;
  /**
   * Least c for which every class is recursively (c, l)-diverse, r₁ < c (r_l + … + r_m), is just above it; `Infinity`
   * where a class has fewer than l values.
   */
  readonly recursive: number;
}

/** How often each sensitive value occurs in each class. Counts are given in no order. */
export function* valueCounts(classes: Classes, values: Classes): Generator<Int32Array> {
  const { starts, rows } = rowsByClass(classes);
  const counts = new Int32Array(values.count);
  for (let index = 0; index < classes.count; index++) {
    const present: number[] = [];
    for (let at = starts[index]!; at < starts[index + 1]!; at++) {
      const value = values.classOf[rows[at]!]!;
      if (counts[value] === 0) present.push(value);
      counts[value]!++;
    }
    yield Int32Array.from(present, (value) => counts[value]!);
    for (const value of present) counts[value] = 0;
  }
}

/** `sensitive` are values, or codes of values; NaN (missing) is one. `l` of the recursive form is at least 1. */
export function diversity(classes: Classes, sensitive: ArrayLike<number>, l: number): Diversity {
  let distinct = Number.POSITIVE_INFINITY;
  let leastEntropy = Number.POSITIVE_INFINITY;
  let recursive = 0;
  for (const counts of valueCounts(classes, classesOfNumbers(sensitive))) {
    distinct = Math.min(distinct, counts.length);
    leastEntropy = Math.min(leastEntropy, entropyOf(counts));
    recursive = Math.max(recursive, recursiveOf(counts, l));
  }
  return { distinct, entropy: Math.exp(leastEntropy), recursive };
}

/** −Σ p ln p of counts. */
export function entropyOf(counts: ArrayLike<number>): number {
  let total = 0;
  let sum = 0;
  for (let index = 0; index < counts.length; index++) {
    total += counts[index]!;
    sum += counts[index]! * Math.log(counts[index]!);
  }
  return Math.max(0, Math.log(total) - sum / total);
}

/** r₁ / (r_l + … + r_m) of counts. */
export function recursiveOf(counts: Int32Array, l: number): number {
  if (counts.length < l) return Number.POSITIVE_INFINITY;
  const descending = counts.slice().sort().reverse();
  return descending[0]! / descending.subarray(l - 1).reduce((sum, count) => sum + count, 0);
}
