import type { GraphBuilder, Value } from '../../backends/onnx-build.js';

/**
 * Slopes (one a layer, models × rows × to) times min(1, clip / the norm of the row's gradient), times the row's share.
 * A dense layer's gradient of one row is the outer product of its input a (1 for the intercept) and its slope δ, so that
 * its squared norm is (‖a‖² + 1)·‖δ‖²; the first layer's input has that 1 as a column (Goodfellow, "Efficient per-example gradient computations", arXiv:1510.01799,
 * 2015): exact, and no row's gradient is ever written down.
 */
export function clipSlopes(
  g: GraphBuilder,
  inputs: readonly Value[],
  slopes: readonly Value[],
  clip: number,
  share: Value,
): readonly Value[] {
  const columns = g.constant([2], [1]);
  const squareOf = (value: Value): Value =>
    g.node('ReduceSum', [g.node('Mul', [value, value]), columns], { keepdims: 1 });
  const squares = slopes.map((slope, index) => {
    const square = squareOf(inputs[index]!);
    return g.node('Mul', [index === 0 ? square : g.node('Add', [square, g.scalar(1)]), squareOf(slope)]);
  });
  const norm = g.node('Sqrt', [squares.reduce((sum, square) => g.node('Add', [sum, square]))]);
  // A gradient of 0 has a quotient of ∞, of which the least is 1.
  const factor = g.node('Mul', [g.node('Min', [g.node('Div', [g.scalar(clip), norm]), g.scalar(1)]), share]);
  return slopes.map((slope) => g.node('Mul', [slope, factor]));
}
