import { binomialCdf } from '../../numerics/distributions/binomial.js';
import * as metrics from '../../numerics/metrics/regression.js';
import { ascendingOrder } from '../../numerics/sorting.js';
import { encodeDraws } from '../../numerics/draws.js';
import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { type BoxDraws, bayesianBootstrap, boxDraws, joinBox } from './bayesian-bootstrap.js';
import { type FigureOptions, absent } from './evidence.js';
import { type Units, tooSmall } from './units.js';
import { type RegressionFigures, allRegressionAbsent } from './regression-absent.js';
import type { RegressionMetric } from './metric-names.js';

export function errorFigures(
  truth: Float64Array,
  predicted: Float64Array,
  units: Units,
  options: FigureOptions,
): RegressionFigures {
  const small = tooSmall(units);
  if (small !== undefined) return allRegressionAbsent(absent('out-of-domain', small));
  const weights = units.weighted ? units.weights : undefined;
  const boxes = drawErrors(truth, predicted, units, options);
  const figure = (name: RegressionMetric): Figure | Unmeasured => {
    const draws = joinBox(boxes[name]);
    const estimate = metrics[name](truth, predicted, weights);
    if (!draws.every(Number.isFinite)) return absent('out-of-domain', 'the truth does not vary');
    if (draws.every((draw) => Math.fround(draw) === Math.fround(draws[0]!))) {
      return absent(
        'out-of-domain',
        `all ${units.count} ${units.name} say the same: nothing tells how far chance reaches`,
      );
    }
    return {
      estimate,
      unit: '1',
      n: units.count,
      uncertainty: { kind: 'empirical', draws: encodeDraws(draws) },
      basis: options.basis,
      ...(options.rows !== undefined && { rows: options.rows }),
    };
  };
  return {
    mae: figure('mae'),
    mse: figure('mse'),
    rmse: figure('rmse'),
    medianAbsoluteError: figure('medianAbsoluteError'),
    r2: figure('r2'),
  };
}

/** Boxes of every metric of regressions in one pass of the bootstrap; of the median they are not draw by draw. */
export function drawErrors(
  truth: Float64Array,
  predicted: Float64Array,
  units: Units,
  options: FigureOptions,
): Record<RegressionMetric, BoxDraws> {
  const n = truth.length;
  const draws = options.draws ?? 2000;
  const errors = Float64Array.from(truth, (value, row) => Math.abs(value - predicted[row]!));
  const order = ascendingOrder(errors);
  const sorted = Float64Array.from(order, (row) => errors[row]!);
  const worst = beyond(sorted);
  const farthest = Math.max(
    ...[truth.reduce((a, b) => Math.min(a, b)), truth.reduce((a, b) => Math.max(a, b))].map((end) =>
      Math.abs(end - mean(truth)),
    ),
  );
  const boxes = {
    mae: boxDraws(draws),
    mse: boxDraws(draws),
    rmse: boxDraws(draws),
    medianAbsoluteError: boxDraws(draws),
    r2: boxDraws(draws),
  };
  bayesianBootstrap(units, 2, draws, options.rng, (weights, extras, draw) => {
    let total = 0;
    let absolute = 0;
    let squares = 0;
    let sum = 0;
    let sumSquares = 0;
    const centre = truth[0]!;
    for (let row = 0; row < n; row++) {
      const weight = weights[row]!;
      const error = errors[row]!;
      const value = truth[row]! - centre;
      total += weight;
      absolute += weight * error;
      squares += weight * error * error;
      sum += weight * value;
      sumSquares += weight * value * value;
    }
    const extra = extras[0]!;
    const spread = sumSquares - (sum * sum) / total;
    set(boxes.mae, draw, absolute / total, absolute / (total + extra), (absolute + extra * worst) / (total + extra));
    const mse = [squares / total, squares / (total + extra), (squares + extra * worst ** 2) / (total + extra)] as const;
    set(boxes.mse, draw, ...mse);
    set(boxes.rmse, draw, Math.sqrt(mse[0]), Math.sqrt(mse[1]), Math.sqrt(mse[2]));
    const far = extras[1]! * farthest ** 2;
    set(
      boxes.r2,
      draw,
      1 - squares / spread,
      1 - (squares + extra * worst ** 2) / spread,
      1 - squares / (spread + far),
    );
    const half = (extraBelow: number): number => {
      let reached = extraBelow;
      let middle = 0;
      while (reached < total / 2 && middle < n) reached += weights[order[middle++]!]!;
      return middle === 0 ? 0 : sorted[middle - 1]!;
    };
    // A pseudo-row below all errors, or above them, moves the middle by half its weight.
    const median = boxes.medianAbsoluteError;
    set(median, draw, half(0), units.plain ? 0 : half(extra / 2), units.plain ? 0 : half(-extra / 2));
  });
  if (units.plain) medianBox(sorted, boxes.medianAbsoluteError);
  return boxes;
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function set(box: BoxDraws, draw: number, plain: number, lower: number, upper: number): void {
  box.plain[draw] = plain;
  box.lower[draw] = lower;
  box.upper[draw] = upper;
}

/**
 * An error that an unseen row might have: beyond the largest by a share of its distance from the median, which falls
 * with n as large samples have shown more of their tail. Found by simulation (docs/calibration-metrics.md).
 */
function beyond(sorted: Float64Array): number {
  const n = sorted.length;
  const largest = sorted[n - 1]!;
  return largest + (largest - sorted[n >> 1]!) * (30 / n + 4 / Math.sqrt(n));
}

/**
 * Exact bounds of a median by order statistics (David & Nagaraja, Order Statistics, §7.1): it lies below the k-th
 * smallest of n with probability P(Bin(n, ½) < k) at most.
 */
function medianBox(sorted: Float64Array, box: BoxDraws): void {
  const n = sorted.length;
  const draws = box.plain.length;
  let k = 0;
  for (let rank = 0; rank < draws; rank++) {
    const level = (rank + 0.5) / draws;
    while (k < n && binomialCdf(k, n, 0.5) <= level) k++;
    // The k-th smallest is a lower bound at this level (0 where there is none), and by symmetry the k-th largest an upper.
    box.lower[rank] = k === 0 ? 0 : sorted[k - 1]!;
    box.upper[draws - 1 - rank] = k === 0 ? beyond(sorted) : sorted[n - k]!;
  }
}
