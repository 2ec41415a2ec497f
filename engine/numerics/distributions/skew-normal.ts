import { gaussLegendre } from '../gauss-legendre.js';
import { normalCdf, normalDensity } from './normal.js';

/** Azzalini's skew normal (Scandinavian Journal of Statistics 12, 1985): density 2·φ(z)·Φ(shape·z)/scale, z = (x − location)/scale. */
export interface SkewNormal {
  readonly location: number;
  readonly scale: number;
  readonly shape: number;
}

const LOG_TWO = Math.LN2;
const LOG_SQRT_TWO_PI = 0.918938533204672741780329736406;

/** ln Φ(x), to where its square overflows; beyond −37 by Laplace's asymptotic series (DLMF 7.12.1), relative error 3e-11. */
function logNormalCdf(x: number): number {
  if (x > -37) return Math.log(normalCdf(x));
  const r = 1 / (x * x);
  return -0.5 * x * x - LOG_SQRT_TWO_PI - Math.log(-x) + Math.log1p(-r * (1 - 3 * r * (1 - 5 * r)));
}

const logStandardDensity = (z: number, shape: number): number =>
  LOG_TWO - 0.5 * z * z - LOG_SQRT_TWO_PI + logNormalCdf(shape * z);

export const skewNormalLogDensity = (x: number, { location, scale, shape }: SkewNormal): number =>
  logStandardDensity((x - location) / scale, shape) - Math.log(scale);

const NODES = gaussLegendre(20);
/** A panel that adds less of the sum ends it. */
const NEGLIGIBLE = 1e-18;

/**
 * ln P(X ≤ x): panels of Gauss–Legendre quadrature from x downwards, relative to the density at the mode of the part, so
 * that neither the tail cancels nor does it underflow. Relative error of the probability about 1e-12.
 */
export function skewNormalLogCdf(x: number, { location, scale, shape }: SkewNormal): number {
  const end = (x - location) / scale;
  // No panel spans more than one of the widths on which φ and Φ(shape·z) change; in the lower tail both fall.
  const width = 1 / (1 + Math.abs(shape) + Math.max(0, -end) * (shape > 0 ? 1 + shape * shape : 1));
  // Above 10 there is no more than 1e-23 left.
  const start = Math.min(end, 10);
  let peak = -Infinity;
  let sum = 0;
  for (let from = start; ; from -= width) {
    const logs = Array.from(NODES.points, (point) => logStandardDensity(from - width * point, shape));
    const highest = Math.max(peak, ...logs);
    sum = peak === -Infinity ? 0 : sum * Math.exp(peak - highest);
    peak = highest;
    const added = logs.reduce((total, log, i) => total + width * NODES.weights[i]! * Math.exp(log - peak), 0);
    sum += added;
    if (added < NEGLIGIBLE * sum || from < -40 - Math.max(0, -2 * end)) break;
  }
  return Math.min(0, Math.log(sum) + peak);
}

const MOST_STEPS = 5000;
const TOLERANCE = 1e-11;

/**
 * The most likely skew normal of some values, by expectation and maximisation from the moments' estimate (Lin, Lee &
 * Hsieh, "Robust mixture modeling using the skew t distribution", Statistics and Computing 17, 2007, §2, one component):
 * x is location + slope·|Z| + noise. Throws `RangeError` for fewer than 3 values or values that do not vary.
 * Cost values × steps, of which there are at most 5,000.
 */
export function fitSkewNormal(values: ArrayLike<number>): SkewNormal {
  const n = values.length;
  const mean = averageOf(n, (i) => values[i]!);
  const variance = averageOf(n, (i) => (values[i]! - mean) ** 2);
  if (n < 3 || !(variance > 0)) throw new RangeError('a skew normal is fitted to at least 3 values that vary');
  const skewness = averageOf(n, (i) => (values[i]! - mean) ** 3) / variance ** 1.5;
  // Of δ = shape/√(1 + shape²) by the moments; the skewness of this family stays below 0.995.
  const power = Math.min(Math.abs(skewness), 0.99) ** (2 / 3);
  const delta = Math.sign(skewness || 1) * Math.sqrt((Math.PI / 2) * (power / (power + (2 - Math.PI / 2) ** (2 / 3))));
  const startScale = Math.sqrt(variance / (1 - (2 * delta * delta) / Math.PI));
  let location = mean - startScale * delta * Math.sqrt(2 / Math.PI);
  let slope = startScale * delta;
  let noise = startScale * startScale * (1 - delta * delta);
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  let last = -Infinity;
  for (let step = 0; step < MOST_STEPS; step++) {
    const total = noise + slope * slope;
    const deviation = Math.sqrt(noise / total);
    let likelihood = 0;
    for (let i = 0; i < n; i++) {
      const distance = values[i]! - location;
      const centre = (distance * slope) / total;
      const at = centre / deviation;
      const below = normalCdf(at);
      const mills = at > -37 ? normalDensity(at) / below : -at;
      first[i] = centre + deviation * mills;
      second[i] = centre * centre + deviation * deviation + centre * deviation * mills;
      likelihood += -0.5 * ((distance * distance) / total + Math.log(total)) + logNormalCdf(at);
    }
    location = averageOf(n, (i) => values[i]! - slope * first[i]!);
    slope = sumOf(n, (i) => first[i]! * (values[i]! - location)) / sumOf(n, (i) => second[i]!);
    noise = averageOf(n, (i) => {
      const distance = values[i]! - location;
      return distance * distance - 2 * slope * distance * first[i]! + slope * slope * second[i]!;
    });
    noise = Math.max(noise, variance * 1e-12);
    if (likelihood - last < TOLERANCE * n) break;
    last = likelihood;
  }
  return { location, scale: Math.sqrt(noise + slope * slope), shape: slope / Math.sqrt(noise) };
}

function sumOf(n: number, of: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += of(i);
  return sum;
}

const averageOf = (n: number, of: (i: number) => number): number => sumOf(n, of) / n;
