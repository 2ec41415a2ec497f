/**
 * What an attack on a released table gains over the same attack on people who are not in it: Giomi, Boenisch, Wehmeyer &
 * Tasnádi, "A unified framework for quantifying privacy risk in synthetic data", PoPETs 2023(2) (Anonymeter): the excess
 * of the attack's rate over the control's, as a share of what the control leaves.
 */
import { wilson } from '../../numerics/intervals.js';
import type { Rng } from '../../numerics/random.js';
import type { BoxDraws } from '../evaluation/bayesian-bootstrap.js';
import { meldedBox } from '../evaluation/melded-box.js';
import type { Successes } from '../evaluation/rate-box.js';

/** A rate with the half-width of its interval. */
export interface RateWithError {
  readonly rate: number;
  readonly error: number;
}

/** (attack − control) / (1 − control); NaN where the control never fails. */
export const excess = (attack: number, control: number): number => (attack - control) / (1 - control);

/** Centre and half-width of Wilson's interval, as the paper has rates. */
export function wilsonRate({ k, n }: Successes, level: number): RateWithError {
  const [lower, upper] = wilson(k, n, level);
  return { rate: (lower + upper) / 2, error: (upper - lower) / 2 };
}

/**
 * The published figure: the excess of the two rates, and its error by linear propagation of theirs. Too bold where the
 * rates lie near 0 or the trials are few (docs/calibration-attacks.md).
 */
export function publishedRisk(attack: RateWithError, control: RateWithError): RateWithError {
  const left = 1 - control.rate;
  return {
    rate: excess(attack.rate, control.rate),
    error: Math.hypot(attack.error / left, (control.error * (attack.rate - 1)) / left ** 2),
  };
}

/** Bounds of the excess, cut at 0, that hold; where the control's rate reaches 1 nothing is known. */
export const excessBox = (attack: BoxDraws, control: BoxDraws, rng: Rng): BoxDraws =>
  meldedBox(attack, control, rng, (a, c, unknown) => (c >= 1 ? unknown : Math.max(0, excess(a, c))));
