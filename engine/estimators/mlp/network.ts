import type { GraphBuilder, Value } from '../../backends/onnx-build.js';
import type { Layer, MlpShape } from './layout.js';
import { layersOf } from './layout.js';
import { clipSlopes } from './clip-slopes.js';

/** Values of one layer, models leading: weights models × from × to, intercepts models × 1 × to. */
interface LayerValues {
  readonly weights: Value;
  readonly intercepts: Value;
}

/** What a forward pass leaves for the backward one. */
export interface Forward {
  readonly layers: readonly LayerValues[];
  /** Input of each layer, models × rows × from (after dropout). */
  readonly inputs: readonly Value[];
  /** Activations of each hidden layer before dropout. */
  readonly active: readonly Value[];
  /** Probabilities (of class 1 for `binary`) or values, models × rows × outputs. */
  readonly answers: Value;
}

/** Cuts the numbers of all models (models × numbers) into layers. */
function cutLayers(g: GraphBuilder, { models }: MlpShape, layers: readonly Layer[], numbers: Value): LayerValues[] {
  const sizes = layers.flatMap(({ from, to }) => [from * to, to]);
  const parts = g.nodes('Split', [numbers, g.constant(sizes, [sizes.length])], sizes.length, { axis: 1 });
  const shaped = (part: Value, from: number, to: number): Value =>
    g.node('Reshape', [part, g.constant([models, from, to], [3])]);
  return layers.map(({ from, to }, index) => ({
    weights: shaped(parts[2 * index]!, from, to),
    intercepts: shaped(parts[2 * index + 1]!, 1, to),
  }));
}

/** `rows` is models × rows × inputs; `masks`, one a hidden layer, are 0 for what is dropped and 1/(1 − dropout) else. */
export function forward(
  g: GraphBuilder,
  shape: MlpShape,
  numbers: Value,
  rows: Value,
  masks?: readonly Value[],
): Forward {
  const layers = cutLayers(g, shape, layersOf(shape), numbers);
  const inputs: Value[] = [rows];
  const active: Value[] = [];
  const score = (index: number): Value =>
    g.node('Add', [g.node('MatMul', [inputs[index]!, layers[index]!.weights]), layers[index]!.intercepts]);
  shape.hidden.forEach((_, index) => {
    const activation = g.node(shape.activation === 'relu' ? 'Relu' : 'Tanh', [score(index)]);
    active.push(activation);
    inputs.push(masks === undefined ? activation : g.node('Mul', [activation, masks[index]!]));
  });
  const scores = score(shape.hidden.length);
  return { layers, inputs, active, answers: answer(g, shape, scores) };
}

function answer(g: GraphBuilder, { loss }: MlpShape, scores: Value): Value {
  switch (loss) {
    case 'binary':
      return g.node('Sigmoid', [scores]);
    case 'multinomial':
      return g.node('Softmax', [scores], { axis: -1 });
    case 'regression':
      return scores;
  }
}

/** What a gradient is of. */
export interface GradientOf {
  /** Models × rows × outputs. */
  readonly truth: Value;
  /** Models × rows × 1: the row's part of the sum, 0 for padding. */
  readonly share: Value;
  /** Models × 1. */
  readonly decay: Value;
  readonly numbers: Value;
  readonly masks?: readonly Value[];
  /** Longest gradient of one row, and what is added to the sum (models × numbers). */
  readonly privacy?: { readonly clip: number; readonly noise: Value };
}

/**
 * The gradient (models × numbers) of Σ rows share·loss + ½·decay·‖W‖²: log loss for classes, half the squared error
 * for numbers, whose slope in the scores is answer − truth for all three (Bishop, Pattern Recognition and Machine
 * Learning, 2006, 5.3). With `privacy` each row's gradient of the loss is clipped before its share is taken.
 */
export function gradient(
  g: GraphBuilder,
  shape: MlpShape,
  pass: Forward,
  { truth, share, decay, numbers, masks, privacy }: GradientOf,
): Value {
  const rowSlope = g.node('Sub', [pass.answers, truth]);
  const ofLoss =
    privacy === undefined
      ? summed(g, shape, pass, slopesOf(g, shape, pass, g.node('Mul', [rowSlope, share]), masks))
      : g.node('Add', [
          summed(
            g,
            shape,
            pass,
            clipSlopes(g, pass.inputs, slopesOf(g, shape, pass, rowSlope, masks), privacy.clip, share),
          ),
          privacy.noise,
        ]);
  const penalised = Float32Array.from(
    layersOf(shape).flatMap(({ from, to }) => [...ones(from * to), ...new Float32Array(to)]),
  );
  const weights = g.node('Mul', [numbers, g.constant(penalised, [1, penalised.length])]);
  return g.node('Add', [ofLoss, g.node('Mul', [weights, decay])]);
}

/** Slopes of the loss in each layer's scores, models × rows × to, from those of the last (Bishop, 5.56). */
function slopesOf(
  g: GraphBuilder,
  shape: MlpShape,
  { layers, active }: Forward,
  last: Value,
  masks: readonly Value[] | undefined,
): readonly Value[] {
  const slopes = [last];
  for (let index = layers.length - 1; index > 0; index--) {
    const back = g.node('MatMul', [slopes[0]!, transposed(g, layers[index]!.weights)]);
    const passed = masks === undefined ? back : g.node('Mul', [back, masks[index - 1]!]);
    slopes.unshift(throughActivation(g, shape, active[index - 1]!, passed));
  }
  return slopes;
}

/** Gradients of all rows, added up: models × numbers. */
function summed(g: GraphBuilder, shape: MlpShape, { inputs }: Forward, slopes: readonly Value[]): Value {
  const flat = (value: Value, size: number): Value => g.node('Reshape', [value, g.constant([shape.models, size], [2])]);
  const rowAxis = g.constant([1], [1]);
  const parts = layersOf(shape).flatMap(({ from, to }, index) => [
    flat(g.node('MatMul', [transposed(g, inputs[index]!), slopes[index]!]), from * to),
    flat(g.node('ReduceSum', [slopes[index]!, rowAxis], { keepdims: 1 }), to),
  ]);
  return g.node('Concat', parts, { axis: 1 });
}

const transposed = (g: GraphBuilder, value: Value): Value => g.node('Transpose', [value], { perm: [0, 2, 1] });

const ones = (count: number): Float32Array => new Float32Array(count).fill(1);

/**
 * Times the slope of an activation, had from its value: relu's is 1 above 0 (0 at 0, as scikit-learn), tanh's 1 − tanh².
 * Not by `Sign`, which ONNX Runtime's WebGPU provider lacks.
 */
function throughActivation(g: GraphBuilder, { activation }: MlpShape, active: Value, slope: Value): Value {
  return activation === 'relu'
    ? g.node('Where', [g.node('Greater', [active, g.scalar(0)]), slope, g.scalar(0)])
    : g.node('Mul', [slope, g.node('Sub', [g.scalar(1), g.node('Mul', [active, active])])]);
}
