/** Simulated subjects whose true metrics are known: by closed form, or by quadrature over the scores' densities. */
import { type ClassificationEvidence, type RegressionEvidence } from '../../engine/methods/evaluation/evidence.js';
import { MATRIX_METRICS, type MatrixMetric } from '../../engine/methods/evaluation/matrix-metrics.js';
import { binOf } from '../../engine/numerics/metrics/calibration.js';
import { normalCdf, normalDensity } from '../../engine/numerics/distributions/normal.js';
import type { Rng } from '../../engine/numerics/random.js';

export type Sample =
  | { readonly kind: 'classes'; readonly evidence: ClassificationEvidence }
  | { readonly kind: 'numbers'; readonly evidence: RegressionEvidence };

export interface Subject {
  readonly name: string;
  /** True values by metric; only these are looked at. */
  readonly truth: Readonly<Record<string, number>>;
  /** `n` independent units: rows, or groups where the subject has groups. */
  sample(n: number, rng: Rng): Sample;
}

/** Labels drawn from cells of a confusion matrix of probabilities (row-major). `perGroup` rows repeat a cell half of the time. */
export function matrixSubject(
  name: string,
  cells: readonly number[],
  options: { readonly perGroup?: number; readonly weighted?: boolean } = {},
): Subject {
  const classes = Math.sqrt(cells.length);
  const matrix = { classes, counts: Float64Array.from(cells) };
  const binary = classes === 2;
  const truth = Object.fromEntries(
    (Object.keys(MATRIX_METRICS) as MatrixMetric[])
      .filter((metric) => binary || !['precision', 'recall', 'f1'].includes(metric))
      // Equal by definition to accuracy, or to balanced accuracy where every class occurs.
      .filter((metric) => !metric.endsWith('Micro') && !['recallWeighted', 'recallMacro'].includes(metric))
      .map((metric) => [metric, MATRIX_METRICS[metric](matrix, 1)]),
  );
  const { perGroup = 1, weighted = false } = options;
  const draw = (rng: Rng): number => {
    let u = rng.next();
    let cell = 0;
    while (cell < cells.length - 1 && (u -= cells[cell]!) >= 0) cell++;
    return cell;
  };
  return {
    name,
    truth,
    sample(n, rng) {
      const drawn: number[] = [];
      const groups: number[] = [];
      for (let unit = 0; unit < n; unit++) {
        const shared = draw(rng);
        for (let i = 0; i < perGroup; i++) {
          drawn.push(i > 0 && rng.next() < 0.5 ? draw(rng) : shared);
          groups.push(unit);
        }
      }
      return {
        kind: 'classes',
        evidence: {
          truth: Int32Array.from(drawn, (cell) => Math.floor(cell / classes)),
          predicted: Int32Array.from(drawn, (cell) => cell % classes),
          classes,
          ...(binary && { positive: 1 }),
          ...(perGroup > 1 && { groups: Int32Array.from(groups) }),
          ...(weighted && { weights: Float64Array.from(drawn, () => 0.2 + 1.6 * rng.next()) }),
        },
      };
    },
  };
}

/** Cells of a classifier with class shares `prior` that is right at `rates`, its errors spread evenly. */
export const cellsOf = (prior: readonly number[], rates: readonly number[]): number[] =>
  prior.flatMap((share, i) =>
    prior.map((_, j) => share * (i === j ? rates[i]! : (1 - rates[i]!) / (prior.length - 1))),
  );

/**
 * Scores N(0, 1) of negatives and N(d, 1) of positives (share `prior`), given as probability
 * 1/(1 + exp(−stretch·logit)) of the true logit: calibrated where `stretch` is 1.
 */
export function binormalSubject(name: string, prior: number, d: number, stretch = 1, bins = 15, perGroup = 1): Subject {
  const logit = (score: number): number => stretch * (d * score - (d * d) / 2 + Math.log(prior / (1 - prior)));
  const probability = (score: number): number => 1 / (1 + Math.exp(-logit(score)));
  let averagePrecision = 0;
  let logLoss = 0;
  let brier = 0;
  const gaps = new Float64Array(bins);
  const step = 1e-3;
  for (let score = -9; score <= d + 9; score += step) {
    const positive = prior * normalDensity(score - d) * step;
    const negative = (1 - prior) * normalDensity(score) * step;
    const above = prior * normalCdf(d - score);
    averagePrecision += ((positive / prior) * above) / (above + (1 - prior) * normalCdf(-score));
    const p = probability(score);
    logLoss += positive * Math.log1p(Math.exp(-logit(score))) + negative * Math.log1p(Math.exp(logit(score)));
    brier += positive * (1 - p) ** 2 + negative * p * p;
    gaps[binOf(p, bins)]! += positive * (1 - p) - negative * p;
  }
  return {
    name,
    truth: {
      rocAuc: normalCdf(d / Math.SQRT2),
      averagePrecision,
      logLoss,
      brier,
      ece: stretch === 1 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
    },
    sample(n, rng) {
      const truth: number[] = [];
      const probabilities: number[] = [];
      const groups: number[] = [];
      for (let unit = 0; unit < n; unit++) {
        const shared = { positive: rng.next() < prior, noise: rng.normal() };
        for (let i = 0; i < perGroup; i++) {
          const fresh = i > 0 && rng.next() < 0.5;
          const positive = fresh ? rng.next() < prior : shared.positive;
          const score = (fresh ? rng.normal() : shared.noise) + (positive ? d : 0);
          const p = probability(score);
          truth.push(positive ? 1 : 0);
          probabilities.push(1 - p, p);
          groups.push(unit);
        }
      }
      return {
        kind: 'classes',
        evidence: {
          truth: Int32Array.from(truth),
          predicted: Int32Array.from(truth, (_, row) => (probabilities[2 * row + 1]! >= 0.5 ? 1 : 0)),
          classes: 2,
          positive: 1,
          probabilities: Float64Array.from(probabilities),
          ...(perGroup > 1 && { groups: Int32Array.from(groups) }),
        },
      };
    },
  };
}

export interface Residual {
  readonly draw: (rng: Rng) => number;
  readonly meanAbsolute: number;
  readonly variance: number;
  readonly medianAbsolute: number;
}

export const RESIDUALS = {
  normal: {
    draw: (rng) => rng.normal(),
    meanAbsolute: Math.sqrt(2 / Math.PI),
    variance: 1,
    medianAbsolute: 0.6744897501960817,
  },
  /** Exponential less its mean: skewness 2. P(|E − 1| ≤ m) = 2 sinh(m)/e for m ≤ 1. */
  skewed: {
    draw: (rng) => -Math.log(1 - rng.next()) - 1,
    meanAbsolute: 2 / Math.E,
    variance: 1,
    medianAbsolute: Math.asinh(Math.E / 4),
  },
} as const satisfies Record<string, Residual>;

/** Truth = prediction + residual, prediction N(0, 4). With groups, half of a group's residuals are one and the same. */
export function regressionSubject(name: string, residual: Residual, perGroup = 1): Subject {
  return {
    name,
    truth: {
      mae: residual.meanAbsolute,
      mse: residual.variance,
      rmse: Math.sqrt(residual.variance),
      medianAbsoluteError: residual.medianAbsolute,
      r2: 1 - residual.variance / (residual.variance + 4),
    },
    sample(n, rng) {
      const predicted: number[] = [];
      const truth: number[] = [];
      const groups: number[] = [];
      for (let unit = 0; unit < n; unit++) {
        const shared = residual.draw(rng);
        for (let i = 0; i < perGroup; i++) {
          const value = 2 * rng.normal();
          predicted.push(value);
          truth.push(value + (i > 0 && rng.next() < 0.5 ? residual.draw(rng) : shared));
          groups.push(unit);
        }
      }
      return {
        kind: 'numbers',
        evidence: {
          truth: Float64Array.from(truth),
          predicted: Float64Array.from(predicted),
          ...(perGroup > 1 && { groups: Int32Array.from(groups) }),
        },
      };
    },
  };
}
