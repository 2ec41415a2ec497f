import { betaQuantile } from '../../numerics/distributions/beta.js';
import { normalQuantile } from '../../numerics/distributions/normal.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { correctedResampledT } from '../../numerics/intervals.js';
import { quantileOfSorted } from '../../numerics/sorting.js';
import { decodeDraws } from '../../numerics/draws.js';
import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { absent } from './evidence.js';

/** One training of a resampling: its metrics on the rows that it held out. */
export interface Fold {
  /** `NaN` where a metric has no value on these rows. */
  readonly values: Readonly<Record<string, number>>;
  readonly testRows: number;
  readonly trainRows: number;
}

/**
 * Figures of a procedure from J = folds × repeats trainings: the mean of the folds' values, with the corrected
 * resampled t of Nadeau & Bengio on J − 1 degrees of freedom, never narrower than the `pooled` figure of the same
 * metric on the held-out rows of one repeat put together (folds that happen to agree are no certainty). The pooled
 * figure itself stands where folds are single rows, and for the calibration error, which on a fold is mostly noise.
 */
export function resampledFigures<Name extends string>(
  folds: readonly Fold[],
  pooled: Readonly<Record<Name, Figure | Unmeasured>>,
): Record<Name, Figure | Unmeasured> {
  const entries = (Object.entries(pooled) as [Name, Figure | Unmeasured][]).map(([name, whole]) => [
    name,
    resampledFigure(name, folds, whole),
  ]);
  return Object.fromEntries(entries) as Record<Name, Figure | Unmeasured>;
}

function resampledFigure(name: string, folds: readonly Fold[], whole: Figure | Unmeasured): Figure | Unmeasured {
  if ('unmeasured' in whole || name === 'ece' || folds.every((fold) => fold.testRows <= 1)) return whole;
  if (folds.length < 2) return absent('out-of-domain', 'one training does not tell how much trainings differ');
  const values = folds.map((fold) => fold.values[name] ?? Number.NaN);
  const undefinedIn = values.filter((value) => !Number.isFinite(value)).length;
  if (undefinedIn > 0) return absent('out-of-domain', `${undefinedIn} of ${folds.length} folds have no value`);
  const testRows = meanOf(folds.map((fold) => fold.testRows));
  const trainRows = meanOf(folds.map((fold) => fold.trainRows));
  const { mean, scale, df } = correctedResampledT(values, testRows, trainRows);
  const widest = Math.max(scale, reach(whole));
  if (widest === 0) return absent('out-of-domain', 'no spread among the folds and their rows is not certainty');
  if (!Number.isFinite(widest)) return absent('out-of-domain', 'the folds’ values are too large to average');
  return { ...whole, estimate: mean, uncertainty: { kind: 'student-t', scale: widest, df } };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A standard error for any figure: the longer arm of its central 90 % interval over the normal's 1.645. */
function reach(figure: Figure): number {
  const [lower, upper] = bounds(figure, 0.05);
  return Math.max(figure.estimate - lower, upper - figure.estimate) / -normalQuantile(0.05);
}

function bounds({ estimate, uncertainty }: Figure, tail: number): readonly [number, number] {
  switch (uncertainty.kind) {
    case 'exact':
      return [estimate, estimate];
    case 'bounds':
    case 'range':
      return [uncertainty.lower, uncertainty.upper];
    case 'proportion': {
      const { k, n, transform } = uncertainty;
      const scale = (share: number): number => (transform === 'dice' ? (2 * share) / (1 + share) : share);
      return [scale(betaQuantile(tail, k, n - k + 1)), scale(betaQuantile(1 - tail, k + 1, n - k))];
    }
    case 'empirical': {
      const sorted = decodeDraws(uncertainty.draws).sort();
      return [quantileOfSorted(sorted, tail), quantileOfSorted(sorted, 1 - tail)];
    }
    case 'student-t': {
      const arm = -studentTQuantile(tail, uncertainty.df) * uncertainty.scale;
      if (uncertainty.transform === 'log') return [estimate * Math.exp(-arm), estimate * Math.exp(arm)];
      if (uncertainty.transform === undefined) return [estimate - arm, estimate + arm];
      const odds = Math.log(estimate / (1 - estimate));
      return [1 / (1 + Math.exp(arm - odds)), 1 / (1 + Math.exp(-arm - odds))];
    }
  }
}
