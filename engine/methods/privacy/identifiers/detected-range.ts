import { binomialCdf } from '../../../numerics/distributions/binomial.js';
import { clopperPearson } from '../../../numerics/intervals.js';

/** k of n, as a detector was measured on labelled data. */
export interface Measured {
  readonly k: number;
  readonly n: number;
}

export interface DetectorQuality {
  /** Of what it found, how much was there. */
  readonly precision: Measured;
  /** Of what was there, how much it found. */
  readonly recall: Measured;
}

export interface DetectedRange {
  readonly lower: number;
  readonly upper: number;
}

/**
 * How many there may be where a detector found `found`: the answer of Rogan and Gladen (1978) to a test with errors,
 * with whole bounds instead of one quotient. Below, the fewest true ones among those found that the least precision
 * leaves at 1 − (1 − level)/2; above, the most that the least recall lets a detector miss with a chance of at least
 * (1 − level)/2, so `upper` is above `found` even where that is 0. Precision and recall are taken at their lowest
 * (Clopper–Pearson, `level`). Never more than `most`.
 */
export function detectedRange(found: number, most: number, quality: DetectorQuality, level: number): DetectedRange {
  const tail = (1 - level) / 2;
  const lower = leastTrue(found, lowest(quality.precision, level), tail);
  return { lower, upper: Math.max(found, Math.min(most, mostThere(found, lowest(quality.recall, level), tail))) };
}

const lowest = ({ k, n }: Measured, level: number): number => (n === 0 ? 0 : clopperPearson(k, n, level)[0]);

/** The smallest count with a cumulative chance above `tail`. */
function leastTrue(found: number, precision: number, tail: number): number {
  return smallest(0, found, (count) => binomialCdf(count, found, precision) > tail);
}

/** The largest total of which `found` or fewer are found with a chance above `tail`; infinite where nothing is ever found. */
function mostThere(found: number, recall: number, tail: number): number {
  if (recall <= 0) return Number.POSITIVE_INFINITY;
  if (recall >= 1) return found;
  let high = Math.ceil((found + 1) / recall) + 8;
  while (binomialCdf(found, high, recall) > tail) high *= 2;
  return smallest(found, high, (total) => binomialCdf(found, total, recall) <= tail) - 1;
}

/** The smallest integer of [low, high] that passes a test that all above it pass; `high` where none below does. */
function smallest(low: number, high: number, passes: (value: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
