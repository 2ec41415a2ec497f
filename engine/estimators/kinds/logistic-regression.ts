import { identity } from '../../numerics/permutation.js';
import { fitEncoder } from '../design-matrix.js';
import { defineEstimator } from '../estimator.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { leaveOneOutAnswers } from '../logistic/leave-one-out.js';
import { nearbyStart } from '../logistic/nearby-start.js';
import type { FittedFold } from '../logistic/nearby-start.js';
import { fitLogisticRegression, predictLogisticRegression } from '../logistic/logistic-regression.js';
import { presentClasses, spreadClasses } from '../present-classes.js';
import { isLeaveOneOut } from '../single-splits.js';
import type { Fold } from '../splits.js';

interface Settings {
  readonly C: number;
  readonly standardise: boolean;
}

export const logisticRegression = defineEstimator<Settings>({
  type: 'logistic-regression',
  title: { en: 'Logistic regression with an L2 penalty', zh: 'L2 正则化逻辑回归' },
  targets: ['classes'],
  settings: {
    C: {
      schema: { type: 'number', exclusiveMinimum: 0 },
      default: 1,
      description: 'Inverse of the penalty, as scikit-learn has it.',
    },
    standardise: {
      schema: { type: 'boolean' },
      default: true,
      description: 'Centre numeric columns and scale them to unit deviation, by the training rows of each fold.',
    },
  },
  create: (settings) => ({
    async answers(data, folds, context) {
      const together = await leftOut(data, folds, settings, context);
      const answers: Float64Array[] = [];
      let last: FittedFold | undefined;
      for (const fold of folds) {
        const known = together?.(fold.test[0]!);
        if (known === undefined) {
          const fitted = await fitFold(data, fold, settings, context, last);
          answers.push(fitted.answers);
          last = fitted;
        } else answers.push(known);
        context.progress?.(answers.length, folds.length);
      }
      return answers;
    },
  }),
});

/** Of leave-one-out the answers that all fits gave together, by row; else, and for rows without one, `undefined`. */
async function leftOut(
  { features, target, weights }: TrainingData,
  folds: readonly Fold[],
  settings: Settings,
  { pause }: TrainingContext,
): Promise<((row: number) => Float64Array | undefined) | undefined> {
  if (target.kind !== 'classes' || !isLeaveOneOut(folds, target.codes.length)) return undefined;
  const present = presentClasses(target.codes, identity(target.codes.length));
  const classes = present.classes.length;
  const all = await leaveOneOutAnswers(features, present.codes, classes, settings, pause, weights);
  return (row) => {
    const own = all?.subarray(row * classes, (row + 1) * classes);
    if (own === undefined || own.some(Number.isNaN)) return undefined;
    return spreadClasses(own, 1, present.classes, target.classes.length);
  };
}

/** Begins where the fold before it ended: folds share most of their rows. */
async function fitFold(
  { features, target, weights }: TrainingData,
  fold: Fold,
  { C, standardise }: Settings,
  { pause }: TrainingContext,
  last: FittedFold | undefined,
): Promise<FittedFold & { readonly answers: Float64Array }> {
  if (target.kind !== 'classes') throw new EstimatorFault('unsupported', 'logistic-regression answers classes');
  const { train, test } = fold;
  const present = presentClasses(target.codes, train);
  const encoder = fitEncoder(features, train, standardise);
  const model = await fitLogisticRegression(
    encoder.encode(train),
    present.codes,
    present.classes.length,
    { C },
    pause,
    weights && Float64Array.from(train, (row) => weights[row]!),
    last && nearbyStart(last, encoder.sources, present.classes),
  );
  const answers = predictLogisticRegression(model, encoder.encode(test));
  return {
    sources: encoder.sources,
    classes: present.classes,
    coefficients: model.coefficients,
    answers: spreadClasses(answers, test.length, present.classes, target.classes.length),
  };
}
