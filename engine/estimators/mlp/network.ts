import type { GraphBuilder, Value } from '../../backends/onnx-build.js';
import type { Layer, MlpShape } from './layout.js';
import { layersOf } from './layout.js';
import { clipSlopes } from './clip-slopes.js';

/**
 * Values of one layer, models leading: weights models × from × to, intercepts models × 1 × to. The first layer has its
 * intercepts as the last row of its weights, for the column of ones among its inputs.
 */
interface LayerValues {
  readonly weights: Value;
  readonly intercepts?: Value;
}

/** What a forward pass leaves for the backward one. */
export interface Forward {
  readonly layers: readonly LayerValues[];
  /** Input of each layer, models × rows × from (after dropout); of the first one column more, of ones. */
  readonly inputs: readonly Value[];
  /** Activations of each hidden layer before dropout. */
  readonly active: readonly Value[];
  /** Probabilities (of class 1 for `binary`) or values, models × rows × outputs. */
  readonly answers: Value;
}

/** Cuts the numbers of all models (models × numbers) into layers. */
function cutLayers(g: GraphBuilder, { models }: MlpShape, layers: readonly Layer[], numbers: Value): LayerValues[] {
  const matrices = matricesOf(layers);
  const sizes = matrices.map(({ from, to }) => from * to);
  const parts = g.nodes('Split', [numbers, g.constant(sizes, [sizes.length])], sizes.length, { axis: 1 });
  const shaped = matrices.map(({ from, to }, index) =>
    g.node('Reshape', [parts[index]!, g.constant([models, from, to], [3])]),
  );
  return layers.map((_, index) => {
    if (index === 0) return { weights: shaped[0]! };
    return { weights: shaped[2 * index - 1]!, intercepts: shaped[2 * index]! };
  });
}

/** The numbers of one model as matrices: the first layer's weights with its intercepts, then weights and intercepts. */
const matricesOf = (layers: readonly Layer[]): readonly { readonly from: number; readonly to: number }[] =>
  layers.flatMap(({ from, to }, index) =>
    index === 0
      ? [{ from: from + 1, to }]
      : [
          { from, to },
          { from: 1, to },
        ],
  );

/** `rows` is models × rows × (inputs + 1), the last column 1; `masks`, one a hidden layer, are 0 for what is dropped and 1/(1 − dropout) else. */
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
  const score = (index: number): Value => {
    const { weights, intercepts } = layers[index]!;
    const product = g.node('MatMul', [inputs[index]!, weights]);
    return intercepts === undefined ? product : g.node('Add', [product, intercepts]);
  };
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
      ? ofSharedRows(g, shape, pass, g.node('Mul', [rowSlope, share]), masks)
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

/** Gradients of all rows, added up: models × numbers. `last` is the slope in the answers' scores times the share. */
function ofSharedRows(
  g: GraphBuilder,
  shape: MlpShape,
  pass: Forward,
  last: Value,
  masks: readonly Value[] | undefined,
): Value {
  if (shape.hidden.length !== 1 || shape.outputs !== 1) {
    return summed(g, shape, pass, slopesOf(g, shape, pass, last, masks));
  }
  // Slopes in the units are last · wᵀ ⊙ the activation's: (rows ⊙ last)ᵀ · the activation's, its columns times w, is the
  // same sum without two passes over rows × units.
  const [rows, active] = pass.inputs;
  const slope = activationSlope(g, shape, pass.active[0]!);
  const passed = masks === undefined ? slope : g.node('Mul', [slope, masks[0]!]);
  const units = g.node('MatMul', [transposed(g, g.node('Mul', [rows!, last])), passed]);
  const first = g.node('Mul', [units, transposed(g, pass.layers[1]!.weights)]);
  return joined(g, shape, [first, ...ofLayer(g, shape, active!, last, 1)]);
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
    slopes.unshift(g.node('Mul', [passed, activationSlope(g, shape, active[index - 1]!)]));
  }
  return slopes;
}

const summed = (g: GraphBuilder, shape: MlpShape, { inputs }: Forward, slopes: readonly Value[]): Value =>
  joined(
    g,
    shape,
    slopes.flatMap((slope, index) => ofLayer(g, shape, inputs[index]!, slope, index)),
  );

/** The gradients of one layer's matrices, models leading. */
function ofLayer(
  g: GraphBuilder,
  { models, outputs, hidden }: MlpShape,
  input: Value,
  slope: Value,
  index: number,
): readonly Value[] {
  const ofWeights = g.node('MatMul', [transposed(g, input), slope]);
  if (index === 0) return [ofWeights];
  const rowAxis = g.constant([1], [1]);
  // A sum over neighbours is quick, one over rows of one number is not.
  const narrow = index === hidden.length && outputs === 1;
  const rows = narrow ? g.node('Reshape', [slope, g.constant([models, -1], [2])]) : slope;
  return [ofWeights, g.node('ReduceSum', [rows, rowAxis], { keepdims: 1 })];
}

/** Gradients of all matrices as one of all numbers, models × numbers. */
function joined(g: GraphBuilder, shape: MlpShape, matrices: readonly Value[]): Value {
  const flat = matricesOf(layersOf(shape)).map(({ from, to }, index) =>
    g.node('Reshape', [matrices[index]!, g.constant([shape.models, from * to], [2])]),
  );
  return g.node('Concat', flat, { axis: 1 });
}

const transposed = (g: GraphBuilder, value: Value): Value => g.node('Transpose', [value], { perm: [0, 2, 1] });

const ones = (count: number): Float32Array => new Float32Array(count).fill(1);

const STEEP = 3e38;

/**
 * The slope of an activation, had from its value: relu's is 1 above 0 (0 at 0, as scikit-learn), tanh's 1 − tanh². Not by
 * `Sign`, which ONNX Runtime's WebGPU provider lacks, nor by `Where`, which takes twice as long as what is here: a
 * sigmoid made of straight lines, so steep that no normal number lies between its ends.
 */
const activationSlope = (g: GraphBuilder, { activation }: MlpShape, active: Value): Value =>
  activation === 'relu'
    ? g.node('HardSigmoid', [active], { alpha: { real: STEEP }, beta: { real: 0 } })
    : g.node('Sub', [g.scalar(1), g.node('Mul', [active, active])]);
