import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../tests/seed.js';
import { breastCancer } from '../../../tests/fixtures/breast-cancer.js';
import { withOnes } from '../../../tests/fixtures/with-ones.js';
import { referenceGradient } from '../../../tests/fixtures/mlp-reference.js';
import { openSession } from '../../backends/onnxruntime.js';
import type { Feed } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import { mlp } from '../kinds/mlp.js';
import { fillSettings } from '../settings.js';
import { foldsOf, stratifiedKFold } from '../splits.js';
import { sampledBatches } from './batches.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpLoss, MlpShape } from './layout.js';
import { privacyAccount } from './privacy.js';
import type { Privacy } from './privacy.js';
import type { MlpSettings } from './settings.js';
import { trainGroup } from './train-group.js';
import { trainMany } from './train-many.js';
import type { MlpData, TrainManyOptions } from './train-many.js';
import { stepModel } from './training-graph.js';

const settingsOf = (given: Readonly<Record<string, unknown>>): MlpSettings =>
  fillSettings('mlp', mlp.settings, given, 'classes') as unknown as MlpSettings;

const MODELS = 3;
const ROWS = 7;
const INPUTS = 4;
const BATCH = 5;
/** Rows of each model in the batch; the rest is padding. */
const COUNTS = [5, 3, 0];
const RULE = { rate: 1, decay: 0.1, expected: 3.5 };

interface Case {
  readonly loss: MlpLoss;
  readonly activation: 'relu' | 'tanh';
  readonly hidden: readonly number[];
  readonly dropout: boolean;
}

function problem({ loss, activation, hidden, dropout }: Case) {
  const rng = createRng(`private ${loss} ${activation} ${hidden.join()} ${dropout}`);
  const floats = (count: number, draw: () => number): Float32Array => Float32Array.from({ length: count }, draw);
  const outputs = loss === 'multinomial' ? 3 : 1;
  const shape: MlpShape = { models: MODELS, inputs: INPUTS, hidden, outputs, activation, loss };
  const width = parametersOf(layersOf(shape));
  const truth = new Float32Array(MODELS * ROWS * outputs);
  for (let row = 0; row < MODELS * ROWS; row++) {
    if (loss === 'multinomial') truth[row * outputs + rng.integer(3)] = 1;
    else truth[row] = loss === 'binary' ? rng.integer(2) : rng.normal();
  }
  const isRow = (place: number): boolean => place % BATCH < COUNTS[Math.floor(place / BATCH)]!;
  return {
    shape,
    width,
    dropout,
    rows: floats(MODELS * ROWS * INPUTS, () => rng.normal()),
    truth,
    numbers: floats(MODELS * width, () => rng.normal() / 2),
    picked: Int32Array.from({ length: MODELS * BATCH }, (_, place) => {
      const offset = Math.floor(place / BATCH) * ROWS;
      return isRow(place) ? offset + rng.integer(ROWS) : offset;
    }),
    share: floats(MODELS * BATCH, () => 0).map((_, place) => (isRow(place) ? 1 / RULE.expected : 0)),
    noise: floats(MODELS * width, () => rng.normal()),
    masks: hidden.map((units) => floats(MODELS * BATCH * units, () => (rng.next() < 0.4 ? 0 : 1 / 0.6))),
  };
}

type Problem = ReturnType<typeof problem>;

/** Without momentum the velocity after a step at a rate of 1 is the gradient's opposite. */
async function gradientOf(given: Problem, clip: number | undefined, noise = given.noise, share = given.share) {
  const { shape, width, dropout, rows, truth } = given;
  const plan = {
    shape,
    solver: 'sgd',
    momentum: 0,
    dropout,
    rows: withOnes(rows, INPUTS),
    truth,
    ...(clip !== undefined && { clip }),
  } as const;
  const session = await openSession(stepModel(plan));
  const feeds: Record<string, Feed> = {
    numbers: { type: 'float32', data: given.numbers, dims: [MODELS, width] },
    velocity: { type: 'float32', data: new Float32Array(MODELS * width), dims: [MODELS, width] },
    picked: { type: 'int32', data: given.picked, dims: [MODELS, BATCH] },
    share: { type: 'float32', data: share, dims: [MODELS, BATCH, 1] },
    decay: { type: 'float32', data: new Float32Array(MODELS).fill(RULE.decay), dims: [MODELS, 1] },
    rate: { type: 'float32', data: new Float32Array(MODELS).fill(RULE.rate), dims: [MODELS, 1] },
    ...(clip !== undefined && { noise: { type: 'float32', data: noise, dims: [MODELS, width] } }),
  };
  if (dropout) {
    given.masks.forEach((data, layer) => {
      feeds[`mask${layer}`] = { type: 'float32', data, dims: [MODELS, BATCH, shape.hidden[layer]!] };
    });
  }
  const next = await session.run(feeds, ['next-velocity']);
  await session.close();
  return (next['next-velocity']!.data as Float32Array).map((value) => -value);
}

/** Of one row alone, by finite differences. */
function rowGradient({ shape, width, rows, truth, numbers, picked, masks, dropout }: Problem, place: number) {
  const model = Math.floor(place / BATCH);
  const cut = (values: Float32Array, at: number, size: number): number[] => [
    ...values.subarray(at * size, (at + 1) * size),
  ];
  return referenceGradient(shape, numbers.subarray(model * width, (model + 1) * width), {
    rows: [cut(rows, picked[place]!, INPUTS)],
    truth: [cut(truth, picked[place]!, shape.outputs)],
    share: [1],
    decay: 0,
    ...(dropout && { masks: masks.map((mask, layer) => [cut(mask, place, shape.hidden[layer]!)]) }),
  });
}

const normOf = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value * value, 0));

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);

const CASES: readonly Case[] = (['binary', 'multinomial', 'regression'] as const).flatMap((loss) =>
  (['relu', 'tanh'] as const).flatMap((activation) =>
    [[], [6], [5, 4]].map((hidden) => ({ loss, activation, hidden, dropout: loss === 'binary' && hidden.length > 0 })),
  ),
);

describe('the private gradient of the generated graph', () => {
  test.each(CASES)('is a plain loop’s over clipped rows, and noise: $loss $activation $hidden', async (given) => {
    const one = problem(given);
    const places = Array.from(one.picked.keys()).filter((place) => one.share[place]! > 0);
    const gradients = places.map((place) => rowGradient(one, place));
    const norms = gradients.map(normOf).sort((a, b) => a - b);
    // Some rows are clipped, some are not.
    const clip = (norms[3]! + norms[4]!) / 2;
    const expected = Float64Array.from(one.noise);
    places.forEach((place, index) => {
      const factor = Math.min(1, clip / normOf(gradients[index]!)) / RULE.expected;
      const at = Math.floor(place / BATCH) * one.width;
      gradients[index]!.forEach((slope, number) => (expected[at + number]! += factor * slope));
    });
    for (let model = 0; model < MODELS; model++) {
      for (const { from, to, weights } of layersOf(one.shape)) {
        for (let place = 0; place < from * to; place++) {
          const at = model * one.width + weights + place;
          expected[at]! += RULE.decay * one.numbers[at]!;
        }
      }
    }
    expect(farthest(await gradientOf(one, clip), expected)).toBeLessThan(5e-6);
  });

  test.each(CASES)(
    'without noise and with room enough it is the plain one: $loss $activation $hidden',
    async (given) => {
      const one = problem(given);
      const none = new Float32Array(one.noise.length);
      expect(farthest(await gradientOf(one, 1e6, none), await gradientOf(one, undefined))).toBeLessThan(1e-6);
    },
  );

  test('one row more or less moves the sum by the clip at most', async () => {
    const one = problem(CASES[4]!);
    const all = await gradientOf(one, 0.3);
    for (const place of one.picked.keys()) {
      const share = one.share.map((value, at) => (at === place ? 0 : value));
      const moved = normOf((await gradientOf(one, 0.3, one.noise, share)).map((value, at) => value - all[at]!));
      expect(moved).toBeLessThanOrEqual((0.3 / RULE.expected) * (1 + 1e-5));
    }
  });
});

describe('Poisson sampling', () => {
  test('a row is drawn with the rate’s probability, whatever the others do', () => {
    const [rows, rate, steps] = [40, 0.15, 40_000];
    const batches = sampledBatches(rows, rate, createRng('poisson'));
    const drawn = new Float64Array(rows);
    const pairs = new Float64Array(rows);
    let squares = 0;
    let sizes = 0;
    let again = 0;
    let before = new Set<number>();
    for (let step = 0; step < steps; step++) {
      const batch = batches.next().value;
      const now = new Set(batch);
      expect(now.size).toBe(batch.length);
      sizes += batch.length;
      squares += (batch.length - rows * rate) ** 2;
      for (const row of now) {
        drawn[row]!++;
        if (now.has((row + 1) % rows)) pairs[row]!++;
        if (before.has(row)) again++;
      }
      before = now;
    }
    // Each within five standard errors of the binomial.
    const near = (count: number, p: number, n: number): void =>
      expect(Math.abs(count - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)));
    near(sizes, rate, rows * steps);
    for (const count of drawn) near(count, rate, steps);
    for (const count of pairs) near(count, rate * rate, steps);
    near(again, rate * rate, rows * (steps - 1));
    const variance = rows * rate * (1 - rate);
    expect(Math.abs(squares / steps / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / steps));
  });

  test('any rate and any number of rows: ascending rows that exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 1e-9, max: 1, noNaN: true }), fc.nat(), (rows, rate, seed) => {
        const batch = [...sampledBatches(rows, rate, createRng(`${seed}`)).next().value];
        expect(batch).toEqual([...new Set(batch)].sort((a, b) => a - b));
        expect(batch.every((row) => row >= 0 && row < rows)).toBe(true);
        if (rate === 1) expect(batch.length).toBe(rows);
      }),
    ); // prettier-ignore
  });
});

test('noise has its deviation in every number, none in padding, and a stream of its own in every model', async () => {
  const [rows, columns] = [8, [30, 20]];
  const shape: MlpShape = { models: 2, inputs: 30, hidden: [60, 40], outputs: 1, activation: 'tanh', loss: 'binary' };
  const padded = Float32Array.from({ length: 2 * rows * 30 }, (_, at) =>
    Number(at % 30 < columns[Math.floor(at / 30 / rows)]!),
  );
  const group = {
    shape,
    rows: withOnes(padded, 30),
    truth: Float32Array.from({ length: 2 * rows }, (_, row) => row % 2),
    members: columns.map((count, model) => ({ rows, columns: count, seed: `model ${model}` })),
  };
  const numbers = async (noiseMultiplier: number): Promise<Float32Array> => {
    const privacy = { clip: 3, noiseMultiplier, sampleRate: 1 };
    const settings = settingsOf({ solver: 'sgd', momentum: 0, learningRate: 1, epochs: 1, privacy });
    return (await trainGroup({ settings, ...group }, {}, async () => {})).numbers;
  };
  const [still, moved] = [await numbers(0), await numbers(2)];
  const noise = still.map((value, index) => value - moved[index]!);
  const width = parametersOf(layersOf(shape));
  const padding = noise.subarray(width + 20 * 60, width + 30 * 60);
  expect(padding.every((value) => value === 0)).toBe(true);
  const drawn = [
    noise.subarray(0, width),
    Float32Array.of(...noise.subarray(width, width + 20 * 60), ...noise.subarray(width + 30 * 60)),
  ];
  for (const values of drawn) {
    const unit = Array.from(values, (value) => value / ((2 * 3) / rows));
    const moment = (power: number): number => unit.reduce((sum, value) => sum + value ** power, 0) / unit.length;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(unit.length));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / unit.length));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / unit.length));
  }
  const both = Array.from(drawn[0]!.subarray(0, 1200), (value, index) => (value * drawn[1]![index]!) / 0.75 ** 2);
  expect(Math.abs(both.reduce((sum, value) => sum + value, 0))).toBeLessThan(5 * Math.sqrt(1200));
});

describe('private training', () => {
  const whole = breastCancer();
  if (whole.target?.kind !== 'classes') throw new Error('breast cancer has classes');
  const { codes } = whole.target;
  const cancer: MlpData = { features: whole.table.columns, target: { kind: 'classes', codes, classes: 2 } };
  const folds = foldsOf(stratifiedKFold(codes, 5));
  const options: TrainManyOptions = { rng: (model) => createRng(`model ${model}`), pause: async () => {} };
  const accuracy = (answers: readonly Float64Array[]): number => {
    const right = folds.flatMap(({ test: rows }, fold) =>
      [...rows].map((row, place) => Number(answers[fold]![2 * place + codes[row]!]! > 0.5)),
    );
    return right.reduce((sum, value) => sum + value, 0) / right.length;
  };
  const privately = (privacy: Partial<Privacy>, given: object = {}): MlpSettings =>
    settingsOf({
      hidden: [20],
      epochs: 12,
      learningRate: 0.01,
      ...given,
      privacy: { clip: 1, noiseMultiplier: 1, sampleRate: 0.1, ...privacy },
    });

  test('every row in every step, no noise, room enough: as not private', async () => {
    const given = { batch: 1000, l2: 0.1, hidden: [20], epochs: 40, learningRate: 0.01 };
    const plain = await trainMany(settingsOf(given), cancer, folds, options);
    const without = privately({ clip: 1e6, noiseMultiplier: 0, sampleRate: 1 }, given);
    const { answers, steps } = await trainMany(without, cancer, folds, options);
    expect([...steps]).toEqual([...plain.steps]);
    answers.forEach((answer, fold) => expect(farthest(answer, plain.answers[fold]!)).toBeLessThan(1e-4));
  });

  test('little noise keeps the accuracy, much noise loses it', async () => {
    const [little, some, much] = await Promise.all(
      [0.5, 20, 1000].map(async (noiseMultiplier) => {
        const { answers } = await trainMany(privately({ noiseMultiplier }), cancer, folds, options);
        return accuracy(answers);
      }),
    );
    expect(little).toBeGreaterThan(0.94);
    expect(some).toBeLessThan(little! - 0.02);
    expect(much).toBeLessThan(0.8);
  });

  test.each([{}, { dropout: 0.3 }, { solver: 'sgd' }])(
    'a model is the same alone and among others; another seed another model: %j',
    async (given) => {
      const settings = privately({}, given);
      const all = await trainMany(settings, cancer, folds, options);
      expect(all.atOnce).toBe(5);
      const alone = await trainMany(settings, cancer, [folds[3]!], { ...options, rng: () => options.rng(3) });
      expect(farthest(alone.answers[0]!, all.answers[3]!)).toBeLessThan(1e-4);
      const other = await trainMany(settings, cancer, [folds[3]!], { ...options, rng: () => createRng('other') });
      expect(farthest(other.answers[0]!, alone.answers[0]!)).toBeGreaterThan(1e-3);
    },
  );

  test('numbers and three classes', async () => {
    const values = Float64Array.from(codes, (code, row) => 10 * code + (row % 3));
    const three = codes.map((code, row) => (row % 9 === 0 ? 2 : code));
    for (const target of [
      { kind: 'numbers', values } as const,
      { kind: 'classes', codes: three, classes: 3 } as const,
    ]) {
      const { answers } = await trainMany(privately({}), { ...cancer, target }, folds.slice(0, 1), options);
      expect(answers[0]!.every(Number.isFinite)).toBe(true);
    }
  });

  test('so few rows that most steps draw none', async () => {
    const few = { train: Int32Array.of(0, 19, 1, 20), test: Int32Array.of(5) };
    const { answers, steps } = await trainMany(privately({ sampleRate: 0.05 }, { epochs: 1 }), cancer, [few], options);
    expect([...steps]).toEqual([20]);
    expect(answers[0]![0]! + answers[0]![1]!).toBeCloseTo(1, 6);
  });

  test('the account that epsilon is computed from is what was done', async () => {
    const settings = privately({ noiseMultiplier: 1.3, sampleRate: 0.07 }, { epochs: 2 });
    const { steps, epochs } = await trainMany(settings, cancer, folds, options);
    expect(privacyAccount(settings)).toEqual({ noiseMultiplier: 1.3, sampleRate: 0.07, steps: 29 });
    expect([...steps]).toEqual(folds.map(() => 29));
    expect([...epochs]).toEqual(folds.map(() => 2));
    expect(privacyAccount(settingsOf({}))).toBeUndefined();
  });

  test.each([
    ['early stopping', privately({}, { earlyStopping: true }), cancer],
    ['row weights', privately({}), { ...cancer, weights: new Float64Array(codes.length).fill(1) }],
  ])('%s is refused: it looks past the noise', async (_, settings, data) => {
    await expect(trainMany(settings, data, folds, options)).rejects.toMatchObject({ unmeasured: 'unsupported' });
  });

  test.each([
    {}, { clip: 1, noiseMultiplier: 1 }, { clip: 0, noiseMultiplier: 1, sampleRate: 1 }, { clip: 1, noiseMultiplier: -1, sampleRate: 1 },
    { clip: 1, noiseMultiplier: 1, sampleRate: 1.1 }, { clip: 1, noiseMultiplier: 1, sampleRate: 0 },
    { clip: 1, noiseMultiplier: 1, sampleRate: 1, delta: 1e-5 }, [1, 1, 1], 'strong',
  ])('privacy %j: unsupported', (privacy) => {
    expect(() => settingsOf({ privacy })).toThrow('clip (a number above 0), noiseMultiplier (a number from 0)');
  }); // prettier-ignore
});
