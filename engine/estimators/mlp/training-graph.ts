import { buildGraph, modelBytes } from '../../backends/onnx-build.js';
import type { GraphBuilder, Value } from '../../backends/onnx-build.js';
import { layersOf, parametersOf } from './layout.js';
import type { MlpShape } from './layout.js';
import { forward, gradient } from './network.js';
import { MEMORIES, optimiserStep } from './optimiser.js';
import type { Solver } from './optimiser.js';

export interface TrainingPlan {
  readonly shape: MlpShape;
  readonly solver: Solver;
  readonly momentum: number;
  readonly dropout: boolean;
  /** Longest gradient of one row, of private training. */
  readonly clip?: number;
  /** Rows of all models one model after another, (models · rows) × (inputs + 1), the last column 1. */
  readonly rows: Float32Array;
  /** Truth of these rows, (models · rows) × outputs. */
  readonly truth: Float32Array;
}

/** The state that a step takes and gives, each models × numbers. */
export const stateNames = (solver: Solver): readonly string[] => ['numbers', ...MEMORIES[solver]];

/**
 * One training step of all models at once. Besides the state it takes `picked` (models × rows of the batch: their
 * place among all models' rows), `share` (models × rows × 1: the row's part of the batch's mean, 0 for padding),
 * `decay` and `rate` (models × 1), with dropout `mask0`, … (models × rows × units), and with `clip` `noise` (models ×
 * numbers); it gives `next-…` of the state. Rows and truth lie in the graph: on a GPU they stay there.
 */
export function stepModel(plan: TrainingPlan): Uint8Array {
  const g = buildGraph('training-step');
  const { models, hidden } = plan.shape;
  const { rows, truth, shape } = plan;
  const data = {
    rows: g.constant(rows, [rows.length / (shape.inputs + 1), shape.inputs + 1]),
    truth: g.constant(truth, [truth.length / shape.outputs, shape.outputs]),
  };
  const width = parametersOf(layersOf(plan.shape));
  const state = stateNames(plan.solver).map((name) => g.input(name, 'float32', [models, width]));
  const inputs = {
    picked: g.input('picked', 'int32', [models, 'batch']),
    share: g.input('share', 'float32', [models, 'batch', 1]),
    decay: g.input('decay', 'float32', [models, 1]),
    rate: g.input('rate', 'float32', [models, 1]),
    ...(plan.dropout && {
      masks: hidden.map((units, index) => g.input(`mask${index}`, 'float32', [models, 'batch', units])),
    }),
    ...(plan.clip !== undefined && { noise: g.input('noise', 'float32', [models, width]) }),
  };
  const next = step(g, plan, data, state, inputs);
  stateNames(plan.solver).forEach((name, index) => g.output(`next-${name}`, next[index]!, 'float32', [models, width]));
  return modelBytes(g.graph());
}

/**
 * Many steps in one run, which spares the way in and out of the runtime. As `stepModel`, but `picked`, `share`,
 * `decay`, `rate` and `noise` have the steps as leading dimension, and `sizes` (steps × 1) says how many columns of
 * `picked` a step uses. `rows` and `truth` are inputs: a processor reads them where they are. No dropout. ONNX Runtime's
 * WebGPU provider has no Scan.
 */
export function scanModel(plan: TrainingPlan): Uint8Array {
  const { models, inputs: columns, outputs } = plan.shape;
  const width = parametersOf(layersOf(plan.shape));
  const names = stateNames(plan.solver);
  const given = [
    { name: 'sizes', type: 'int64', shape: [1] },
    { name: 'picked', type: 'int32', shape: [models, 'batch'] },
    { name: 'share', type: 'float32', shape: [models, 'batch', 1] },
    { name: 'decay', type: 'float32', shape: [models, 1] },
    { name: 'rate', type: 'float32', shape: [models, 1] },
    ...(plan.clip === undefined ? [] : [{ name: 'noise', type: 'float32', shape: [models, width] } as const]),
  ] as const;

  const g = buildGraph('training');
  const data = {
    rows: g.input('rows', 'float32', ['rows', columns + 1]),
    truth: g.input('truth', 'float32', ['rows', outputs]),
  };
  const state = names.map((name) => g.input(name, 'float32', [models, width]));
  const steps = given.map(({ name, type, shape }) => g.input(name, type, ['steps', ...shape]));

  const body = buildGraph('step', 'body-');
  const before = names.map((name) => body.input(`body-${name}`, 'float32', [models, width]));
  const [size, picked, share, decay, rate, noise] = given.map(({ name, type, shape }) =>
    body.input(`body-${name}`, type, shape),
  );
  const cut = (value: Value): Value =>
    body.node('Slice', [value, body.constant([0], [1]), size!, body.constant([1], [1])]);
  const inputs = {
    picked: cut(picked!),
    share: cut(share!),
    decay: decay!,
    rate: rate!,
    ...(noise && { noise }),
  };
  for (const value of step(body, plan, data, before, inputs)) body.result(value, 'float32', [models, width]);

  const attributes = { body: body.graph(), num_scan_inputs: given.length };
  const last = g.nodes('Scan', [...state, ...steps], names.length, attributes);
  names.forEach((name, index) => g.output(`next-${name}`, last[index]!, 'float32', [models, width]));
  return modelBytes(g.graph());
}

interface Data {
  readonly rows: Value;
  readonly truth: Value;
}

interface StepInputs {
  readonly picked: Value;
  readonly share: Value;
  readonly decay: Value;
  readonly rate: Value;
  readonly masks?: readonly Value[];
  readonly noise?: Value;
}

function step(
  g: GraphBuilder,
  { shape, solver, momentum, clip }: TrainingPlan,
  data: Data,
  [numbers, ...memories]: readonly Value[],
  { picked, share, decay, rate, masks, noise }: StepInputs,
): readonly Value[] {
  const batch = g.node('Gather', [data.rows, picked], { axis: 0 });
  const truth = g.node('Gather', [data.truth, picked], { axis: 0 });
  const pass = forward(g, shape, numbers!, batch, masks);
  const slope = gradient(g, shape, pass, {
    truth,
    share,
    decay,
    numbers: numbers!,
    ...(masks && { masks }),
    ...(clip !== undefined && noise && { privacy: { clip, noise } }),
  });
  const next = optimiserStep(g, solver, { numbers: numbers!, slope, memories, rate, momentum });
  return [next.numbers, ...next.memories];
}

/** `rows` (models × rows × (inputs + 1), the last column 1) and `numbers` to `answers` (models × rows × outputs). */
export function answerModel(shape: MlpShape): Uint8Array {
  const g = buildGraph('answers');
  const { models, inputs, outputs } = shape;
  const numbers = g.input('numbers', 'float32', [models, parametersOf(layersOf(shape))]);
  const rows = g.input('rows', 'float32', [models, 'rows', inputs + 1]);
  g.output('answers', forward(g, shape, numbers, rows).answers, 'float32', [models, 'rows', outputs]);
  return modelBytes(g.graph());
}
