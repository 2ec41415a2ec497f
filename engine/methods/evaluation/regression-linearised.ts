import * as metrics from '../../numerics/metrics/regression.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { ascendingOrder } from '../../numerics/sorting.js';
import { type Figure, type Uncertainty, type Unmeasured, encodeDraws } from '../../plugins/figure.js';
import { type FigureOptions, absent } from './evidence.js';
import { FEWEST_UNITS, type Units, linearised, meanInfluences, standardError } from './linearised.js';
import { type RegressionFigures, allRegressionAbsent } from './regression-absent.js';

/** Figures of weighted or clustered rows. */
export function linearisedErrors(
  truth: Float64Array,
  predicted: Float64Array,
  units: Units,
  options: FigureOptions,
): RegressionFigures {
  if (!(units.effective >= FEWEST_UNITS)) {
    const worth = units.effective.toFixed(1);
    return allRegressionAbsent(
      absent(
        'out-of-domain',
        `the ${units.count} ${units.name} tell as much as ${worth} equal ones, ${FEWEST_UNITS} are needed`,
      ),
    );
  }
  const { weights } = units;
  const figure = (estimate: number, uncertainty: Uncertainty | Unmeasured): Figure | Unmeasured =>
    'unmeasured' in uncertainty
      ? uncertainty
      : {
          estimate,
          unit: '1',
          n: units.count,
          uncertainty,
          basis: options.basis,
          ...(options.rows !== undefined && { rows: options.rows }),
        };
  const errors = Float64Array.from(truth, (value, row) => Math.abs(value - predicted[row]!));
  const squares = errors.map((error) => error * error);
  const mse = metrics.mse(truth, predicted, weights);
  const ofSquares = meanInfluences(squares, weights);
  const mae = metrics.mae(truth, predicted, weights);
  return {
    mae: figure(mae, linearised(mae, meanInfluences(errors, weights), units, 'log')),
    mse: figure(mse, linearised(mse, ofSquares, units, 'log')),
    rmse: figure(
      Math.sqrt(mse),
      linearised(
        Math.sqrt(mse),
        ofSquares.map((psi) => psi / (2 * Math.sqrt(mse))),
        units,
        'log',
      ),
    ),
    medianAbsoluteError: median(errors),
    r2: determination(),
  };

  /** On the scale of ln(1 − R²) = ln(squared error) − ln(spread), where the ratio is nearest to symmetric. */
  function determination(): Figure | Unmeasured {
    const centre = metrics.weightedMean(truth.length, (row) => truth[row]!, weights);
    const deviations = truth.map((value) => (value - centre) ** 2);
    const spread = metrics.weightedMean(truth.length, (row) => deviations[row]!, weights);
    if (spread === 0) return absent('out-of-domain', 'the truth does not vary');
    const ofSpread = meanInfluences(deviations, weights);
    const influences = ofSquares.map((psi, row) => psi / mse - ofSpread[row]! / spread);
    const fit = linearised(
      mse / spread,
      influences.map((psi) => (psi * mse) / spread),
      units,
      'log',
    );
    if ('unmeasured' in fit) return fit;
    const scale = standardError(influences, units);
    return figure(
      1 - mse / spread,
      empirical((level) => 1 - (mse / spread) * Math.exp(-scale * studentTQuantile(level, units.effective - 1))),
    );
  }

  /** Woodruff (1952): the interval of the share of errors below the median, read back from the sorted errors. */
  function median(values: Float64Array): Figure | Unmeasured {
    const estimate = metrics.medianAbsoluteError(truth, predicted, weights);
    const order = ascendingOrder(values);
    const below = Float64Array.from(values, (value) => (value <= estimate ? 1 : 0));
    const scale = standardError(meanInfluences(below, weights), units);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const reached = new Float64Array(order.length);
    let sum = 0;
    order.forEach((row, place) => (reached[place] = (sum += weights[row]!) / total));
    const draws = empirical((level) => {
      const share = 0.5 + scale * studentTQuantile(level, units.effective - 1);
      const place = reached.findIndex((at) => at >= share);
      return values[order[place < 0 ? order.length - 1 : place]!]!;
    });
    return draws.constant ? absent('out-of-domain', 'the middle errors are all equal') : figure(estimate, draws);
  }

  function empirical(quantile: (level: number) => number): Uncertainty & { readonly constant?: true } {
    const count = options.draws ?? 2000;
    const draws = Float64Array.from({ length: count }, (_, rank) => quantile((rank + 0.5) / count));
    const constant = Math.fround(draws[0]!) === Math.fround(draws[count - 1]!);
    return { kind: 'empirical', draws: encodeDraws(draws), ...(constant && { constant: true as const }) };
  }
}
