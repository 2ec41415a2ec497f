import type { Basis, Bounds, Figure, Unmeasured } from '../../../plugins/figure.js';
import type { Interval } from '../../../numerics/intervals.js';
import { absent } from '../evidence.js';
import type { Estimand } from './estimand.js';

/**
 * A rate as a figure with bounds at each of the levels. The estimate is the mean; where it has left the narrowest bounds,
 * which never widen, the end nearest to it.
 *
 * @param n questions asked
 * @param anytime whether the bounds hold however long was asked
 */
export function rateFigure(
  estimand: Estimand,
  {
    levels,
    n,
    anytime,
    basis,
  }: { readonly levels: readonly number[]; readonly n: number; readonly anytime: boolean; readonly basis: Basis },
): Figure | Unmeasured {
  const { mean, proportion, isCertain } = estimand;
  if (mean === undefined) return absent('budget', 'not every part of it has an answer');
  if (proportion !== undefined)
    return { estimate: mean, unit: '1', n, uncertainty: { kind: 'proportion', ...proportion }, basis };
  const [widest, ...also] = nested(
    estimand,
    [...new Set(levels)].sort((a, b) => b - a),
  );
  const { lower, upper } = also.at(-1) ?? widest!;
  if (lower > upper)
    return absent('out-of-domain', 'later answers contradict earlier ones: the questions do not come in random order');
  const estimate = Math.min(upper, Math.max(lower, mean));
  return {
    estimate,
    unit: '1',
    n,
    uncertainty: isCertain
      ? { kind: 'exact' }
      : {
          kind: 'bounds',
          ...widest!,
          anytime,
          ...(also.length > 0 && { also }),
          ...lackingAnswers(estimate, estimand.meanRange),
        },
    basis,
  };
}

/** What the estimate could be with the answers that are lacking: `point`, where some are. */
export const lackingAnswers = (
  estimate: number,
  [lower, upper]: Interval,
): { readonly point?: { readonly lower: number; readonly upper: number } } =>
  lower < upper ? { point: { lower: Math.min(lower, estimate), upper: Math.max(upper, estimate) } } : {};

/** What is refuted at a level is refuted at lower ones: roundings of their bounds must not say otherwise. */
const nested = (estimand: Estimand, strictestFirst: readonly number[]): Bounds[] =>
  strictestFirst.reduce<Bounds[]>((wider, level) => {
    const [lower, upper] = estimand.exact(1 - level);
    const around = wider.at(-1) ?? { lower, upper };
    return [...wider, { lower: Math.max(lower, around.lower), upper: Math.min(upper, around.upper), level }];
  }, []);
