import { areaComponents } from '../../numerics/metrics/delong.js';
import { column, indicator } from '../../numerics/metrics/ranking.js';
import type { Uncertainty } from '../../plugins/figure.js';
import { rankedClasses } from './classification-draws.js';
import type { Sample } from './classification-sample.js';

/** Rows of the rarer class times the share of pairs out of order, from which on the logit-DeLong interval holds. */
const ENOUGH_DISORDER = 20;

/**
 * The logit-DeLong uncertainty of the area under the ROC curve (of the mean of the classes' areas, where there are
 * several: DeLong's components are summed row by row, which keeps their covariances), or `undefined` where so few
 * pairs are out of order that it does not hold: at an area of 0.99 on 100 rows it passes 7.5 % falsely, on 30 rows
 * 20 %. Rows are independent and weigh the same.
 */
export function delongUncertainty(sample: Sample): Uncertainty | undefined {
  const { truth, probabilities, classes } = sample;
  const ranked = rankedClasses(sample);
  const influence = new Float64Array(truth.length);
  let estimate = 0;
  let fewest = Infinity;
  for (const c of ranked) {
    const positive = indicator(truth, c);
    const { area, components, positives, negatives } = areaComponents(positive, column(probabilities!, classes, c));
    const rarer = Math.min(positives, negatives);
    if (!((1 - area) * rarer >= ENOUGH_DISORDER && area * rarer >= ENOUGH_DISORDER)) return undefined;
    fewest = Math.min(fewest, rarer);
    estimate += area / ranked.length;
    for (let row = 0; row < truth.length; row++) {
      const size = positive[row] ? positives : negatives;
      // Components of m rows vary by Σ(v − A)²/(m(m − 1)) in the mean.
      influence[row]! += (components[row]! - area) / Math.sqrt(size * (size - 1)) / ranked.length;
    }
  }
  const variance = influence.reduce((sum, value) => sum + value * value, 0);
  const scale = Math.sqrt(variance) / (estimate * (1 - estimate));
  return scale > 0 ? { kind: 'student-t', scale, df: fewest - 1, transform: 'logit' } : undefined;
}
