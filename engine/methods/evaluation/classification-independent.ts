import { brierOf, logLossOf } from '../../numerics/metrics/probability.js';
import { marginsOf } from '../../numerics/metrics/confusion.js';
import { column, indicator } from '../../numerics/metrics/ranking.js';
import { type Figure, type Uncertainty, type Unmeasured, encodeDraws } from '../../plugins/figure.js';
import { type BoxDraws, bayesianBootstrap, boxDraws, joinBox } from './bayesian-bootstrap.js';
import { calibrationErrorBox } from './calibration-error.js';
import { type ClassificationFigures, type Sample, calibrationPairs, support } from './classification-sample.js';
import { type FigureOptions, absent } from './evidence.js';
import { unitsOf } from './linearised.js';
import { MATRIX_BOXES, type BoxedMetric } from './matrix-boxes.js';
import { MATRIX_METRICS } from './matrix-metrics.js';
import { type Ranking, type Triple, areaBox, averagePrecisionBox, rankingOf } from './ranking-boxes.js';
import {
  averagePrecision,
  averagePrecisionOneVsRest,
  rocAuc,
  rocAucOneVsRest,
} from '../../numerics/metrics/ranking.js';

/** Fewest rows of each class for metrics that speak of every class, and fewest rows for means of losses. */
const FEWEST_ROWS = 10;

/** Figures of independent, equally weighted rows: proportions where they are, else drawn boxes. */
export function independentFigures(sample: Sample, options: FigureOptions): ClassificationFigures {
  const { matrix, fewest, rarest } = support(sample);
  const { truth, classes, positive, probabilities, withoutProbabilities } = sample;
  const n = truth.length;
  const margins = marginsOf(matrix);
  const correct = margins.correct.reduce((sum, count) => sum + count, 0);
  const figure = (estimate: number, uncertainty: Uncertainty, units = n): Figure => ({
    estimate,
    unit: '1',
    n: units,
    uncertainty,
    basis: options.basis,
    ...(options.rows !== undefined && { rows: options.rows }),
  });
  const proportion = (k: number, trials: number, none: string, transform?: 'dice'): Figure | Unmeasured => {
    if (positive < 0 && none !== '') return absent('unsupported', 'the task has no positive class');
    if (trials === 0) return absent('out-of-domain', none);
    const share = k / trials;
    return figure(
      transform ? (2 * share) / (1 + share) : share,
      { kind: 'proportion', k, n: trials, ...(transform && { transform }) },
      trials,
    );
  };
  const hit = margins.correct[positive] ?? 0;
  const taken = margins.predicted[positive] ?? 0;
  const real = margins.truth[positive] ?? 0;
  const all = proportion(correct, n, '');

  const tooFew =
    classes < 2
      ? absent('out-of-domain', 'there is one class only')
      : fewest < FEWEST_ROWS
        ? absent('out-of-domain', `${fewest} rows of class ${rarest + 1} of ${classes}, ${FEWEST_ROWS} are needed`)
        : undefined;
  const tooShort =
    withoutProbabilities ??
    (n < FEWEST_ROWS ? absent('out-of-domain', `${n} rows, ${FEWEST_ROWS} are needed`) : undefined);
  const drawn = drawBoxes(sample, options, tooFew === undefined, tooShort === undefined);
  const boxed = (name: string, estimate: () => number, why: Unmeasured | undefined): Figure | Unmeasured =>
    why ?? figure(estimate(), { kind: 'empirical', draws: encodeDraws(joinBox(drawn[name]!)) });
  const ofMatrix = (name: BoxedMetric): Figure | Unmeasured =>
    boxed(name, () => MATRIX_METRICS[name](matrix, positive), tooFew);
  const rankable = withoutProbabilities ?? tooFew;
  const scores = (): Float64Array => column(probabilities!, classes, Math.max(0, positive));
  const oneArea = classes === 2;
  const indicators = (): Uint8Array => indicator(truth, Math.max(0, positive));

  return {
    accuracy: all,
    precisionMicro: all,
    recallMicro: all,
    f1Micro: all,
    recallWeighted: all,
    precision: proportion(hit, taken, 'no row was predicted positive'),
    recall: proportion(hit, real, 'no row is positive'),
    f1: proportion(hit, taken + real - hit, 'no row is or was predicted positive', 'dice'),
    balancedAccuracy: ofMatrix('balancedAccuracy'),
    recallMacro: ofMatrix('recallMacro'),
    precisionMacro: ofMatrix('precisionMacro'),
    precisionWeighted: ofMatrix('precisionWeighted'),
    f1Macro: ofMatrix('f1Macro'),
    f1Weighted: ofMatrix('f1Weighted'),
    mcc: ofMatrix('mcc'),
    kappa: ofMatrix('kappa'),
    rocAuc: boxed(
      'rocAuc',
      () => (oneArea ? rocAuc(indicators(), scores()) : rocAucOneVsRest(truth, probabilities!, classes)),
      rankable,
    ),
    averagePrecision: boxed(
      'averagePrecision',
      () =>
        oneArea ? averagePrecision(indicators(), scores()) : averagePrecisionOneVsRest(truth, probabilities!, classes),
      rankable,
    ),
    logLoss: boxed('logLoss', () => mean(lossesOf(sample, 'logLoss').values), tooShort),
    brier: boxed('brier', () => mean(lossesOf(sample, 'brier').values), tooShort),
    ece: tooShort ?? calibrationFigure(sample, options, figure),
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

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

function calibrationFigure(
  sample: Sample,
  options: FigureOptions,
  figure: (estimate: number, uncertainty: Uncertainty) => Figure,
): Figure {
  const { outcomes, confidence } = calibrationPairs(sample);
  const rows = Int32Array.from(outcomes, (_, row) => row);
  const units = unitsOf(rows, rows.length, new Float64Array(rows.length).fill(1), 'rows');
  const box = calibrationErrorBox(outcomes, confidence, options.bins ?? 15, units, options.draws ?? 2000, options.rng);
  return figure(box.estimate, { kind: 'empirical', draws: encodeDraws(box.draws) });
}

/** One pass of the Bayesian bootstrap for all drawn metrics. */
function drawBoxes(
  sample: Sample,
  options: FigureOptions,
  byClass: boolean,
  losses: boolean,
): Record<string, BoxDraws> {
  const { truth, predicted, classes, positive, probabilities } = sample;
  const n = truth.length;
  const draws = options.draws ?? 2000;
  const drawn: Record<string, BoxDraws> = {};
  if (!byClass && !losses) return drawn;
  const cells = Int32Array.from(truth, (c, row) => c * classes + predicted[row]!);
  const counts = new Float64Array(classes * classes);
  const boxes = Object.entries(MATRIX_BOXES);
  if (byClass) for (const [name] of boxes) drawn[name] = boxDraws(draws);
  const rankings: Ranking[] = [];
  if (byClass && probabilities && losses) {
    const ranked = classes === 2 ? [Math.max(0, positive)] : Array.from({ length: classes }, (_, c) => c);
    for (const c of ranked) rankings.push(rankingOf(indicator(truth, c), column(probabilities, classes, c)));
    drawn['rocAuc'] = boxDraws(draws);
    drawn['averagePrecision'] = boxDraws(draws);
  }
  const means = (losses ? (['logLoss', 'brier'] as const) : []).map((name) => {
    drawn[name] = boxDraws(draws);
    return { box: drawn[name], ...lossesOf(sample, name) };
  });
  const triple: Triple = { plain: 0, lower: 0, upper: 0 };

  bayesianBootstrap(n, 2 * classes, draws, options.rng, (weights, draw) => {
    const extras = weights.subarray(n);
    if (byClass) {
      counts.fill(0);
      for (let row = 0; row < n; row++) counts[cells[row]!]! += weights[row]!;
      const matrix = { classes, counts };
      for (const [name, box] of boxes) {
        drawn[name]!.plain[draw] = box(matrix, extras, 'plain');
        drawn[name]!.lower[draw] = box(matrix, extras, 'lower');
        drawn[name]!.upper[draw] = box(matrix, extras, 'upper');
      }
    }
    rankings.forEach((ranking, index) => {
      const extra = [extras[2 * index]!, extras[2 * index + 1]!] as const;
      areaBox(ranking, weights, extra, triple);
      accumulate(drawn['rocAuc']!, draw, triple, rankings.length);
      averagePrecisionBox(ranking, weights, extra, triple);
      accumulate(drawn['averagePrecision']!, draw, triple, rankings.length);
    });
    for (const { box, values, worst } of means) {
      let sum = 0;
      let total = 0;
      for (let row = 0; row < n; row++) {
        sum += weights[row]! * values[row]!;
        total += weights[row]!;
      }
      box.plain[draw] = sum / total;
      box.lower[draw] = sum / (total + extras[0]!);
      box.upper[draw] = (sum + extras[0]! * worst) / (total + extras[0]!);
    }
  });
  return drawn;
}

function accumulate(box: BoxDraws, draw: number, { plain, lower, upper }: Triple, parts: number): void {
  box.plain[draw]! += plain / parts;
  box.lower[draw]! += lower / parts;
  box.upper[draw]! += upper / parts;
}
