import type { Column } from '../../subject/table.js';
import { fitEncoder } from '../design-matrix.js';
import type { Estimator, TrainingContext, TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { isLeaveOneOut } from '../single-splits.js';
import type { Fold } from '../splits.js';
import { fitLinear, predictLinear } from './linear-model.js';

export interface LinearSettings {
  /** 0 for least squares. */
  readonly alpha: number;
  readonly standardise: boolean;
}

/** A row whose leverage is nearer to 1 decides its own prediction: what the others say of it takes a fit of its own. */
const OWN_FIT = 1e-6;

/**
 * Linear regressions by fold. Leave-one-out is exact from one fit, by the hat matrix, where the columns do not depend
 * on the row that is left out: without gaps and, for a penalised model, without standardising.
 */
export const linearEstimator = (settings: LinearSettings): Estimator => ({
  async answers(data, folds, context) {
    const { values } = numbersOf(data);
    const known = isLeaveOneOut(folds, values.length) ? leftOut(data, settings) : undefined;
    const answers: Float64Array[] = [];
    for (const fold of folds) {
      const answer = known?.[fold.test[0]!];
      answers.push(
        answer === undefined || Number.isNaN(answer)
          ? await answerOf(data, fold, settings, context)
          : Float64Array.of(answer),
      );
      context.progress?.(answers.length, folds.length);
    }
    return answers;
  },
});

const numbersOf = ({ target }: TrainingData): { readonly values: Float64Array } => {
  if (target.kind === 'numbers') return target;
  throw new EstimatorFault('unsupported', 'a linear regression answers numbers');
};

async function answerOf(
  data: TrainingData,
  { train, test }: Fold,
  { alpha, standardise }: LinearSettings,
  { pause }: TrainingContext,
): Promise<Float64Array> {
  await pause();
  const { values } = numbersOf(data);
  const { features, weights } = data;
  const encoder = fitEncoder(features, train, standardise);
  const model = fitLinear(
    encoder.encode(train),
    Float64Array.from(train, (row) => values[row]!),
    alpha,
    weights && Float64Array.from(train, (row) => weights[row]!),
  );
  return predictLinear(model, encoder.encode(test));
}

/** ŷ₍ᵢ₎ = yᵢ − eᵢ/(1 − hᵢ) (Cook & Weisberg, Residuals and Influence, 1982, §2.2); NaN where it takes a fit. */
function leftOut(data: TrainingData, { alpha, standardise }: LinearSettings): Float64Array | undefined {
  const { features, weights } = data;
  if (features.some(hasGaps) || (alpha > 0 && standardise)) return undefined;
  const { values } = numbersOf(data);
  const all = Int32Array.from(values, (_, row) => row);
  const x = fitEncoder(features, all, standardise).encode(all);
  const model = fitLinear(x, values, alpha, weights);
  return predictLinear(model, x).map((answer, row) => {
    const others = 1 - model.leverages[row]!;
    return others < OWN_FIT ? Number.NaN : values[row]! - (values[row]! - answer) / others;
  });
}

const hasGaps = (column: Column): boolean =>
  column.type === 'numeric' ? column.values.some(Number.isNaN) : column.codes.includes(-1);
