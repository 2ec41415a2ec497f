import { normalCdf, normalQuantile } from '../../numerics/distributions/normal.js';
import { addOuterProduct, choleskySolve, squareMatrix } from '../../numerics/linear-algebra.js';
import type { Rng } from '../../numerics/random.js';
import { quantileOfSorted } from '../../numerics/sorting.js';

/**
 * Local surrogate explanations of one row of a table (Ribeiro, Singh, Guestrin, "Why should I trust you?", KDD 2016),
 * as the authors' `lime_tabular` has them: rows are drawn from the training distribution feature by feature, seen as
 * `interpretable` columns, and a ridge regression weighted by their nearness is the explanation.
 */

/** What LIME knows of a feature: its training values, NaN (or −1) where missing. */
export type LimeFeature =
  | { readonly type: 'numeric'; readonly values: Float64Array }
  | { readonly type: 'categorical'; readonly codes: Int32Array };

/** How a feature is drawn and seen. */
export interface LimeColumn {
  /** A value near nothing in particular: of the training distribution; and what the regression sees of it. */
  draw(rng: Rng): { readonly value: number; readonly seen: number };
  /** What the regression sees of the explained row. */
  readonly seenOfRow: number;
}

/** Values of the drawn rows, the explained one first, and what the regression sees of them. */
export interface LimeSample {
  /** One array a feature. */
  readonly values: readonly Float64Array[];
  /** Rows × features, row-major. */
  readonly seen: Float64Array;
  /** exp(−distance²/width²) to the power of ½, as `lime_tabular` weighs. */
  readonly weights: Float64Array;
}

export interface LimeFit {
  readonly weights: Float64Array;
  readonly intercept: number;
  /** Coefficient of determination of the weighted regression on its own sample. */
  readonly r2: number;
  /** What the regression answers for the explained row. */
  readonly local: number;
}

/** The width that `lime_tabular` takes by default: ¾ of the square root of the number of features. */
export const defaultWidth = (features: number): number => 0.75 * Math.sqrt(features);

/**
 * `discretise`: a numeric feature is seen as 1 where it lies in the explained row's quartile of the training values (a
 * value is drawn from a quartile's normal distribution cut to its bounds), else as the number itself, scaled. A
 * categorical one is seen as 1 where it has the explained row's level.
 */
export function limeColumn(feature: LimeFeature, own: number, discretise: boolean): LimeColumn {
  if (feature.type === 'categorical') return levelColumn(feature.codes, own);
  const known = feature.values.filter((value) => !Number.isNaN(value)).sort();
  return discretise ? quartileColumn(known, own) : numberColumn(known, own);
}

function levelColumn(codes: Int32Array, own: number): LimeColumn {
  const { length } = codes;
  return {
    draw(rng) {
      const value = length === 0 ? own : codes[rng.integer(length)]!;
      return { value, seen: value === own ? 1 : 0 };
    },
    seenOfRow: 1,
  };
}

function quartileColumn(known: Float64Array, own: number): LimeColumn {
  const bounds = [...new Set([0.25, 0.5, 0.75].map((p) => quantileOfSorted(known, p)))];
  const binOf = (value: number): number => bounds.filter((bound) => value > bound).length;
  const bins = Array.from({ length: bounds.length + 1 }, (_, bin) => {
    const inside = known.filter((value) => binOf(value) === bin);
    const mean = inside.reduce((sum, value) => sum + value, 0) / Math.max(1, inside.length);
    const variance = inside.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, inside.length);
    return { inside, mean, deviation: Math.sqrt(variance) };
  });
  // A missing value lies in no quartile.
  const ownBin = Number.isNaN(own) ? -1 : binOf(own);
  return {
    draw(rng) {
      if (known.length === 0) return { value: own, seen: 1 };
      const bin = binOf(known[rng.integer(known.length)]!);
      const seen = bin === ownBin ? 1 : 0;
      return { value: cutNormal(bins[bin]!, rng), seen };
    },
    seenOfRow: 1,
  };
}

/** A normal number between the least and the most of the bin's values. */
function cutNormal(
  { inside, mean, deviation }: { readonly inside: Float64Array; readonly mean: number; readonly deviation: number },
  rng: Rng,
): number {
  const least = inside[0]!;
  const most = inside[inside.length - 1]!;
  if (deviation === 0) return least;
  const low = normalCdf((least - mean) / deviation);
  const high = normalCdf((most - mean) / deviation);
  const value = mean + deviation * normalQuantile(low + rng.next() * (high - low));
  return Math.min(most, Math.max(least, value));
}

function numberColumn(known: Float64Array, own: number): LimeColumn {
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length);
  const scale = Math.sqrt(variance) || 1;
  return {
    draw(rng) {
      const value = mean + Math.sqrt(variance) * rng.normal();
      return { value, seen: (value - mean) / scale };
    },
    seenOfRow: Number.isNaN(own) ? 0 : (own - mean) / scale,
  };
}

/** `size` rows, the first the explained one: its values are `own`. */
export function limeSample(
  columns: readonly LimeColumn[],
  own: readonly number[],
  size: number,
  width: number,
  rng: Rng,
): LimeSample {
  const count = columns.length;
  const values = columns.map(() => new Float64Array(size));
  const seen = new Float64Array(size * count);
  const weights = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    let distance = 0;
    columns.forEach((column, feature) => {
      const drawn = row === 0 ? { value: own[feature]!, seen: column.seenOfRow } : column.draw(rng);
      values[feature]![row] = drawn.value;
      seen[row * count + feature] = drawn.seen;
      distance += (drawn.seen - column.seenOfRow) ** 2;
    });
    weights[row] = Math.sqrt(Math.exp(-distance / (width * width)));
  }
  return { values, seen, weights };
}

/**
 * Ridge regression with a free intercept and penalty 1, as `lime_tabular`. With `most` below the number of features,
 * those with the largest weights of a first fit on all are kept (its `highest_weights`), the others have weight 0.
 * `undefined` where a number is not finite.
 */
export function limeFit(
  { seen, weights }: LimeSample,
  answers: Float64Array,
  features: number,
  most: number,
): LimeFit | undefined {
  if (![seen, weights, answers].every((numbers) => numbers.every(Number.isFinite))) return undefined;
  const all = Array.from({ length: features }, (_, feature) => feature);
  const first = ridge(seen, weights, answers, features, all);
  if (most >= features) return scored(seen, weights, answers, features, all, first);
  const kept = all
    .toSorted((a, b) => Math.abs(first.coefficients[b]!) - Math.abs(first.coefficients[a]!) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return scored(seen, weights, answers, features, kept, ridge(seen, weights, answers, features, kept));
}

interface Ridge {
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

const PENALTY = 1;

function ridge(
  seen: Float64Array,
  weights: Float64Array,
  answers: Float64Array,
  features: number,
  kept: readonly number[],
): Ridge {
  const width = kept.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = answers.reduce((sum, answer, row) => sum + weights[row]! * answer, 0) / total;
  const means = kept.map(
    (feature) => weights.reduce((sum, weight, row) => sum + weight * seen[row * features + feature]!, 0) / total,
  );
  const gram = squareMatrix(width);
  const right = new Float64Array(width);
  const centred = new Float64Array(width);
  weights.forEach((weight, row) => {
    for (let at = 0; at < width; at++) centred[at] = seen[row * features + kept[at]!]! - means[at]!;
    addOuterProduct(gram, centred, 0, weight);
    const scaled = weight * (answers[row]! - mean);
    for (let at = 0; at < width; at++) right[at]! += scaled * centred[at]!;
  });
  for (let at = 0; at < width; at++) gram.values[at * width + at]! += PENALTY;
  const coefficients = choleskySolve(gram, right)!;
  return { coefficients, intercept: coefficients.reduce((sum, one, at) => sum - one * means[at]!, mean) };
}

function scored(
  seen: Float64Array,
  weights: Float64Array,
  answers: Float64Array,
  features: number,
  kept: readonly number[],
  { coefficients, intercept }: Ridge,
): LimeFit {
  const fitted = (row: number): number =>
    kept.reduce((sum, feature, at) => sum + coefficients[at]! * seen[row * features + feature]!, intercept);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = answers.reduce((sum, answer, row) => sum + weights[row]! * answer, 0) / total;
  let residual = 0;
  let spread = 0;
  weights.forEach((weight, row) => {
    residual += weight * (answers[row]! - fitted(row)) ** 2;
    spread += weight * (answers[row]! - mean) ** 2;
  });
  const own = new Float64Array(features);
  kept.forEach((feature, at) => (own[feature] = coefficients[at]!));
  return { weights: own, intercept, r2: spread > 0 ? 1 - residual / spread : 1, local: fitted(0) };
}
