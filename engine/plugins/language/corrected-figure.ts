import { CORRECTED_DRAWS, correctedEstimate, correctedRate } from '../../methods/evaluation/corrected-rate.js';
import type { Accuracy } from '../../methods/evaluation/corrected-rate.js';
import { correctedEstimand } from '../../methods/evaluation/sequential/corrected-estimand.js';
import type { Estimand } from '../../methods/evaluation/sequential/estimand.js';
import { rateFigure } from '../../methods/evaluation/sequential/rate-figure.js';
import type { Figure, Unmeasured } from '../figure.js';

export interface CorrectedSettings {
  readonly levels: readonly number[];
  /** Questions asked. */
  readonly n: number;
  readonly anytime: boolean;
}

/** Draws beyond each end of an interval, below which they do not tell it. */
const DRAWS_BEYOND = 10;

/**
 * The true rate behind one that a judge or detector saw: of a count by its corrected draws, where they tell the
 * strictest level, else by bounds. A `range` of all rates where nothing is known of the judge, or what it saw contradicts
 * what is (`correctedEstimand`).
 */
export function correctedFigure(
  seen: Estimand,
  accuracy: Accuracy | undefined,
  settings: CorrectedSettings,
): Figure | Unmeasured {
  const { mean, proportion } = seen;
  if (mean === undefined) return rateFigure(seen, { ...settings, basis: 'estimated' });
  const behind = correctedEstimand(seen, accuracy ?? {});
  const [lower, upper] = behind.exact(1 - Math.min(...settings.levels));
  if (lower === 0 && upper === 1)
    return {
      estimate: correctedEstimate(mean, accuracy ?? {}),
      unit: '1',
      n: settings.n,
      uncertainty: { kind: 'range', lower, upper },
      basis: 'estimated',
    };
  const beyond = ((1 - Math.max(...settings.levels)) / 2) * CORRECTED_DRAWS;
  return proportion === undefined || beyond < DRAWS_BEYOND
    ? rateFigure(behind, { ...settings, basis: 'estimated' })
    : correctedRate({ positives: proportion.k, n: proportion.n, ...accuracy });
}
