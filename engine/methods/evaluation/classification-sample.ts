import { column, indicator } from '../../numerics/metrics/ranking.js';
import type { Figure, Unmeasured } from '../../plugins/figure.js';
import type { Units } from './units.js';
import { CLASSIFICATION_METRICS, type ClassificationMetric } from './metric-names.js';

export type ClassificationFigures = Record<ClassificationMetric, Figure | Unmeasured>;

/** The evidence, rows without a known truth taken out, in one form for both ways of treating it. */
export interface Sample {
  readonly units: Units;
  readonly truth: Int32Array;
  readonly predicted: Int32Array;
  readonly classes: number;
  /** −1 where the task has none. */
  readonly positive: number;
  readonly probabilities: Float64Array | undefined;
  /** Why metrics of probabilities cannot be had. */
  readonly withoutProbabilities: Unmeasured | undefined;
}

/** Same answer for every metric. */
export const allAbsent = (why: Unmeasured): ClassificationFigures =>
  Object.fromEntries(CLASSIFICATION_METRICS.map((name) => [name, why])) as ClassificationFigures;

/** Binary: probability of the positive class (else of the second), and whether it is. More classes: of the answer. */
export function calibrationPairs({
  truth,
  probabilities,
  classes,
  positive,
}: Pick<Sample, 'truth' | 'probabilities' | 'classes' | 'positive'>): {
  outcomes: Uint8Array;
  confidence: Float64Array;
} {
  if (classes === 2) {
    const c = positive < 0 ? 1 : positive;
    return { outcomes: indicator(truth, c), confidence: column(probabilities!, 2, c) };
  }
  const top = Int32Array.from(truth, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if (probabilities![row * classes + c]! > probabilities![row * classes + best]!) best = c;
    }
    return best;
  });
  return {
    outcomes: Uint8Array.from(truth, (c, row) => (c === top[row] ? 1 : 0)),
    confidence: Float64Array.from(top, (c, row) => probabilities![row * classes + c]!),
  };
}
