import { brierOf, logLossOf } from '../../numerics/metrics/probability.js';
import { column, indicator } from '../../numerics/metrics/ranking.js';
import { type BoxDraws, bayesianBootstrap, boxDraws } from './bayesian-bootstrap.js';
import type { Sample } from './classification-sample.js';
import type { FigureOptions } from './evidence.js';
import { MATRIX_BOXES, type BoxedMetric } from './matrix-boxes.js';
import { type Ranking, type Triple, areaBox, averagePrecisionBox, rankingOf } from './ranking-boxes.js';

export type DrawnMetric = BoxedMetric | 'rocAuc' | 'averagePrecision' | 'logLoss' | 'brier';

/** Confidence boxes of the `wanted` metrics in one pass of the bootstrap, so that their draws are paired. */
export function drawBoxes(
  sample: Sample,
  wanted: ReadonlySet<DrawnMetric>,
  options: FigureOptions,
): ReadonlyMap<DrawnMetric, BoxDraws> {
  const { truth, predicted, classes, positive, units } = sample;
  const draws = options.draws ?? 2000;
  const drawn = new Map([...wanted].map((name) => [name, boxDraws(draws)]));
  if (wanted.size === 0) return drawn;
  const cells = Int32Array.from(truth, (c, row) => c * classes + predicted[row]!);
  const counts = new Float64Array(classes * classes);
  const matrix = { classes, counts };
  const boxes = (Object.keys(MATRIX_BOXES) as BoxedMetric[]).filter((name) => wanted.has(name));
  const area = drawn.get('rocAuc');
  const precision = drawn.get('averagePrecision');
  const rankings = area || precision ? rankingsOf(sample) : [];
  const means = (['logLoss', 'brier'] as const)
    .filter((name) => wanted.has(name))
    .map((name) => ({ box: drawn.get(name)!, ...lossesOf(sample, name) }));
  const triple: Triple = { plain: 0, lower: 0, upper: 0 };

  bayesianBootstrap(units, classes, draws, options.rng, (weights, extras, draw) => {
    counts.fill(0);
    let total = 0;
    for (let row = 0; row < cells.length; row++) {
      counts[cells[row]!]! += weights[row]!;
      total += weights[row]!;
    }
    for (const name of boxes) {
      const box = MATRIX_BOXES[name];
      const into = drawn.get(name)!;
      into.plain[draw] = box(matrix, extras, 'plain', positive);
      into.lower[draw] = box(matrix, extras, 'lower', positive);
      into.upper[draw] = box(matrix, extras, 'upper', positive);
    }
    rankings.forEach((ranking, index) => {
      if (area) {
        areaBox(ranking, weights, extras[index]!, triple);
        accumulate(area, draw, triple, rankings.length);
      }
      if (precision) {
        averagePrecisionBox(ranking, weights, extras[index]!, triple);
        accumulate(precision, draw, triple, rankings.length);
      }
    });
    const extra = extras[0]!;
    for (const { box, values, worst } of means) {
      let sum = 0;
      for (let row = 0; row < values.length; row++) sum += weights[row]! * values[row]!;
      box.plain[draw] = sum / total;
      box.lower[draw] = sum / (total + extra);
      box.upper[draw] = (sum + extra * worst) / (total + extra);
    }
  });
  return drawn;
}

/** Classes whose ranking counts: the positive one of two (the second where none is named), else each. */
export const rankedClasses = ({ classes, positive }: Pick<Sample, 'classes' | 'positive'>): readonly number[] =>
  classes === 2 ? [positive < 0 ? 1 : positive] : Array.from({ length: classes }, (_, c) => c);

const rankingsOf = (sample: Sample): readonly Ranking[] =>
  rankedClasses(sample).map((c) =>
    rankingOf(indicator(sample.truth, c), column(sample.probabilities!, sample.classes, c)),
  );

/**
 * Losses row by row and the worst that a row could have had: for the log loss, what the least probability that the
 * model gave to any class of any of these rows would have cost.
 */
function lossesOf(
  { truth, probabilities, classes }: Sample,
  name: 'logLoss' | 'brier',
): { values: Float64Array; worst: number } {
  const of = name === 'logLoss' ? logLossOf : brierOf;
  const values = Float64Array.from(truth, (c, row) => of(probabilities!, classes, row, c));
  if (name === 'brier') return { values, worst: classes === 2 ? 1 : 2 };
  let worst = 0;
  for (let row = 0; row < truth.length; row++) {
    for (let c = 0; c < classes; c++) worst = Math.max(worst, logLossOf(probabilities!, classes, row, c));
  }
  return { values, worst };
}

function accumulate(box: BoxDraws, draw: number, { plain, lower, upper }: Triple, parts: number): void {
  box.plain[draw]! += plain / parts;
  box.lower[draw]! += lower / parts;
  box.upper[draw]! += upper / parts;
}
