/** The way to a GPU, on an adapter without one: same graphs, same provider, figures beside the processor's. */
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROCESSOR } from '../../engine/backends/device.js';
import type { DeviceKind, LogicalDevice } from '../../engine/backends/device.js';
import { NotOnAdapter, openSession } from '../../engine/backends/onnxruntime.js';
import { emptyFeeds, fillStep, shuffledBatches } from '../../engine/estimators/mlp/batches.js';
import { layersOf, parametersOf } from '../../engine/estimators/mlp/layout.js';
import type { MlpShape } from '../../engine/estimators/mlp/layout.js';
import { bytesOfModel } from '../../engine/estimators/mlp/memory.js';
import { stepRates } from '../../engine/estimators/mlp/optimiser.js';
import { scanModel } from '../../engine/estimators/mlp/training-graph.js';
import type { TrainingPlan } from '../../engine/estimators/mlp/training-graph.js';
import { openTraining } from '../../engine/estimators/mlp/training-run.js';
import { intervalOf } from '../../engine/judge/support.js';
import { createRng } from '../../engine/numerics/generator.js';
import { CATALOGUE } from '../../engine/plugins/catalogue.generated.js';
import { crossValidation } from '../../engine/plugins/evaluation/cross-validation.js';
import { isFigure } from '../../engine/plugins/figure.js';
import { memoryContext } from '../../engine/plugins/memory-context.js';
import { fillParameters } from '../../engine/plugins/parameters.js';
import { memorySubject } from '../../engine/plugins/memory-subject.js';
import { breastCancer } from '../fixtures/breast-cancer.js';
import { withOnes } from '../fixtures/with-ones.js';
import { needsSoftwareAdapter, withSoftwareAdapter } from '../fixtures/software-adapter.js';

/** The loader reads it when the first session is opened, in this process. */
beforeAll(() => void Object.assign(process.env, withSoftwareAdapter()));
beforeEach(needsSoftwareAdapter);

const MODELS = 3;
/** One batch is all rows: an epoch is a step. */
const ROWS = 12;

describe('one training step', () => {
  const cases = (['binary', 'multinomial', 'regression'] as const).flatMap((loss) =>
    [
      { solver: 'adam', activation: 'tanh', dropout: false, rate: 0.01 },
      // So long a step that the numbers after it are mostly gradient.
      { solver: 'sgd', activation: 'relu', dropout: false, rate: 1 },
      { solver: 'sgd', activation: 'tanh', dropout: true, rate: 1 },
    ].map((rest) => ({ loss, ...rest }) as const),
  );

  async function stepOn(device: DeviceKind, { loss, solver, activation, dropout, rate }: (typeof cases)[number]) {
    const rng = createRng(`${loss} ${solver}`);
    const outputs = loss === 'multinomial' ? 3 : 1;
    const shape: MlpShape = {
      models: MODELS,
      inputs: 7,
      hidden: [8, 5],
      outputs,
      loss,
      activation: activation as 'relu' | 'tanh',
    };
    const floats = (count: number, draw: () => number): Float32Array => Float32Array.from({ length: count }, draw);
    const rows = withOnes(
      floats(MODELS * ROWS * shape.inputs, () => rng.normal()),
      shape.inputs,
    );
    const truth = floats(MODELS * ROWS * outputs, () => (loss === 'regression' ? rng.normal() : 0));
    if (loss !== 'regression') {
      for (let row = 0; row < MODELS * ROWS; row++) truth[row * outputs + rng.integer(outputs)] = rng.integer(2);
    }
    const initial = floats(MODELS * parametersOf(layersOf(shape)), () => rng.normal() / 2);
    const plan: TrainingPlan = { shape, solver: solver as 'adam' | 'sgd', momentum: 0.9, dropout, rows, truth };
    const masks = { share: 0.3, rngs: Array.from({ length: MODELS }, (_, model) => createRng(`mask ${model}`)) };
    const training = await openTraining(plan, initial, dropout ? { dropout: masks } : {}, { device });
    const feeds = emptyFeeds(1, MODELS, ROWS);
    for (let model = 0; model < MODELS; model++) {
      const batch = shuffledBatches(ROWS, ROWS, createRng(`order ${model}`)).next().value;
      const first = stepRates(solver as 'adam' | 'sgd', rate).next().value;
      fillStep(feeds, 0, MODELS, model, { offset: model * ROWS }, batch, { l2: 0.01, rate: first });
    }
    await training.take(feeds);
    const { backend } = training;
    const numbers = training.numbers().slice();
    await training.close();
    return { backend, numbers, initial };
  }

  test.each(cases)('is that of the processor: $loss $solver $activation dropout $dropout', async (given) => {
    const [cpu, adapter] = [await stepOn('cpu', given), await stepOn('software', given)];
    expect([cpu.backend, adapter.backend]).toEqual(['onnxruntime/cpu', 'onnxruntime/webgpu']);
    const norm = (values: Float32Array): number => Math.hypot(...values);
    expect(norm(cpu.numbers.map((value, i) => value - adapter.numbers[i]!))).toBeLessThan(1e-5 * norm(cpu.numbers));
    cpu.numbers.forEach((value, i) => {
      expect(Math.abs(value - adapter.numbers[i]!)).toBeLessThan(1e-5 * Math.max(Math.abs(value), 0.1));
    });
    expect(cpu.numbers).not.toEqual(cpu.initial);
  });

  test('is strict: a graph with a part for the processor is refused, not shared', async () => {
    const shape: MlpShape = { models: 1, inputs: 2, hidden: [], outputs: 1, activation: 'relu', loss: 'regression' };
    const plan: TrainingPlan = {
      shape,
      solver: 'sgd',
      momentum: 0,
      dropout: false,
      rows: new Float32Array(6),
      truth: new Float32Array(2),
    };
    await expect(openSession(scanModel(plan), { device: 'software' })).rejects.toThrow(NotOnAdapter);
    const forest = readFileSync(new URL('../fixtures/onnx/forest-zipmap.onnx', import.meta.url));
    await expect(openSession(forest, { device: 'software' })).rejects.toThrow(NotOnAdapter);
  });
});

describe('cross-validation of networks', () => {
  const settings = { hidden: [10], epochs: 15, learningRate: 0.01 };
  const subject = memorySubject({
    task: 'binary-classification',
    whole: breastCancer(),
    estimator: { type: 'mlp', with: settings },
  });
  const { value: params } = fillParameters(CATALOGUE['evaluation/cross-validation']!, { draws: 400 });
  const measureOn = (device: LogicalDevice) =>
    crossValidation.measure(memoryContext(subject, params as never, { device }));
  const software: LogicalDevice = { kind: 'software', name: 'SwiftShader' };
  const how = ({ details = [] }: Awaited<ReturnType<typeof measureOn>>): unknown =>
    details.flatMap((detail) => (detail.type === 'table' && detail.id === 'training' ? detail.rows : []))[0];

  test('metrics lie in the corrected interval of the processor’s, and come again to the bit', async () => {
    const cpu = await measureOn(PROCESSOR);
    const adapter = await measureOn(software);
    expect([cpu.backend, adapter.backend]).toEqual(['onnxruntime/cpu', 'onnxruntime/webgpu']);
    expect([how(cpu), how(adapter)]).toEqual([
      ['onnxruntime/cpu', 'cpu', 5, null],
      ['onnxruntime/webgpu', 'software', 5, 1024],
    ]);
    for (const name of ['accuracy', 'f1Macro', 'rocAuc', 'logLoss', 'brier']) {
      const [ours, theirs] = [cpu.outputs[name]!, adapter.outputs[name]!];
      if (!isFigure(ours) || !isFigure(theirs)) throw new Error(`${name} is not measured`);
      const [low, high] = intervalOf(ours, 0.9)!;
      expect(theirs.estimate).toBeGreaterThanOrEqual(low);
      expect(theirs.estimate).toBeLessThanOrEqual(high);
      expect(Math.abs(theirs.estimate - ours.estimate)).toBeLessThan(1e-3);
    }
    expect(await measureOn(software)).toEqual(adapter);
  });

  test('the budget of the logical device cuts the batch of folds', async () => {
    const each = bytesOfModel({ inputs: 30, hidden: [10], outputs: 1 }, 456, 200);
    const cut = await measureOn({ ...software, memory: Math.ceil(2.5 * each) });
    expect(how(cut)).toMatchObject({ 2: 2 });
    const none = await measureOn({ ...software, memory: Math.floor(each / 2) });
    expect(none.outputs['accuracy']).toMatchObject({ unmeasured: 'unsupported' });
  });
});
