/**
 * Figures of metrics on rows that carry weights or come in clusters, by linearisation: a metric's influence ψ of each
 * row is its derivative by the row's weight (times the weight), influences are summed within clusters, and their
 * spread is the metric's (Binder 1983; Cameron & Miller, "A practitioner's guide to cluster-robust inference", 2015).
 */
import { type ConfusionMatrix, confusionMatrix } from '../../numerics/metrics/confusion.js';
import { areaComponents } from '../../numerics/metrics/delong.js';
import { scoreSteps } from '../../numerics/metrics/ranking.js';
import type { Uncertainty, Unmeasured } from '../../plugins/figure.js';
import { absent } from './evidence.js';

/** The independent units of a sample. */
export interface Units {
  /** Unit of each row. */
  readonly of: Int32Array;
  readonly count: number;
  /** Weight of each row. */
  readonly weights: Float64Array;
  /** (Σ W)²/Σ W² over the units' weights: as many equal units would tell as much (Kish 1965). */
  readonly effective: number;
  /** What a unit is, for people. */
  readonly name: 'groups' | 'rows';
}

export function unitsOf(of: Int32Array, count: number, weights: Float64Array, name: Units['name']): Units {
  const totals = new Float64Array(count);
  for (let row = 0; row < of.length; row++) totals[of[row]!]! += weights[row]!;
  let sum = 0;
  let squares = 0;
  for (const total of totals) {
    sum += total;
    squares += total * total;
  }
  return { of, count, weights, effective: (sum * sum) / squares, name };
}

/** Fewer units than this do not tell their own spread well enough (see docs/calibration-metrics.md). */
export const FEWEST_UNITS = 20;

/** Standard error from influences, over independent units. */
export function standardError(influences: Float64Array, { of, count }: Units): number {
  const sums = new Float64Array(count);
  for (let row = 0; row < of.length; row++) sums[of[row]!]! += influences[row]!;
  let squares = 0;
  for (const sum of sums) squares += sum * sum;
  return Math.sqrt((squares * count) / (count - 1));
}

/** Influences on a metric of the confusion matrix: its derivative by the row's cell, by central differences. */
export function matrixInfluences(
  metric: (matrix: ConfusionMatrix) => number,
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
  weights: Float64Array,
): Float64Array {
  const { counts } = confusionMatrix(truth, predicted, classes, weights);
  const derivatives = new Float64Array(counts.length);
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const step = 1e-4 * counts[cell]!;
    const at = (shift: number): number => {
      const shifted = counts.slice();
      shifted[cell]! += shift;
      return metric({ classes, counts: shifted });
    };
    derivatives[cell] = (at(step) - at(-step)) / (2 * step);
  }
  return Float64Array.from(weights, (weight, row) => weight * derivatives[truth[row]! * classes + predicted[row]!]!);
}

/** Influences on a weighted mean. */
export function meanInfluences(values: Float64Array, weights: Float64Array): Float64Array {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    sum += weights[row]! * values[row]!;
    total += weights[row]!;
  }
  return Float64Array.from(values, (value, row) => (weights[row]! * (value - sum / total)) / total);
}

/** Influences on the area under the ROC curve: DeLong's components about the area. */
export function areaInfluences(positive: Uint8Array, scores: Float64Array, weights: Float64Array): Float64Array {
  const { area, components, positives, negatives } = areaComponents(positive, scores, weights);
  return Float64Array.from(
    weights,
    (weight, row) => (weight * (components[row]! - area)) / (positive[row] ? positives : negatives),
  );
}

/**
 * Influences on average precision Σ pᵢ·(P at i)/(all at i)/P: a row moves the precision at its own threshold and at
 * all lower ones.
 */
export function averagePrecisionInfluences(
  positive: Uint8Array,
  scores: Float64Array,
  weights: Float64Array,
): Float64Array {
  const { order, steps } = scoreSteps(positive, scores, weights);
  const total = steps.reduce((sum, step) => sum + step.positives, 0);
  const precision: number[] = [];
  const taken: number[] = [];
  let positives = 0;
  let all = 0;
  let area = 0;
  for (const step of steps) {
    positives += step.positives;
    all += step.positives + step.negatives;
    precision.push(positives / all);
    taken.push(all);
    area += (step.positives * positives) / all;
  }
  area /= total;
  const influences = new Float64Array(order.length);
  // From the lowest threshold up: what one more positive, or one more row, does to the precisions from here down.
  let perPositive = 0;
  let perRow = 0;
  for (let s = steps.length - 1; s >= 0; s--) {
    const { positives: here, start, end } = steps[s]!;
    perPositive += here / taken[s]! / total;
    perRow += (here * precision[s]!) / taken[s]! / total;
    for (let place = start; place < end; place++) {
      const row = order[place]!;
      const own = positive[row] ? (precision[s]! - area) / total + perPositive : 0;
      influences[row] = weights[row]! * (own - perRow);
    }
  }
  return influences;
}

/** Student's t about the estimate, on the scale where it is nearest to symmetric. */
export function linearised(
  estimate: number,
  influences: Float64Array,
  units: Units,
  transform: 'logit' | 'log' | undefined,
): Uncertainty | Unmeasured {
  const error = standardError(influences, units);
  const slope = transform === 'logit' ? 1 / (estimate * (1 - estimate)) : transform === 'log' ? 1 / estimate : 1;
  const scale = error * slope;
  if (!(scale > 1e-9 * Math.abs(estimate * slope) && Number.isFinite(scale))) {
    return absent(
      'out-of-domain',
      `all ${units.count} ${units.name} say the same: nothing tells how far chance reaches`,
    );
  }
  return { kind: 'student-t', scale, df: units.effective - 1, ...(transform && { transform }) };
}

/**
 * A share of weighted or clustered rows as a proportion of as many independent trials as have its spread (Korn &
 * Graubard, "Confidence intervals for proportions with small expected number of positive counts estimated from
 * survey data", Survey Methodology 24, 1998). `hits[row]` is 1 or 0 for rows of the denominator, −1 elsewhere.
 * Where fewer than ten units have a hit, or fewer than ten a miss, the spread is not known: then a unit counts as
 * one trial, as if its rows all said the same.
 */
export function effectiveProportion(hits: Int8Array, units: Units): { k: number; n: number } | Unmeasured {
  const inside = new Uint8Array(units.count);
  const withHit = new Uint8Array(units.count);
  const withMiss = new Uint8Array(units.count);
  const totals = new Float64Array(units.count);
  let hit = 0;
  let total = 0;
  let rows = 0;
  hits.forEach((value, row) => {
    if (value < 0) return;
    const unit = units.of[row]!;
    const weight = units.weights[row]!;
    inside[unit] = 1;
    totals[unit]! += weight;
    total += weight;
    rows++;
    if (value === 1) {
      withHit[unit] = 1;
      hit += weight;
    } else withMiss[unit] = 1;
  });
  const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
  if (count(inside) < FEWEST_UNITS) {
    return absent('out-of-domain', `${count(inside)} ${units.name} in the denominator, ${FEWEST_UNITS} are needed`);
  }
  const rate = hit / total;
  const squares = totals.reduce((sum, weight) => sum + weight * weight, 0);
  const effective = (total * total) / squares;
  const influences = Float64Array.from(hits, (value, row) =>
    value < 0 ? 0 : (units.weights[row]! * (value - rate)) / total,
  );
  const variance = standardError(influences, units) ** 2;
  const known = Math.min(count(withHit), count(withMiss)) >= 10;
  const n = known ? Math.min(rows, (rate * (1 - rate)) / variance) : effective;
  return { k: Math.min(n, n * rate), n };
}
