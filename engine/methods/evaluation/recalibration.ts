/**
 * Logistic recalibration: logit P(outcome) = intercept + slope · logit(p) (Cox, Biometrika 45, 1958; Van Calster et al.,
 * "Calibration: the Achilles heel of predictive analytics", 2019). A slope below 1 is overconfidence. Standard errors are
 * those of the sandwich with HC3's residuals (MacKinnon & White, Journal of Econometrics 29, 1985), by clusters where
 * there are groups.
 */
import type { Units } from './units.js';

export interface Recalibration {
  readonly intercept: number;
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
}

/** Probabilities nearer to 0 or 1 are taken at this distance, where a logit still says something. */
export const NEAREST = 1e-6;
const STEPS = 50;
const CONVERGED = 1e-10;

/** `undefined` where there is no finite fit: one outcome, outcomes that p separates, one probability for all. */
export function recalibrate(
  outcomes: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  units: Units,
): Recalibration | undefined {
  const x = Float64Array.from(probabilities, (p) => {
    const kept = Math.min(1 - NEAREST, Math.max(NEAREST, p));
    return Math.log(kept / (1 - kept));
  });
  let intercept = 0;
  let slope = 1;
  for (let step = 0; step < STEPS; step++) {
    const { gradient, inverse } = newton(outcomes, x, units.weights, intercept, slope);
    if (inverse === undefined) return undefined;
    const da = inverse[0] * gradient[0] + inverse[1] * gradient[1];
    const db = inverse[1] * gradient[0] + inverse[2] * gradient[1];
    // Long steps overshoot far from the optimum: as damped as to keep the linear predictor within reach.
    const damp = Math.min(1, 5 / Math.max(Math.abs(da), Math.abs(db)));
    intercept += damp * da;
    slope += damp * db;
    if (Math.abs(intercept) > 100 || Math.abs(slope) > 100) return undefined;
    if (Math.abs(da) + Math.abs(db) < CONVERGED)
      return { intercept, slope, ...errors(outcomes, x, units, intercept, slope, inverse) };
  }
  return undefined;
}

type Symmetric = readonly [number, number, number];

function newton(
  outcomes: ArrayLike<number>,
  x: Float64Array,
  weights: Float64Array,
  intercept: number,
  slope: number,
): { gradient: readonly [number, number]; inverse: Symmetric | undefined } {
  let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
  for (let row = 0; row < x.length; row++) {
    const p = logistic(intercept + slope * x[row]!);
    const residual = weights[row]! * (outcomes[row]! - p);
    const curvature = weights[row]! * p * (1 - p);
    g0 += residual;
    g1 += residual * x[row]!;
    h00 += curvature;
    h01 += curvature * x[row]!;
    h11 += curvature * x[row]! ** 2;
  }
  const determinant = h00 * h11 - h01 * h01;
  if (!(determinant > 1e-10 * h00 * h11)) return { gradient: [g0, g1], inverse: undefined };
  return { gradient: [g0, g1], inverse: [h11 / determinant, -h01 / determinant, h00 / determinant] };
}

function errors(
  outcomes: ArrayLike<number>,
  x: Float64Array,
  { of, count, weights }: Units,
  intercept: number,
  slope: number,
  [v00, v01, v11]: Symmetric,
): { interceptError: number; slopeError: number } {
  const scores = new Float64Array(2 * count);
  for (let row = 0; row < x.length; row++) {
    const p = logistic(intercept + slope * x[row]!);
    const leverage = weights[row]! * p * (1 - p) * (v00 + 2 * v01 * x[row]! + v11 * x[row]! ** 2);
    const residual = (weights[row]! * (outcomes[row]! - p)) / Math.max(0.1, 1 - leverage);
    scores[2 * of[row]!]! += residual;
    scores[2 * of[row]! + 1]! += residual * x[row]!;
  }
  let [interceptVariance, slopeVariance] = [0, 0];
  for (let unit = 0; unit < count; unit++) {
    const [s0, s1] = [scores[2 * unit]!, scores[2 * unit + 1]!];
    interceptVariance += (v00 * s0 + v01 * s1) ** 2;
    slopeVariance += (v01 * s0 + v11 * s1) ** 2;
  }
  return { interceptError: Math.sqrt(interceptVariance), slopeError: Math.sqrt(slopeVariance) };
}

const logistic = (z: number): number => 1 / (1 + Math.exp(-z));
