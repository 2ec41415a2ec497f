import { normalQuantile } from '../../numerics/distributions/normal.js';
import { studentTQuantile } from '../../numerics/distributions/student-t.js';
import { correctedResampledT } from '../../numerics/intervals.js';
import type { Figure, Unmeasured } from '../../plugins/figure.js';
import { absent } from './evidence.js';
import { boundsOf } from './figure-bounds.js';
import { widened } from './widened.js';

/** One training of a resampling: its metrics on the rows that it held out. */
export interface Fold {
  /** `NaN` where a metric has no value on these rows. */
  readonly values: Readonly<Record<string, number>>;
  readonly testRows: number;
  /** Independent units (rows, groups) among them. */
  readonly testUnits: number;
  readonly trainRows: number;
}

/**
 * Figures of a procedure from J = folds × repeats trainings, `repeats` of which hold the same rows out. Nadeau &
 * Bengio's correction says that rows held out tell of a training with variance σ²(1/held out + 1/trained on), whatever
 * the split. It comes in twice:
 *
 * - the `pooled` figures of the rows that one repeat held out, √(1 + held out/trained on) times as wide. They stand
 *   where there is one training, and where folds are single rows or groups, whose own metrics mean little. So does the
 *   calibration error, which on a fold is mostly noise, widened twice over: the errors of several models' answers cancel
 *   in part;
 * - else the mean of the folds' values with the corrected resampled t on J − 1 degrees of freedom, so wide that it
 *   contains those: folds that happen to agree are no certainty, repeats hold no new rows out, and metrics that are not
 *   means of rows are biased on small folds.
 *
 * Where the held-out answers cannot be told from chance (MCC reaches 0), some metrics are `out-of-domain`.
 * Calibration: docs/calibration-resampling.md.
 */
export function resampledFigures<Name extends string>(
  folds: readonly Fold[],
  repeats: number,
  pooled: Readonly<Record<Name, Figure | Unmeasured>>,
): Record<Name, Figure | Unmeasured> {
  const testRows = meanOf(folds.map((fold) => fold.testRows));
  const trainRows = meanOf(folds.map((fold) => fold.trainRows));
  const widening = Math.sqrt(1 + (testRows * folds.length) / repeats / trainRows);
  const alone = folds.length === 1 || folds.every((fold) => fold.testUnits <= 1);
  const entries = Object.entries(pooled) as [Name, Figure | Unmeasured][];
  const mcc = entries.find(([name]) => name === 'mcc')?.[1];
  const atChance = mcc !== undefined && !('unmeasured' in mcc) && reachesZero(widened(mcc, widening, rangeOf('mcc')));

  const figureOf = (name: Name, figure: Figure | Unmeasured): Figure | Unmeasured => {
    if ('unmeasured' in figure) return figure;
    if (atChance && (OF_POSITIVE.has(name) || (folds.length > 1 && alone && OF_RANKS.has(name)))) {
      return absent(
        'out-of-domain',
        'the held-out answers cannot be told from chance, where this metric tells nothing',
      );
    }
    if (name === 'ece') return widened(figure, widening * widening, rangeOf(name));
    const whole = widened(figure, widening, rangeOf(name));
    if (alone) return whole;
    const values = folds.map((fold) => fold.values[name] ?? Number.NaN);
    const undefinedIn = values.filter((value) => !Number.isFinite(value)).length;
    if (undefinedIn > 0) return absent('out-of-domain', `${undefinedIn} of ${folds.length} folds have no value`);
    const { mean, scale, df } = correctedResampledT(values, testRows, trainRows);
    const widest = Math.max(scale, scaleAround(mean, df, whole), standardError(figure));
    if (widest === 0) return absent('out-of-domain', 'no spread among the folds and their rows is not certainty');
    if (!Number.isFinite(widest)) return absent('out-of-domain', 'the folds’ values are too large to average');
    return { ...figure, estimate: mean, uncertainty: { kind: 'student-t', scale: widest, df } };
  };
  return Object.fromEntries(entries.map(([name, figure]) => [name, figureOf(name, figure)])) as Record<
    Name,
    Figure | Unmeasured
  >;
}

/** Rates of the positive class, which at chance follow the class shares that all folds have in common. */
const OF_POSITIVE: ReadonlySet<string> = new Set(['precision', 'recall', 'f1']);
/** Metrics that compare the answers for different rows: where each is of another model, not at chance. */
const OF_RANKS: ReadonlySet<string> = new Set(['rocAuc', 'averagePrecision']);

const reachesZero = (figure: Figure): boolean => boundsOf(figure, 0.05)[0] <= 0;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Errors at which rules commonly ask, one-sided. */
const TAILS = [0.1, 0.05, 0.01];

/** The least scale with which mean + scale·T(df) contains the central intervals of a figure. */
const scaleAround = (mean: number, df: number, figure: Figure): number =>
  Math.max(
    ...TAILS.map((tail) => {
      const [lower, upper] = boundsOf(figure, tail);
      return Math.max(mean - lower, upper - mean) / -studentTQuantile(tail, df);
    }),
  );

function standardError(figure: Figure): number {
  const [lower, upper] = boundsOf(figure, 0.05);
  return (upper - lower) / 2 / -normalQuantile(0.05);
}

function rangeOf(name: string): readonly [number, number] {
  if (['logLoss', 'mae', 'mse', 'rmse', 'medianAbsoluteError'].includes(name)) return [0, Infinity];
  if (name === 'r2') return [-Infinity, 1];
  if (name === 'brier') return [0, 2];
  return ['mcc', 'kappa'].includes(name) ? [-1, 1] : [0, 1];
}
