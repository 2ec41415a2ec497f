import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../numerics/generator.js';
import type { Column } from '../../subject/table.js';
import { foldsOf } from '../splits.js';
import { openAnswers } from './answers.js';
import { emptyFeeds, fillStep } from './batches.js';
import type { MlpLoss, MlpShape } from './layout.js';
import { stepRates } from './optimiser.js';
import { mlp } from '../kinds/mlp.js';
import { fillSettings } from '../settings.js';
import type { MlpSettings } from './settings.js';
import { trainMany } from './train-many.js';
import { openTraining } from './training-run.js';

const mlpSettings = (given: Readonly<Record<string, unknown>>): MlpSettings =>
  fillSettings('mlp', mlp.settings, given, 'classes') as unknown as MlpSettings;

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
  readonly scores: readonly {
    readonly file: string;
    readonly firstLine: number;
    readonly foldOf: readonly number[];
    readonly accuracy: readonly number[];
  }[];
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
    const rows = Float32Array.of(...expected.x, ...expected.x.map((value) => -value));
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
    const values = Float64Array.from(expected.x);
    const [given] = await answers.to(numbers, [y.length, 0], () => ({ rows: y.length, columns: shape.inputs, values }));
    await answers.close();
    expected.answers.forEach((value, index) => expect(Math.abs(given![index]! - value)).toBeLessThan(2e-5));
  });
});

describe('held-out accuracy within the corrected 95 % interval of scikit-learn’s', () => {
  test.each(reference.scores)('$file', async ({ file, firstLine, foldOf, accuracy }) => {
    const lines = read(`fixtures/data/${file}`).trim().split('\n').slice(firstLine);
    const table = lines.map((line) => line.split(',').map(Number));
    const width = table[0]!.length - 1;
    const features = Array.from({ length: width }, (_, column): Column => ({
      type: 'numeric',
      name: `x${column}`,
      roles: ['feature'],
      values: Float64Array.from(table, (row) => row[column]!),
    }));
    const codes = Int32Array.from(table, (row) => row[width]!);
    const classes = new Set(codes).size;
    const folds = foldsOf(Int32Array.from(foldOf));
    const data = { features, target: { kind: 'classes', codes, classes } } as const;
    const { answers, epochs } = await trainMany(mlpSettings({}), data, folds, {
      rng: (model) => createRng(`${file} ${model}`),
      pause: async () => {},
    });
    expect([...epochs]).toEqual(folds.map(() => 200));
    const ours = folds.map(({ test: rows }, fold) => {
      const right = [...rows].filter((row, place) => {
        const answer = answers[fold]!.subarray(place * classes, (place + 1) * classes);
        return answer.indexOf(Math.max(...answer)) === codes[row];
      });
      return right.length / rows.length;
    });
    // Nadeau & Bengio 2003: scale² = (1/J + n test/n train)·s².
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = mean(accuracy.map((value) => (value - mean(accuracy)) ** 2)) * (5 / 4);
    const scale = Math.sqrt((1 / 5 + 1 / 4) * spread);
    expect(Math.abs(mean(ours) - mean(accuracy))).toBeLessThan(2.776 * scale);
  });
});
