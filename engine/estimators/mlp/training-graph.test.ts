import { describe, expect, test } from 'vitest';
import { referenceGradient } from '../../../tests/fixtures/mlp-reference.js';
import { withOnes } from '../../../tests/fixtures/with-ones.js';
import type { ReferenceBatch } from '../../../tests/fixtures/mlp-reference.js';
import { openSession } from '../../backends/onnxruntime.js';
import type { Feed } from '../../backends/onnxruntime.js';
import { createRng } from '../../numerics/generator.js';
import { emptyFeeds, fillStep, shuffledBatches } from './batches.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpLoss, MlpShape } from './layout.js';
import { stepRates } from './optimiser.js';
import { stateNames, stepModel } from './training-graph.js';
import { openTraining } from './training-run.js';
import type { TrainingPlan } from './training-graph.js';

const MODELS = 3;
const ROWS = 7;
const INPUTS = 4;
const BATCH = 5;
/** Rows of each model in the batch; the rest is padding. */
const COUNTS = [5, 3, 1];

const floats = (count: number, draw: () => number): Float32Array => Float32Array.from({ length: count }, draw);

/** A step with everything in it that can go wrong: unequal batches, padding, weights, a penalty and masks. */
function problem(loss: MlpLoss, activation: 'relu' | 'tanh', hidden: readonly number[], dropout: boolean) {
  const rng = createRng(`${loss} ${activation} ${hidden.join()} ${dropout}`);
  const outputs = loss === 'multinomial' ? 3 : 1;
  const shape: MlpShape = { models: MODELS, inputs: INPUTS, hidden, outputs, activation, loss };
  const width = parametersOf(layersOf(shape));
  const truth = new Float32Array(MODELS * ROWS * outputs);
  for (let row = 0; row < MODELS * ROWS; row++) {
    if (loss === 'multinomial') truth[row * outputs + rng.integer(3)] = 1;
    else truth[row] = loss === 'binary' ? rng.integer(2) : rng.normal();
  }
  const rows = floats(MODELS * ROWS * INPUTS, () => rng.normal());
  const numbers = floats(MODELS * width, () => rng.normal() / 2);
  const picked = Int32Array.from({ length: MODELS * BATCH }, (_, place) => {
    const model = Math.floor(place / BATCH);
    return model * ROWS + (place % BATCH < COUNTS[model]! ? rng.integer(ROWS) : 0);
  });
  const share = Float32Array.from(picked, (_, place) =>
    place % BATCH < COUNTS[Math.floor(place / BATCH)]! ? (0.5 + rng.next()) / COUNTS[Math.floor(place / BATCH)]! : 0,
  );
  const decay = Float32Array.of(0.1, 0, 0.7);
  const masks = hidden.map((units) => floats(MODELS * BATCH * units, () => (rng.next() < 0.4 ? 0 : 1 / 0.6)));
  const plan: TrainingPlan = { shape, solver: 'sgd', momentum: 0, dropout, rows: withOnes(rows, INPUTS), truth };
  return { plan, rows, shape, width, numbers, picked, share, decay, masks };
}

type Problem = ReturnType<typeof problem>;

/** The same batch of one model for the reference. */
function referenceBatch({ plan, rows, shape, picked, share, decay, masks }: Problem, model: number): ReferenceBatch {
  const places = Array.from({ length: BATCH }, (_, place) => model * BATCH + place);
  const cut = (values: Float32Array, at: number, size: number): number[] => [
    ...values.subarray(at * size, (at + 1) * size),
  ];
  return {
    rows: places.map((place) => cut(rows, picked[place]!, INPUTS)),
    truth: places.map((place) => cut(plan.truth, picked[place]!, shape.outputs)),
    share: places.map((place) => share[place]!),
    decay: decay[model]!,
    ...(plan.dropout && {
      masks: masks.map((mask, layer) => places.map((place) => cut(mask, place, shape.hidden[layer]!))),
    }),
  };
}

function feedsOf({ plan, shape, picked, share, decay, masks }: Problem, rate: number): Record<string, Feed> {
  const inputs: Record<string, Feed> = {
    picked: { type: 'int32', data: picked, dims: [MODELS, BATCH] },
    share: { type: 'float32', data: share, dims: [MODELS, BATCH, 1] },
    decay: { type: 'float32', data: decay, dims: [MODELS, 1] },
    rate: { type: 'float32', data: new Float32Array(MODELS).fill(rate), dims: [MODELS, 1] },
  };
  if (plan.dropout) {
    masks.forEach((data, layer) => {
      inputs[`mask${layer}`] = { type: 'float32', data, dims: [MODELS, BATCH, shape.hidden[layer]!] };
    });
  }
  return inputs;
}

/** Some steps on one batch; the state after the last. */
async function stepsOn(given: Problem, rates: readonly number[]): Promise<Readonly<Record<string, Float32Array>>> {
  const names = stateNames(given.plan.solver);
  const session = await openSession(stepModel(given.plan));
  let state: Record<string, Float32Array> = Object.fromEntries(
    names.map((name) => [name, name === 'numbers' ? given.numbers : new Float32Array(given.numbers.length)]),
  );
  for (const rate of rates) {
    const feeds = feedsOf(given, rate);
    for (const name of names) feeds[name] = { type: 'float32', data: state[name]!, dims: [MODELS, given.width] };
    const next = await session.run(feeds, names.map((name) => `next-${name}`)); // prettier-ignore
    state = Object.fromEntries(names.map((name) => [name, next[`next-${name}`]!.data as Float32Array]));
  }
  await session.close();
  return state;
}

const cases = (['binary', 'multinomial', 'regression'] as const).flatMap((loss) =>
  (['relu', 'tanh'] as const).flatMap((activation) =>
    [[], [6], [5, 4], [4, 3, 5]].flatMap((hidden) =>
      [false, true].map((dropout) => ({ loss, activation, hidden, dropout })),
    ),
  ),
);

describe('the gradient of the generated graph', () => {
  test.each(cases)(
    'is that of finite differences: $loss $activation $hidden dropout $dropout',
    async ({ loss, activation, hidden, dropout }) => {
      const given = problem(loss, activation, hidden, dropout && hidden.length > 0);
      // Without momentum the velocity after a step at a rate of 1 is the gradient's opposite.
      const { velocity } = await stepsOn(given, [1]);
      for (let model = 0; model < MODELS; model++) {
        const at = model * given.width;
        const expected = referenceGradient(
          given.shape,
          given.numbers.subarray(at, at + given.width),
          referenceBatch(given, model),
        );
        expected.forEach((slope, index) => {
          expect(Math.abs(-velocity![at + index]! - slope)).toBeLessThan(2e-6 * (1 + Math.abs(slope)));
        });
      }
    },
  );
});

describe('optimisers against their definition', () => {
  const STEPS = 4;
  const RATE = 0.01;

  /** Kingma & Ba 2015, algorithm 1 with the corrections folded into the rate, ε as scikit-learn. */
  function adamByHand(given: Problem, model: number): Float64Array {
    const numbers = Float64Array.from(given.numbers.subarray(model * given.width, (model + 1) * given.width));
    const m = new Float64Array(given.width);
    const v = new Float64Array(given.width);
    for (let t = 1; t <= STEPS; t++) {
      referenceGradient(given.shape, numbers, referenceBatch(given, model)).forEach((slope, i) => {
        m[i] = 0.9 * m[i]! + 0.1 * slope;
        v[i] = 0.999 * v[i]! + 0.001 * slope ** 2;
        const rate = (RATE * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
        numbers[i]! -= (rate * m[i]!) / (Math.sqrt(v[i]!) + 1e-8);
      });
    }
    return numbers;
  }

  /** Momentum as scikit-learn's SGDOptimizer with nesterovs_momentum. */
  function nesterovByHand(given: Problem, model: number): Float64Array {
    const numbers = Float64Array.from(given.numbers.subarray(model * given.width, (model + 1) * given.width));
    const velocity = new Float64Array(given.width);
    for (let t = 1; t <= STEPS; t++) {
      referenceGradient(given.shape, numbers, referenceBatch(given, model)).forEach((slope, i) => {
        velocity[i] = 0.9 * velocity[i]! - RATE * slope;
        numbers[i]! += 0.9 * velocity[i]! - RATE * slope;
      });
    }
    return numbers;
  }

  test.each([
    { solver: 'adam', byHand: adamByHand },
    { solver: 'sgd', byHand: nesterovByHand },
  ] as const)('$solver', async ({ solver, byHand }) => {
    const base = problem('multinomial', 'tanh', [5], false);
    const given = { ...base, plan: { ...base.plan, solver, momentum: 0.9 } };
    const rates = stepRates(solver, RATE);
    const { numbers } = await stepsOn(
      given,
      Array.from({ length: STEPS }, () => rates.next().value),
    );
    for (let model = 0; model < MODELS; model++) {
      byHand(given, model).forEach((value, index) => {
        expect(Math.abs(numbers![model * given.width + index]! - value)).toBeLessThan(2e-5);
      });
    }
  });

  test.each(['adam', 'sgd'] as const)('a rate of 0 leaves a model as it is: %s', async (solver) => {
    const base = problem('binary', 'relu', [5], false);
    const given = { ...base, plan: { ...base.plan, solver, momentum: 0.9 } };
    expect((await stepsOn(given, [0, 0])).numbers).toEqual(given.numbers);
  });
});

test('many steps in one run and one by one end with the same numbers', async () => {
  const base = problem('multinomial', 'relu', [6, 5], false);
  const plan = { ...base.plan, solver: 'adam', momentum: 0.9 } as const;
  const run = async (masked: boolean): Promise<Float32Array> => {
    const drawn = masked ? { dropout: { share: 0, rngs: COUNTS.map(() => createRng('none dropped')) } } : {};
    const training = await openTraining({ ...plan, dropout: masked }, base.numbers, drawn, {});
    const feeds = emptyFeeds(4, MODELS, BATCH);
    for (let model = 0; model < MODELS; model++) {
      const batches = shuffledBatches(ROWS, BATCH, createRng(`order ${model}`));
      const rates = stepRates('adam', 0.01);
      for (let step = 0; step < 4; step++) {
        const options = { l2: 0.1, rate: rates.next().value };
        fillStep(feeds, step, MODELS, model, { offset: model * ROWS }, batches.next().value, options);
      }
    }
    await training.take(feeds);
    const numbers = training.numbers();
    await training.close();
    return numbers;
  };
  const [many, single] = [await run(false), await run(true)];
  many.forEach((value, index) => expect(Math.abs(value - single[index]!)).toBeLessThan(1e-6));
  expect(many).not.toEqual(base.numbers);
});
