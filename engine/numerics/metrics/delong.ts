import { scoreSteps } from './ranking.js';

export interface AreaComponents {
  readonly area: number;
  /**
   * One a row: for a positive, the share of negatives that it outranks; for a negative, the share of positives that
   * outrank it (ties count half). Their means over positives and over negatives are the area.
   */
  readonly components: Float64Array;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * The structural components of the area under the ROC curve (DeLong, DeLong & Clarke-Pearson 1988) from mid-ranks in
 * O(n log n) (Sun & Xu, IEEE Signal Processing Letters 21, 2014). `weights` make weighted shares; `positives` and
 * `negatives` are sums of weights.
 */
export function areaComponents(
  positive: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): AreaComponents {
  const { order, steps } = scoreSteps(positive, scores, weights);
  let positives = 0;
  let negatives = 0;
  for (const step of steps) {
    positives += step.positives;
    negatives += step.negatives;
  }
  const components = new Float64Array(order.length);
  let above = 0;
  let passed = 0;
  let area = 0;
  for (const step of steps) {
    const asNegative = (above + step.positives / 2) / positives;
    const asPositive = (negatives - passed - step.negatives / 2) / negatives;
    for (let place = step.start; place < step.end; place++) {
      const row = order[place]!;
      components[row] = positive[row] ? asPositive : asNegative;
    }
    area += (step.negatives / negatives) * asNegative;
    above += step.positives;
    passed += step.negatives;
  }
  return { area, components, positives, negatives };
}

/** DeLong's variance of the area: sample variances of the components within positives and within negatives. */
export function delongVariance(
  positive: ArrayLike<number>,
  { area, components, positives, negatives }: AreaComponents,
): number {
  let ofPositives = 0;
  let ofNegatives = 0;
  for (let row = 0; row < components.length; row++) {
    const square = (components[row]! - area) ** 2;
    if (positive[row]) ofPositives += square;
    else ofNegatives += square;
  }
  return ofPositives / (positives * (positives - 1)) + ofNegatives / (negatives * (negatives - 1));
}
