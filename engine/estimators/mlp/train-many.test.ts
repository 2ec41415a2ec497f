import { describe, expect, test } from 'vitest';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { createRng } from '../../numerics/generator.js';
import type { Column } from '../../subject/table.js';
import { EstimatorFault } from '../estimator-fault.js';
import { foldsOf, stratifiedKFold } from '../splits.js';
import type { Fold } from '../splits.js';
import { bytesOfModel } from './memory.js';
import { mlp } from '../kinds/mlp.js';
import { fillSettings } from '../settings.js';
import type { MlpSettings } from './settings.js';
import { trainMany } from './train-many.js';
import type { MlpData, TrainManyOptions } from './train-many.js';

const mlpSettings = (given: Readonly<Record<string, unknown>>): MlpSettings =>
  fillSettings('mlp', mlp.settings, given, 'classes') as unknown as MlpSettings;

const whole = breastCancer();
if (whole.target?.kind !== 'classes') throw new Error('breast cancer has classes');
const { codes } = whole.target;
const cancer: MlpData = { features: whole.table.columns, target: { kind: 'classes', codes, classes: 2 } };
const folds = foldsOf(stratifiedKFold(codes, 5));
const options: TrainManyOptions = { rng: (model) => createRng(`model ${model}`), pause: async () => {} };
const short = mlpSettings({ hidden: [20], epochs: 12 });

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);

const accuracy = (answers: readonly Float64Array[], of: readonly Fold[] = folds): number => {
  const right = of.flatMap(({ test: rows }, fold) =>
    [...rows].map((row, place) => Number(answers[fold]![2 * place + codes[row]!]! > 0.5)),
  );
  return right.reduce((sum, value) => sum + value, 0) / right.length;
};

describe('many models at once', () => {
  test('same seed same bytes; another seed another model', async () => {
    const [one, same] = [
      await trainMany(short, cancer, folds, options),
      await trainMany(short, cancer, folds, options),
    ];
    expect(same).toEqual(one);
    const other = await trainMany(short, cancer, folds, { ...options, rng: (model) => createRng(`other ${model}`) });
    expect(distance(one.answers[0]!, other.answers[0]!)).toBeGreaterThan(1e-3);
  });

  test.each([{}, { dropout: 0.3 }, { earlyStopping: true }, { solver: 'sgd', activation: 'tanh' }])(
    'a model is the same alone, among others, and in several rounds: %j',
    async (given) => {
      const settings = mlpSettings({ hidden: [20], epochs: 12, ...given });
      const all = await trainMany(settings, cancer, folds, options);
      const each = bytesOfModel({ inputs: 30, hidden: [20], outputs: 1 }, 456, 200);
      const rounds = await trainMany(settings, cancer, folds, { ...options, memory: 2.5 * each });
      expect([all.atOnce, rounds.atOnce]).toEqual([5, 2]);
      for (const [index, fold] of folds.entries()) {
        const alone = await trainMany(settings, cancer, [fold], { ...options, rng: () => options.rng(index) });
        expect(distance(alone.answers[0]!, all.answers[index]!)).toBeLessThan(1e-4);
        expect(distance(rounds.answers[index]!, all.answers[index]!)).toBeLessThan(1e-4);
        expect(alone.epochs[0]).toBe(all.epochs[index]);
      }
    },
  );

  test('the same with one thread and with two', async () => {
    const long = mlpSettings({});
    const one = await trainMany(long, cancer, folds, options);
    expect(await trainMany(long, cancer, folds, { ...options, threads: 2 })).toEqual(one);
    expect(accuracy(one.answers)).toBeGreaterThan(0.95);
  });

  test('folds of unequal sizes, batches and classes beside each other', async () => {
    const rows = Int32Array.from(codes, (_, row) => row);
    const some = (count: number): Fold => ({ train: rows.slice(0, count), test: rows.slice(500) });
    const uneven = [some(500), some(30), some(401), some(399)];
    const { answers, atOnce } = await trainMany(short, cancer, uneven, options);
    expect(atOnce).toBe(2);
    for (const [index, fold] of uneven.entries()) {
      const alone = await trainMany(short, cancer, [fold], { ...options, rng: () => options.rng(index) });
      expect(distance(alone.answers[0]!, answers[index]!)).toBeLessThan(1e-4);
    }
  });

  test.each([
    { given: { dropout: 0.2, epochs: 40, hidden: [50] }, least: 0.95 },
    { given: { earlyStopping: true, learningRate: 0.01 }, least: 0.95 },
    { given: { hidden: [], epochs: 100, learningRate: 0.01 }, least: 0.95 },
    { given: { hidden: [20, 10], activation: 'tanh', solver: 'sgd', learningRate: 0.05, epochs: 40 }, least: 0.95 },
  ])('learns with $given', async ({ given, least }) => {
    const { answers, epochs } = await trainMany(mlpSettings(given), cancer, folds, options);
    expect(accuracy(answers)).toBeGreaterThan(least);
    if (given.earlyStopping === true) expect(Math.max(...epochs)).toBeLessThan(200);
  });

  test('weights: rows of weight 0 teach nothing', async () => {
    const doubted = codes.map((code, row) => (row % 3 === 0 ? 1 - code : code));
    const weights = Float64Array.from(codes, (_, row) => (row % 3 === 0 ? 0 : 2));
    const data: MlpData = { ...cancer, target: { kind: 'classes', codes: doubted, classes: 2 }, weights };
    const { answers } = await trainMany(mlpSettings({ epochs: 60 }), data, folds, options);
    expect(accuracy(answers)).toBeGreaterThan(0.95);
  });

  test('numbers are answered in their own unit', async () => {
    const rng = createRng('line');
    const x = Float64Array.from({ length: 200 }, () => rng.normal());
    const features: Column[] = [{ type: 'numeric', name: 'x', roles: ['feature'], values: x }];
    const values = x.map((value) => 1e6 + 1e4 * value);
    const fold = foldsOf(Int32Array.from(x, (_, row) => row % 4))[0]!;
    const settings = mlpSettings({ learningRate: 0.01 });
    const { answers } = await trainMany(settings, { features, target: { kind: 'numbers', values } }, [fold], options);
    const error = answers[0]!.map((answer, place) => Math.abs(answer - values[fold.test[place]!]!));
    expect(error.reduce((sum, value) => sum + value, 0) / error.length).toBeLessThan(1000);
  });

  test('a class that a fold has not seen has a probability of 0, the others sum to 1', async () => {
    const three = codes.map((code, row) => (row < 60 ? 2 : code));
    const data: MlpData = { ...cancer, target: { kind: 'classes', codes: three, classes: 4 } };
    const rows = Int32Array.from(codes, (_, row) => row);
    const of = [
      { train: rows.slice(60, 300), test: rows.slice(300) },
      { train: rows.slice(0, 300), test: rows.slice(300) },
    ];
    const { answers } = await trainMany(short, data, of, options);
    answers.forEach((answer, index) => {
      const [a, b, c, d] = answer;
      expect(c! > 0).toBe(index === 1);
      expect(d).toBe(0);
      expect(a! + b! + c!).toBeCloseTo(1, 6);
    });
  });

  test('pause may stop it', async () => {
    let paused = 0;
    const pause = async (): Promise<void> => {
      if (++paused === 2) throw new Error('stopped');
    };
    await expect(trainMany(mlpSettings({}), cancer, folds, { ...options, pause })).rejects.toThrow('stopped');
    paused = 0;
    const threads = { ...options, pause, threads: 2 };
    await expect(trainMany(mlpSettings({}), cancer, folds, threads)).rejects.toThrow('stopped');
  });
});

describe('bad input', () => {
  const column = (values: readonly number[]): Column => ({
    type: 'numeric',
    name: 'x',
    roles: ['feature'],
    values: Float64Array.from(values),
  });
  const classes = (values: readonly number[], of: readonly number[]): MlpData => ({
    features: [column(values)],
    target: { kind: 'classes', codes: Int32Array.from(of), classes: 2 },
  });
  const numbers = (values: readonly number[]): MlpData => ({
    features: [column([1, 2, 3, 4])],
    target: { kind: 'numbers', values: Float64Array.from(values) },
  });
  const fold = (train: readonly number[], testRows: readonly number[] = [3]): Fold => ({
    train: Int32Array.from(train),
    test: Int32Array.from(testRows),
  });
  const cause = (data: MlpData, of: Fold, given = {}, more: Partial<TrainManyOptions> = {}): Promise<unknown> =>
    trainMany(mlpSettings({ epochs: 3, hidden: [4], ...given }), data, [of], { ...options, ...more }).catch(
      (fault: unknown) => (fault instanceof EstimatorFault ? fault.unmeasured : fault),
    );

  test.each([
    { what: 'one class in a fold', data: classes([1, 2, 3, 4], [0, 0, 0, 1]), of: fold([0, 1, 2]), expected: 'out-of-domain' },
    { what: 'no training row', data: classes([1, 2, 3, 4], [0, 1, 0, 1]), of: fold([]), expected: 'out-of-domain' },
    { what: 'an infinite number', data: classes([1, Infinity, 3, 4], [0, 1, 0, 1]), of: fold([0, 1]), expected: 'out-of-domain' },
    { what: 'a target without number', data: numbers([1, NaN, 3, 4]), of: fold([0, 1, 2]), expected: 'out-of-domain' },
    { what: 'no weight', data: { ...numbers([1, 2, 3, 4]), weights: new Float64Array(4) }, of: fold([0, 1]), expected: 'out-of-domain' },
    { what: 'too few to hold out', data: classes([1, 2, 3, 4], [0, 1, 0, 1]), of: fold([0, 1]), given: { earlyStopping: true }, expected: 'out-of-domain' },
    { what: 'too little memory', data: classes([1, 2, 3, 4], [0, 1, 0, 1]), of: fold([0, 1]), more: { memory: 100 }, expected: 'unsupported' },
  ])('$what: $expected', async ({ data, of, given, more, expected }) => {
    expect(await cause(data, of, given, more)).toBe(expected);
  }); // prettier-ignore

  test('weights that grow without end are a fault', async () => {
    const values = Array.from({ length: 40 }, (_, row) => row);
    const data: MlpData = {
      features: [column(values)],
      target: { kind: 'numbers', values: Float64Array.from(values) },
    };
    const given = { solver: 'sgd', learningRate: 1, momentum: 0.99, epochs: 500, hidden: [50, 50] };
    expect(await cause(data, fold(values, [0]), given)).toBe('failed');
    const twice = Array.from({ length: 6 }, () => fold(values, [0]));
    const fault = await trainMany(mlpSettings({ ...given, epochs: 5000 }), data, twice, {
      ...options,
      threads: 2,
    }).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(EstimatorFault);
    expect(fault).toMatchObject({ unmeasured: 'failed' });
  });

  test.each([
    { what: 'gaps', values: [NaN, 1, 2, NaN, 3, 4] },
    { what: 'a constant column', values: [5, 5, 5, 5, 5, 5] },
    { what: 'an empty column', values: [NaN, NaN, NaN, NaN, NaN, NaN] },
  ])('$what: probabilities all the same', async ({ values }) => {
    const data = classes(values, [0, 1, 0, 1, 0, 1]);
    const { answers } = await trainMany(short, data, [fold([0, 1, 2, 3], [4, 5])], options);
    expect(answers[0]!.every((value) => value > 0 && value < 1)).toBe(true);
    expect(answers[0]![0]! + answers[0]![1]!).toBeCloseTo(1, 6);
  });

  test('no fold, no test row: no answer', async () => {
    expect((await trainMany(short, cancer, [], options)).answers).toEqual([]);
    const { answers } = await trainMany(short, cancer, [{ ...folds[0]!, test: new Int32Array(0) }], options);
    expect(answers).toEqual([new Float64Array(0)]);
  });

  test('a GPU asked for is a GPU or a fault, never the processor', async () => {
    const few = mlpSettings({ hidden: [5], epochs: 2 });
    const { answers } = await trainMany(few, cancer, folds.slice(0, 2), options);
    const onGpu = await trainMany(few, cancer, folds.slice(0, 2), { ...options, device: 'gpu' }).catch(
      (fault: unknown) => fault as Error,
    );
    if (onGpu instanceof Error) return expect(onGpu).toMatchObject({ unmeasured: 'failed' });
    expect(onGpu.backend).toBe('onnxruntime/webgpu');
    onGpu.answers.forEach((answer, fold) => expect(distance(answer, answers[fold]!)).toBeLessThan(1e-5));
  });

  test.each([
    { hidden: 100 }, { hidden: [0] }, { hidden: [1.5] }, { activation: 'logistic' }, { solver: 'lbfgs' }, { epochs: 0 },
    { batch: -1 }, { learningRate: 0 }, { learningRate: '0.1' }, { l2: -1 }, { dropout: 1 }, { momentum: NaN },
    { earlyStopping: 'yes' }, { layers: 3 },
  ])('settings %j: unsupported', (given) => {
    expect(() => mlpSettings(given)).toThrow(EstimatorFault);
  }); // prettier-ignore
});
