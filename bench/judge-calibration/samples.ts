/** Simulated subjects: each sampler knows the truth, draws data, and gives the figure that a measurement would give. */
import { binomialQuantile } from '../../engine/numerics/distributions/binomial.js';
import { correctedResampledT } from '../../engine/numerics/intervals.js';
import { permutation } from '../../engine/numerics/permutation.js';
import type { Rng } from '../../engine/numerics/random.js';
import { encodeDraws, type Figure, type Uncertainty } from '../../engine/plugins/figure.js';

export interface Sampler {
  readonly name: string;
  readonly truth: number;
  /** About the standard error of the estimate: what "clearly above" is measured in. */
  readonly error: number;
  draw(rng: Rng): Figure;
}

const figure = (estimate: number, uncertainty: Uncertainty, n?: number): Figure => ({
  estimate,
  unit: '1',
  uncertainty,
  basis: 'observed',
  ...(n === undefined ? {} : { n }),
});

/** The figure of k of n; one object for each, as a check reads one figure for several rules. */
const proportions = new Map<string, Figure>();
export function proportionFigure(k: number, n: number, transform?: 'dice'): Figure {
  const key = `${k}/${n}/${transform ?? ''}`;
  const known = proportions.get(key);
  if (known) return known;
  const rate = k / n;
  const made = transform
    ? figure((2 * rate) / (1 + rate), { kind: 'proportion', k, n, transform }, n)
    : figure(rate, { kind: 'proportion', k, n }, n);
  proportions.set(key, made);
  return made;
}

/** k of n independent trials, by the inverse of the binomial's distribution function at `u`. */
export const binomialAt = (u: number, n: number, rate: number): number => binomialQuantile(u, n, rate);

export const proportion = (n: number, rate: number): Sampler => ({
  name: `proportion, n ${n}, rate ${rate}`,
  truth: rate,
  error: Math.sqrt((rate * (1 - rate)) / n),
  draw: (rng) => proportionFigure(binomialAt(rng.next(), n, rate), n),
});

/** F1 as the Dice form of the share of true positives among true positives, false positives and false negatives. */
export const dice = (n: number, rate: number): Sampler => ({
  name: `proportion (dice), n ${n}, rate ${rate}`,
  truth: (2 * rate) / (1 + rate),
  error: (Math.sqrt((rate * (1 - rate)) / n) * 2) / (1 + rate) ** 2,
  draw: (rng) => proportionFigure(binomialAt(rng.next(), n, rate), n, 'dice'),
});

const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return sum / values.length;
};

export const normals = (n: number, centre: number, spread: number, rng: Rng): Float64Array =>
  Float64Array.from({ length: n }, () => centre + spread * rng.normal());

/** estimate and scale of the mean of a sample. */
export function studentFigure(values: Float64Array, transform?: 'logit' | 'log'): Figure {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const scale = Math.sqrt(squares / (values.length - 1) / values.length);
  const df = values.length - 1;
  if (transform === undefined) return figure(mean, { kind: 'student-t', scale, df }, values.length);
  const back = transform === 'log' ? Math.exp(mean) : 1 / (1 + Math.exp(-mean));
  return figure(back, { kind: 'student-t', scale, df, transform }, values.length);
}

export const studentT = (n: number, centre: number, spread: number): Sampler => ({
  name: `student-t, ${n} normal values, mean ${centre}, sd ${spread}`,
  truth: centre,
  error: spread / Math.sqrt(n),
  draw: (rng) => studentFigure(normals(n, centre, spread, rng)),
});

/** A mean of logits or logarithms, such as DeLong's logit of ROC AUC, or the logarithm of repeated readings. */
export function transformedT(n: number, centre: number, spread: number, transform: 'logit' | 'log'): Sampler {
  const truth = transform === 'log' ? Math.exp(centre) : 1 / (1 + Math.exp(-centre));
  const slope = transform === 'log' ? truth : truth * (1 - truth);
  return {
    name: `student-t (${transform}), ${n} values, truth ${truth.toPrecision(3)}, sd ${spread}`,
    truth,
    error: (slope * spread) / Math.sqrt(n),
    draw: (rng) => studentFigure(normals(n, centre, spread, rng), transform),
  };
}

/**
 * Repeated k-fold cross-validation of a real, if small, procedure: a threshold half way between the class means of
 * one normal feature, on `n` rows; the figure is Nadeau and Bengio's with the floor of the pooled rows. The truth is
 * the mean accuracy of thresholds learnt from as many rows as a fold trains on, integrated by simulation.
 */
export function resampled(n: number, folds: number, repeats: number, truth: number): Sampler {
  return {
    name: `student-t (resampled), n ${n}, ${folds} folds x ${repeats}`,
    truth,
    error: Math.sqrt((truth * (1 - truth)) / n),
    draw: (rng) => {
      const { x, y } = twoClasses(n, rng);
      const scores: number[] = [];
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const order = permutation(n, rng);
        for (let fold = 0; fold < folds; fold += 1) {
          const inFold = (_: number, place: number): boolean => place % folds === fold;
          const test = order.filter(inFold);
          const threshold = learn(
            x,
            y,
            order.filter((row, place) => !inFold(row, place)),
          );
          scores.push(test.filter((row) => x[row]! > threshold === (y[row] === 1)).length / test.length);
        }
      }
      const { mean, scale, df } = correctedResampledT(scores, n / folds, n - n / folds);
      return figure(mean, { kind: 'student-t', scale: Math.max(scale, Math.sqrt((mean * (1 - mean)) / n)), df }, n);
    },
  };
}

const SEPARATION = 1.5;
function twoClasses(n: number, rng: Rng): { x: Float64Array; y: Uint8Array } {
  const y = Uint8Array.from({ length: n }, (_, i) => i % 2);
  return { y, x: Float64Array.from(y, (label) => rng.normal() + label * SEPARATION) };
}

function learn(x: Float64Array, y: Uint8Array, rows: Int32Array): number {
  const centre = (label: number): number => meanOf([...rows].filter((row) => y[row] === label).map((row) => x[row]!));
  return (centre(0) + centre(1)) / 2;
}

/** The truth of `resampled`: accuracy at threshold t is the mean of Φ(t) and Φ(SEPARATION − t), over learnt t. */
export function resampledTruth(trainRows: number, cdf: (x: number) => number, rng: Rng): number {
  const spread = Math.sqrt(1 / (trainRows / 2) / 2);
  const values = normals(400_000, SEPARATION / 2, spread, rng);
  return meanOf(values.map((t) => (cdf(t) + cdf(SEPARATION - t)) / 2));
}

/** The plain bootstrap of the mean of `n` values. */
export function bootstrapFigure(values: Float64Array, count: number, rng: Rng): Figure {
  const n = values.length;
  const draws = Float64Array.from({ length: count }, () => {
    let sum = 0;
    for (let i = 0; i < n; i += 1) sum += values[rng.integer(n)]!;
    return sum / n;
  });
  return figure(meanOf(values), { kind: 'empirical', draws: encodeDraws(draws) }, n);
}

export type Shape = 'normal' | 'uniform' | 'exponential';
const ONE: Readonly<Record<Shape, (rng: Rng) => number>> = {
  normal: (rng) => rng.normal(),
  uniform: (rng) => (rng.next() - 0.5) * Math.sqrt(12),
  exponential: (rng) => -Math.log(1 - rng.next()) - 1,
};

export const empirical = (n: number, shape: Shape, count: number): Sampler => ({
  name: `empirical, ${count} bootstrap means of ${n} ${shape} values`,
  truth: 0,
  error: 1 / Math.sqrt(n),
  draw: (rng) =>
    bootstrapFigure(
      Float64Array.from({ length: n }, () => ONE[shape](rng)),
      count,
      rng,
    ),
});

/** Hoeffding's bounds (1963) of a mean of n values in 0…1. */
export const hoeffding = (n: number, rate: number, level: number): Sampler => ({
  name: `bounds (Hoeffding ${level}), n ${n}, rate ${rate}`,
  truth: rate,
  error: Math.sqrt(Math.log(2 / (1 - level)) / (2 * n)),
  draw: (rng) => {
    const mean = binomialAt(rng.next(), n, rate) / n;
    const half = Math.sqrt(Math.log(2 / (1 - level)) / (2 * n));
    return figure(
      mean,
      { kind: 'bounds', lower: Math.max(0, mean - half), upper: Math.min(1, mean + half), level, anytime: false },
      n,
    );
  },
});

/** A band of a given width with the truth anywhere in it. */
export const band = (width: number): Sampler => ({
  name: `range, width ${width}, truth anywhere in it`,
  truth: 0.5,
  error: width / 3,
  draw: (rng) => {
    const lower = 0.5 - width * rng.next();
    return figure(lower + width / 2, { kind: 'range', lower, upper: lower + width });
  },
});

export const exact = (value: number): Sampler => ({
  name: `exact, ${value}`,
  truth: value,
  error: 0.1,
  draw: () => figure(value, { kind: 'exact' }),
});

export const withRows = (made: Figure, rows: string): Figure => ({ ...made, rows });
