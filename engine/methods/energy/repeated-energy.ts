/** One figure from repeated readings: their noise, and the band of what they were read from. */
import { studentTQuantile } from '../../numerics/distributions/student-t.js';

export interface Repeat {
  readonly value: number;
  /** A band that all repeats share in its cause: a model's, a sensor's. */
  readonly range?: readonly [number, number];
}

export type Repeated =
  | { readonly kind: 'student-t'; readonly mean: number; readonly scale: number; readonly df: number }
  | { readonly kind: 'range'; readonly mean: number; readonly lower: number; readonly upper: number };

/** Of the noise that widens a band: it is claimed to hold the truth, so chance may take it out of it this seldom. */
const NOISE_LEVEL = 0.99;

/** `undefined` below two repeats, or where all are equal without a band: no spread is not certainty. */
export function repeatedEnergy(repeats: readonly Repeat[]): Repeated | undefined {
  if (repeats.length < 2) return undefined;
  const mean = meanOf(repeats.map(({ value }) => value));
  const df = repeats.length - 1;
  const scale = standardError(repeats.map(({ value }) => value));
  if (repeats.every(({ range }) => range === undefined))
    return scale > 0 ? { kind: 'student-t', mean, scale, df } : undefined;
  const lows = repeats.map(({ value, range }) => range?.[0] ?? value);
  const highs = repeats.map(({ value, range }) => range?.[1] ?? value);
  const t = studentTQuantile((1 + NOISE_LEVEL) / 2, df);
  return {
    kind: 'range',
    mean,
    lower: Math.min(mean, meanOf(lows) - t * standardError(lows)),
    upper: Math.max(mean, meanOf(highs) + t * standardError(highs)),
  };
}

/** Half the width of the 95 % interval of the repeats' mean, as a share of it: whether more repeats are worth their time. */
export function relativeWidth(values: readonly number[]): number {
  if (values.length < 2) return Infinity;
  return (studentTQuantile(0.975, values.length - 1) * standardError(values)) / Math.abs(meanOf(values));
}

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function standardError(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
