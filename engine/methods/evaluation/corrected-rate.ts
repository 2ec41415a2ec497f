/**
 * The true rate behind one that a judge or detector counted (Rogan & Gladen, "Estimating prevalence from the results of
 * a screening test", American Journal of Epidemiology 107, 1978): (apparent + specificity − 1) / (sensitivity +
 * specificity − 1), cut at 0 and 1. The three rates are of independent samples.
 */
import { clopperPearson } from '../../numerics/intervals.js';
import { encodeDraws } from '../../numerics/draws.js';
import type { Figure } from '../../plugins/figure.js';
import { joinBox } from './bayesian-bootstrap.js';
import type { BoxDraws } from './bayesian-bootstrap.js';
import { rateBox } from './rate-box.js';
import type { Successes } from './rate-box.js';

/** What is known of a judge or detector; what is absent, or of no trials, may be anything. */
export interface Accuracy {
  /** Of those that are such, how many it takes for such. */
  readonly sensitivity?: Successes | undefined;
  /** Of those that are not, how many it does not take for such. */
  readonly specificity?: Successes | undefined;
}

export interface ApparentRate extends Accuracy {
  /** Taken for such by the judge. */
  readonly positives: number;
  /** At least 1. */
  readonly n: number;
}

/** A prime, and the multipliers of the lattice of that many points that spread best in three dimensions (P₂ = 0.002). */
export const CORRECTED_DRAWS = 2003;
const LATTICE = [421, 977] as const;

/**
 * Its draws come from `correctedDraws`. A `range` of all rates where the judge tells positives from negatives no better
 * than chance in its own sample (sensitivity + specificity ≤ 1), or nothing is known of it. What is not known counts as
 * right in the estimate, and as anything in the bounds. `basis` is `estimated`.
 */
export function correctedRate({ positives, n, sensitivity, specificity }: ApparentRate): Figure {
  const accuracy = { sensitivity, specificity };
  const apparent = positives / n;
  const common = { estimate: correctedEstimate(apparent, accuracy), unit: '1', n, basis: 'estimated' } as const;
  const isUnknown = !isKnown(sensitivity) && !isKnown(specificity);
  if (isUnknown || pointOf(sensitivity) + pointOf(specificity) <= 1)
    return { ...common, uncertainty: { kind: 'range', lower: 0, upper: 1 } };
  const draws = correctedDraws(rateBox({ k: positives, n }, CORRECTED_DRAWS), boxOf(sensitivity), boxOf(specificity));
  return { ...common, uncertainty: { kind: 'empirical', draws: encodeDraws(draws) } };
}

/** What is not known counts as right; the apparent rate itself where the judge is no better than chance. */
export const correctedEstimate = (apparent: number, { sensitivity, specificity }: Accuracy): number =>
  corrected(apparent, pointOf(sensitivity), pointOf(specificity)) ?? apparent;

/**
 * Melded confidence distributions (Fay, Proschan & Brittain, "Combining one-sample confidence procedures for inference in
 * the two-sample case", Biometrics 71, 2015), here of three rates, `CORRECTED_DRAWS` quantiles each: a bound sets the
 * apparent rate's distribution on its side against those of sensitivity and specificity that move the corrected rate the
 * same way. The quantiles meet by a lattice and not by chance: equal counts give equal draws. One-sided errors by
 * simulation: docs/calibration-corrected-rate.md.
 */
export function correctedDraws(rate: BoxDraws, sensitivity: BoxDraws, specificity: BoxDraws): Float64Array {
  const meld = (of: keyof BoxDraws, against: keyof BoxDraws, unknown: number): Float64Array =>
    rate[of].map((apparent, i) => {
      const [j, k] = [(i * LATTICE[0]) % rate[of].length, (i * LATTICE[1]) % rate[of].length];
      return corrected(apparent, sensitivity[against][j]!, specificity[of][k]!) ?? unknown;
    });
  return joinBox({
    plain: meld('plain', 'plain', 0.5),
    lower: meld('lower', 'upper', 0),
    upper: meld('upper', 'lower', 1),
  });
}

/**
 * Bounds of the true rate from bounds of the apparent one, of a confidence sequence say. They hold where those do but for
 * `error`, which sensitivity and specificity share, each with its two-sided Clopper–Pearson interval.
 */
export function correctedBounds(
  [lower, upper]: readonly [number, number],
  { sensitivity, specificity }: Accuracy,
  error: number,
): readonly [number, number] {
  const interval = (rate: Successes | undefined): readonly [number, number] =>
    isKnown(rate) ? clopperPearson(rate.k, rate.n, 1 - error / 2) : [0, 1];
  const [seLow, seHigh] = interval(sensitivity);
  const [spLow, spHigh] = interval(specificity);
  return [corrected(lower, seHigh, spLow) ?? 0, corrected(upper, seLow, spHigh) ?? 1];
}

/**
 * Whether `n` answers could leave any rate out, were they all judged alike; of the bank that they are, `n` is Infinity.
 *
 * @param error of the apparent rate, and again that of `correctedBounds`
 */
export function isTelling(accuracy: Accuracy, n: number, error: number): boolean {
  const least = Number.isFinite(n) ? clopperPearson(n, n, 1 - error)[0] : 1;
  return correctedBounds([least, 1], accuracy, error)[0] > 0 || correctedBounds([0, 1 - least], accuracy, error)[1] < 1;
}

/** `undefined` where what is such is taken for such no more often than what is not. */
function corrected(apparent: number, sensitivity: number, specificity: number): number | undefined {
  const gain = sensitivity + specificity - 1;
  return gain > 0 ? Math.min(1, Math.max(0, (apparent + specificity - 1) / gain)) : undefined;
}

const isKnown = (rate: Successes | undefined): rate is Successes => rate !== undefined && rate.n > 0;
const pointOf = (rate: Successes | undefined): number => (isKnown(rate) ? rate.k / rate.n : 1);

const boxOf = (rate: Successes | undefined): BoxDraws => {
  if (isKnown(rate)) return rateBox(rate, CORRECTED_DRAWS);
  const all = (value: number): Float64Array => new Float64Array(CORRECTED_DRAWS).fill(value);
  return { lower: all(0), plain: all(1), upper: all(1) };
};
