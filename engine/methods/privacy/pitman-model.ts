/**
 * Pitman's sampling formula as a model of how people fall into classes: Hoshino, "Applying Pitman's sampling formula to
 * microdata disclosure risk assessment", Journal of Official Statistics 17, 2001. After n people in u classes the next
 * one founds a class with chance (θ + αu)/(θ + n) and joins one of f with (f − α)/(θ + n).
 */
import { logGamma } from '../../numerics/distributions/gamma-function.js';

/** `counts[i]` classes have `sizes[i]` rows; sizes ascending and distinct. */
export interface SizeHistogram {
  readonly sizes: readonly number[];
  readonly counts: readonly number[];
  readonly rows: number;
  readonly classes: number;
}

export function histogramOf(classSizes: ArrayLike<number>): SizeHistogram {
  const known = new Map<number, number>();
  let rows = 0;
  for (let index = 0; index < classSizes.length; index++) {
    known.set(classSizes[index]!, (known.get(classSizes[index]!) ?? 0) + 1);
    rows += classSizes[index]!;
  }
  const sizes = [...known.keys()].sort((a, b) => a - b);
  return { sizes, counts: sizes.map((size) => known.get(size)!), rows, classes: classSizes.length };
}

export interface PitmanModel {
  /** In (−α, ∞). */
  readonly theta: number;
  /** In (0, 1). */
  readonly alpha: number;
}

/** By maximum likelihood; where the maximum lies at an end (all rows unique, or alike), near to it. */
export function fitPitman(histogram: SizeHistogram): PitmanModel {
  const bestTheta = (alpha: number): readonly [theta: number, likelihood: number] => {
    const [shift, value] = greatest(-12, Math.log(1e3 * histogram.rows), (x) =>
      logLikelihood(histogram, Math.exp(x) - alpha, alpha),
    );
    return [Math.exp(shift) - alpha, value];
  };
  const [logit] = greatest(-16, 16, (x) => bestTheta(logistic(x))[1]);
  const alpha = logistic(logit);
  return { alpha, theta: bestTheta(alpha)[0] };
}

/** Expected share of N people who are alone: Γ(θ + α + N − 1) Γ(θ + 1) / (Γ(θ + α) Γ(θ + N)). */
export function expectedUniqueness({ theta, alpha }: PitmanModel, people: number): number {
  const log =
    logGamma(theta + alpha + people - 1) + logGamma(theta + 1) - logGamma(theta + alpha) - logGamma(theta + people);
  return Math.min(1, Math.exp(log));
}

/** Terms of the sum below; what is left is counted at the last one's F. */
const MOST_TERMS = 100_000;

/**
 * E[1/F | f] of a class that has f of the n rows, F of the N people: F − f is beta-binomial, of N − n with parameters
 * f − α and θ + n − f + α.
 */
export function expectedRisk({ theta, alpha }: PitmanModel, size: number, rows: number, people: number): number {
  const others = people - rows;
  const [a, b] = [size - alpha, theta + rows - size + alpha];
  let log = logGamma(b + others) + logGamma(a + b) - logGamma(b) - logGamma(a + b + others);
  let mass = 0;
  let sum = 0;
  let last = size;
  for (let more = 0; more <= others && more < MOST_TERMS && mass < 1 - 1e-9; more++) {
    const probability = Math.exp(log);
    mass += probability;
    last = size + more;
    sum += probability / last;
    log += Math.log(((others - more) * (a + more)) / ((more + 1) * (b + others - more - 1)));
  }
  return sum + Math.max(0, 1 - mass) / last;
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** ln of Pitman's sampling formula, up to what does not depend on θ and α. */
function logLikelihood({ sizes, counts, rows, classes }: SizeHistogram, theta: number, alpha: number): number {
  let sum = (classes - 1) * Math.log(alpha) + logGamma(theta / alpha + classes) - logGamma(theta / alpha + 1);
  sum -= logGamma(theta + rows) - logGamma(theta + 1);
  const base = logGamma(1 - alpha);
  sizes.forEach((size, index) => (sum += counts[index]! * (logGamma(size - alpha) - base)));
  return sum;
}

/** Where a function with one peak is greatest in [from, to], by golden section. */
function greatest(from: number, to: number, f: (x: number) => number): readonly [x: number, value: number] {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [from, to];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  while (b - a > 1e-7) {
    if (fc >= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  const x = (a + b) / 2;
  return [x, f(x)];
}
