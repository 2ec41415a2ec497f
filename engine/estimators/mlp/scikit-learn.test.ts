import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adult, digits, germanCredit, numericClasses } from '../../../tests/fixtures/data-sets.js';
import type { DataSet } from '../../../tests/fixtures/data-sets.js';
import { withOnes } from '../../../tests/fixtures/with-ones.js';
import { foldMetrics, pairedDifference } from '../../../tests/fixtures/fold-metrics.js';
import { createRng } from '../../numerics/generator.js';
import { estimatorOf } from '../registry.js';
import { foldsOf, stratifiedKFold } from '../splits.js';
import { openAnswers } from './answers.js';
import { emptyFeeds, fillStep } from './batches.js';
import type { MlpLoss, MlpShape } from './layout.js';
import { stepRates } from './optimiser.js';
import { openTraining } from './training-run.js';

/** Written by tests/reference/mlp.py; the program and its version are in the file. */
interface Reference {
  readonly trajectories: readonly {
    readonly loss: MlpLoss;
    readonly activation: 'relu' | 'tanh';
    readonly solver: 'adam' | 'sgd';
    readonly hidden: readonly number[];
    readonly l2: number;
    readonly momentum: number;
    readonly learningRate: number;
    readonly epochs: number;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly initial: readonly number[];
    readonly trained: readonly number[];
    readonly answers: readonly number[];
  }[];
  readonly scores: Readonly<
    Record<
      string,
      { readonly epochs: number; readonly accuracy: readonly number[]; readonly logLoss: readonly number[] }
    >
  >;
}

const read = (path: string): string => readFileSync(new URL(`../../../tests/${path}`, import.meta.url), 'utf8');
const reference = JSON.parse(read('reference/mlp.json')) as Reference;

describe('30 epochs of one batch from given weights end where scikit-learn ends', () => {
  test.each(reference.trajectories)('$loss $activation $solver $hidden', async (expected) => {
    const { loss, activation, solver, hidden, l2, momentum, learningRate, epochs, y } = expected;
    const outputs = loss === 'multinomial' ? 3 : 1;
    const models = 2;
    const shape: MlpShape = { models, inputs: expected.x.length / y.length, hidden, outputs, activation, loss };
    const one = y.flatMap((value) => (loss === 'multinomial' ? [0, 1, 2].map((k) => Number(k === value)) : [value]));
    // Twice the same model, so that a mix-up of rows between models would show.
    const rows = withOnes([...expected.x, ...expected.x.map((value) => -value)], shape.inputs);
    const plan = { shape, solver, momentum, dropout: false, rows, truth: Float32Array.of(...one, ...one) };
    const initial = Float32Array.of(...expected.initial, ...expected.initial);
    const training = await openTraining(plan, initial, {}, {});
    const feeds = emptyFeeds(epochs, models, y.length);
    for (let model = 0; model < models; model++) {
      const rates = stepRates(solver, learningRate);
      const order = Int32Array.from(y, (_, row) => row);
      const trainee = { offset: model * y.length };
      for (let epoch = 0; epoch < epochs; epoch++) {
        fillStep(feeds, epoch, models, model, trainee, order, { l2, rate: rates.next().value });
      }
    }
    await training.take(feeds);
    const numbers = training.numbers();
    await training.close();
    expected.trained.forEach((value, index) => expect(Math.abs(numbers[index]! - value)).toBeLessThan(2e-5));
    const answers = await openAnswers(shape, {});
    const [given] = await answers.to(numbers, [withOnes(expected.x, shape.inputs), new Float32Array(0)]);
    await answers.close();
    expected.answers.forEach((value, index) => expect(Math.abs(given![index]! - value)).toBeLessThan(2e-5));
  });
});

const SETS: Readonly<Record<string, () => DataSet>> = {
  breast_cancer: () => numericClasses('breast_cancer.csv'),
  wine: () => numericClasses('wine.csv'),
  digits,
  german_credit: germanCredit,
  adult: () => adult(11),
};

describe('held-out metrics by fold within the corrected 95 % interval of scikit-learn’s', () => {
  test.each(Object.entries(reference.scores))('%s', async (name, { epochs, ...scores }) => {
    const data = SETS[name]!();
    if (data.target.kind !== 'classes') throw new Error(`${name} has classes`);
    const folds = foldsOf(stratifiedKFold(data.target.codes, 5));
    const estimator = await estimatorOf({ type: 'mlp', with: { epochs } }, 'classes');
    const rng = (stream: string) => createRng(`${name} ${stream}`);
    const answers = await estimator.answers(data, folds, { rng, pause: async () => {}, workers: 1 });
    const ours = folds.map((fold, index) => foldMetrics(data, fold, answers[index]!));
    for (const metric of ['accuracy', 'logLoss'] as const) {
      const values = ours.map((metrics) => metrics[metric]!);
      const { mean, arm } = pairedDifference(values, scores[metric]);
      expect(mean, `${metric}: ${values.join(' ')} and ${scores[metric].join(' ')}`).toBeLessThanOrEqual(arm);
      // The interval alone would pass networks whose folds scatter.
      expect(mean).toBeLessThan(metric === 'accuracy' ? 0.02 : 0.1);
    }
  });
});
