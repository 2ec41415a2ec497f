import type { BoxDraws } from '../methods/evaluation/bayesian-bootstrap.js';
import type { DrawnMetric } from '../methods/evaluation/classification-draws.js';
import type { Sample } from '../methods/evaluation/classification-sample.js';
import { meanBoxes } from '../methods/evaluation/mean-boxes.js';
import { classDifference, numberDifference } from '../methods/evaluation/paired-difference.js';
import type { AnsweredClasses, AnsweredPart } from './answered-part.js';
import { classScores, numberScores, scoreDifference } from './row-scores.js';

/** Box of the metric of the first less that of the second; `undefined` of a metric that has none. */
export function metricDifference(
  first: AnsweredPart,
  second: AnsweredPart,
  metric: string,
  options: Parameters<typeof classDifference>[3],
): BoxDraws | undefined {
  if (first.kind === 'classes' && second.kind === 'classes') {
    const mean = rowDifference(classScores(first)[metric], classScores(second)[metric]);
    if (mean)
      return meanBoxes([mean], first.units, { ...options, rng: options.rng(), extras: first.classes.length })[0];
    if (metric === 'ece') return undefined;
    return classDifference(sampleOf(first), sampleOf(second), metric as DrawnMetric, options);
  }
  if (first.kind === 'numbers' && second.kind === 'numbers') {
    const mean = rowDifference(numberScores(first)[metric], numberScores(second)[metric]);
    if (mean) return meanBoxes([mean], first.units, { ...options, rng: options.rng(), extras: 2 })[0];
    if (metric !== 'rmse' && metric !== 'r2') return undefined;
    return numberDifference(first.truth, [first.predicted, second.predicted], first.units, metric, options);
  }
  return undefined;
}

type Column = Parameters<typeof scoreDifference>[0];
const rowDifference = (first: Column | undefined, second: Column | undefined): Column | undefined =>
  first && second && scoreDifference(first, second);

const sampleOf = ({ units, truth, predicted, classes, positive, probabilities }: AnsweredClasses): Sample => ({
  units,
  truth,
  predicted,
  classes: classes.length,
  positive,
  probabilities,
  withoutProbabilities: undefined,
});
