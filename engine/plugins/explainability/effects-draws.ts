import { bayesianBootstrap, boxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { BoxDraws } from '../../methods/evaluation/bayesian-bootstrap.js';
import type { Units } from '../../methods/evaluation/units.js';
import { accumulatedEffects } from '../../methods/explainability/effects/accumulated.js';
import { partialDependence, rangeOf } from '../../methods/explainability/effects/curves.js';
import { interactionSums, strengthOf } from '../../methods/explainability/effects/interaction.js';
import type { Crossed, InteractionSums } from '../../methods/explainability/effects/interaction.js';
import { peakBox } from '../../methods/explainability/effects/peak.js';
import type { Rng } from '../../numerics/random.js';
import type { FeatureEffects } from './feature-effects.js';

/** Two features of the list, and the answers that tell whether they act together. */
export interface Pair {
  readonly first: number;
  readonly second: number;
  readonly joint: Crossed;
}

export interface Interactions {
  /** Rows that they rest on, among the explained ones. */
  readonly rows: Int32Array;
  /** By place in the list of features. */
  readonly singles: readonly Crossed[];
  readonly pairs: readonly Pair[];
}

export interface Peak {
  readonly estimate: number;
  readonly box: BoxDraws;
}

export interface EffectsDraws {
  /** Range of the partial dependence, one a feature. */
  readonly ranges: readonly Peak[];
  /** Range of the accumulated effects; none of a feature without them. */
  readonly accumulated: readonly (Peak | undefined)[];
  /** Partial dependences, draws × points. */
  readonly dependences: readonly Float64Array[];
  /** H of the strongest pair. */
  readonly strongest: Peak;
}

/**
 * Everything resampled in one pass of the Bayesian bootstrap of the rows; a row that was not seen moves what any row did
 * at most. How often the bounds err: docs/calibration-effects.md.
 */
export function effectsDraws(
  features: readonly FeatureEffects[],
  interactions: Interactions,
  units: Units,
  { rng, draws }: { readonly rng: Rng; readonly draws: number },
): EffectsDraws {
  const farthest = features.reduce((most, feature) => Math.max(most, farthestOf(feature)), 0);
  const boxes = () => features.map(() => boxDraws(draws));
  const [ranges, accumulated, strongest] = [boxes(), boxes(), boxDraws(draws)];
  const dependences = features.map(({ grid }) => new Float64Array(draws * grid.length));
  bayesianBootstrap(units, 2, draws, rng, (weights, [extra], draw) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const write = (box: BoxDraws, range: number): void => {
      box.plain[draw] = range;
      box.lower[draw] = (total * range) / (total + extra!);
      box.upper[draw] = (total * range + extra! * farthest) / (total + extra!);
    };
    features.forEach((feature, at) => {
      const dependence = partialDependence(feature.curves, weights);
      dependences[at]!.set(dependence, draw * feature.grid.length);
      write(ranges[at]!, rangeOf(dependence));
      write(accumulated[at]!, accumulatedRange(feature, weights) ?? 0);
    });
    const sums = pairSums(interactions, weights);
    strongest.plain[draw] = largest(sums.map((one) => strengthOf(one)));
    strongest.lower[draw] = largest(sums.map((one) => strengthOf(one, extra)));
    strongest.upper[draw] = largest(sums.map((one) => strengthOf(one, extra, true)));
  });
  const peak = (estimate: number, { plain, lower, upper }: BoxDraws): Peak => ({
    estimate,
    box: peakBox(estimate, plain, lower, upper),
  });
  return {
    ranges: features.map(({ curves }, at) => peak(rangeOf(partialDependence(curves, units.weights)), ranges[at]!)),
    accumulated: features.map((feature, at) => {
      const range = accumulatedRange(feature, units.weights);
      return range === undefined ? undefined : peak(range, accumulated[at]!);
    }),
    dependences,
    strongest: peak(largest(pairSums(interactions, units.weights).map((one) => strengthOf(one))), strongest),
  };
}

const accumulatedRange = ({ local }: FeatureEffects, weights: ArrayLike<number>): number | undefined =>
  local && rangeOf(accumulatedEffects(local.bins, local.changes, weights));

/** Of one row's curve. */
function farthestOf({ curves: { rows, points, values } }: FeatureEffects): number {
  let most = 0;
  for (let row = 0; row < rows; row++) {
    most = Math.max(most, rangeOf(values.subarray(row * points, (row + 1) * points)));
  }
  return most;
}

/** One a pair, in their order. */
export function pairSums(
  { rows, singles, pairs }: Interactions,
  weights: ArrayLike<number>,
): readonly InteractionSums[] {
  const own = Float64Array.from(rows, (row) => weights[row]!);
  return pairs.map(({ first, second, joint }) =>
    interactionSums(joint, singles[first]!, singles[second]!, own, rows.length),
  );
}

const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
