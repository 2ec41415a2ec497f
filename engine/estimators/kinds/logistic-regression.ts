import { fitEncoder } from '../design-matrix.js';
import { defineEstimator } from '../estimator.js';
import type { TrainingContext, TrainingData } from '../estimator.js';
import { EstimatorFault } from '../estimator-fault.js';
import { fitLogisticRegression, predictLogisticRegression } from '../logistic-regression.js';
import { presentClasses, spreadClasses } from '../present-classes.js';
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
      const answers: Float64Array[] = [];
      for (const fold of folds) {
        answers.push(await probabilities(data, fold, settings, context));
        context.progress?.(answers.length, folds.length);
      }
      return answers;
    },
  }),
});

async function probabilities(
  { features, target, weights }: TrainingData,
  fold: Fold,
  { C, standardise }: Settings,
  { pause }: TrainingContext,
): Promise<Float64Array> {
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
  );
  const answers = predictLogisticRegression(model, encoder.encode(test));
  return spreadClasses(answers, test.length, present.classes, target.classes.length);
}
