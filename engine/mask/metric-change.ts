import { PROCESSOR } from '../backends/device.js';
import type { MaskComparison } from '../document/types.generated.js';
import { EstimatorFault } from '../estimators/estimator-fault.js';
import { predictionsOf } from '../estimators/predictions.js';
import { estimatorOf } from '../estimators/registry.js';
import { LESS_IS_BETTER } from '../methods/evaluation/metric-names.js';
import { studentTQuantile } from '../numerics/distributions/student-t.js';
import { createRng } from '../numerics/generator.js';
import { correctedResampledT } from '../numerics/intervals.js';
import { foldsOfSubject } from '../plugins/evaluation/folds-of-subject.js';
import { valuesOf } from '../plugins/evaluation/held-out.js';
import type { TrainingRows } from '../plugins/evaluation/training-rows.js';
import { featuresIn } from '../subject/parts.js';
import type { EstimatorSpec } from '../subject/estimator-spec.js';
import { selectRows } from '../subject/table.js';
import type { Table } from '../subject/table.js';
import type { MetricChange } from './summary.js';

const BINS = 15;
const LEVEL = 0.95;

export interface Compared {
  readonly estimator: EstimatorSpec;
  /** The original rows with a known truth, and which of them are still there. */
  readonly original: TrainingRows;
  readonly masked: Table;
  readonly seed: string;
  readonly signal: AbortSignal;
}

/**
 * Cross-validation of the subject's estimator on the rows as they were and as they are, the same rows in the same folds:
 * what is held out is masked where what is learnt of is. The corrected resampled t of the paired differences (Nadeau &
 * Bengio 2003) says whether the metric is worse by more than the margin.
 */
export async function metricChange(
  { estimator: given, original, masked, seed, signal }: Compared,
  { metric: asked, margin = 0.02, folds = 5, repeats = 2 }: MaskComparison,
): Promise<MetricChange> {
  const { target } = original;
  const metric = asked ?? (target.kind === 'classes' ? 'accuracy' : 'r2');
  try {
    const split = { type: 'stratified-k-fold', folds, repeats, shuffle: true, testSize: 0.25, column: null } as const;
    const trainings = Array.from({ length: repeats }, (_, repeat) =>
      foldsOfSubject(original, split, createRng(`${seed}\nsplit ${repeat}`)),
    ).flat();
    const estimator = await estimatorOf(given, target.kind);
    const values: number[][] = [];
    for (const table of [original.table, masked]) {
      const { weights } = original;
      const answers = await predictionsOf(
        estimator,
        { features: featuresIn(table), target, ...(weights && { weights }) },
        trainings,
        {
          rng: (stream) => createRng(`${seed}\ntraining ${stream}`),
          pause: async () => signal.throwIfAborted(),
          progress: () => {},
          signal,
          device: PROCESSOR,
          trained: () => {},
        },
      );
      values.push(
        answers.map(
          (predictions, index) =>
            valuesOf({ rows: trainings[index]!.test, predictions }, original, BINS)[metric] ?? Number.NaN,
        ),
      );
    }
    const [before, after] = values as [number[], number[]];
    const sign = LESS_IS_BETTER.has(metric) ? -1 : 1;
    const gains = before.map((value, index) => sign * (after[index]! - value));
    if (!gains.every(Number.isFinite)) return { unmeasured: `${metric} has no value on some fold` };
    const sizes = (part: 'train' | 'test'): number => meanOf(trainings.map((fold) => fold[part].length));
    const { mean, scale, df } = correctedResampledT(gains, sizes('test'), sizes('train'));
    const half = studentTQuantile(LEVEL, df) * scale;
    return {
      metric,
      before: meanOf(before),
      after: meanOf(after),
      gain: mean,
      interval: [mean - half, mean + half],
      margin,
      verdict: mean - half > -margin ? 'not-worse' : mean + half < -margin ? 'worse' : 'undetermined',
      folds,
      repeats,
      rows: original.table.rowCount,
    };
  } catch (fault) {
    if (!(fault instanceof EstimatorFault)) throw fault;
    return { unmeasured: fault.message };
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** These rows of what is trained on. */
export function rowsOf(rows: TrainingRows, chosen: Int32Array): TrainingRows {
  const { target, groups, weights } = rows;
  return {
    ...rows,
    table: selectRows(rows.table, chosen),
    target:
      target.kind === 'classes'
        ? { ...target, codes: chosen.map((row) => target.codes[row]!) }
        : { ...target, values: Float64Array.from(chosen, (row) => target.values[row]!) },
    ...(groups && { groups: chosen.map((row) => groups[row]!) }),
    ...(weights && { weights: Float64Array.from(chosen, (row) => weights[row]!) }),
  };
}
