import { numberAttribute, numbersAttribute, textAttribute } from './graph.js';
import type { GraphNode } from './graph.js';

export type Shape = readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((product, dim) => product * dim, 1);

/** NumPy's rules; `undefined` where the shapes do not fit. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const dims = Array.from({ length: rank }, (_, index) => {
    const x = a[a.length - rank + index] ?? 1;
    const y = b[b.length - rank + index] ?? 1;
    return x === y || y === 1 ? x : x === 1 ? y : Number.NaN;
  });
  return dims.some(Number.isNaN) ? undefined : dims;
}

export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** ONNX Reshape: 0 keeps a dimension, one −1 takes what is left. */
export function reshaped(from: Shape, wanted: readonly number[]): Shape | undefined {
  const dims = wanted.map((dim, index) => (dim === 0 ? (from[index] ?? Number.NaN) : dim));
  const rest = dims.filter((dim) => dim !== -1).reduce((product, dim) => product * dim, 1);
  const shape = dims.map((dim) => (dim === -1 ? sizeOf(from) / rest : dim));
  return shape.every(Number.isInteger) && sizeOf(shape) === sizeOf(from) ? shape : undefined;
}

/** Output of a convolution or a pooling over `spatial` dimensions with windows of `kernel`. */
export function windowed(node: GraphNode, spatial: Shape, kernel: Shape): Shape | undefined {
  const rank = spatial.length;
  const strides = numbersAttribute(node, 'strides') ?? Array.from({ length: rank }, () => 1);
  const dilations = numbersAttribute(node, 'dilations') ?? Array.from({ length: rank }, () => 1);
  const pads = numbersAttribute(node, 'pads') ?? Array.from({ length: 2 * rank }, () => 0);
  const auto = textAttribute(node, 'auto_pad', 'NOTSET');
  const round = numberAttribute(node, 'ceil_mode', 0) === 1 ? Math.ceil : Math.floor;
  if (kernel.length !== rank || strides.length !== rank || pads.length !== 2 * rank) return undefined;
  const shape = spatial.map((dim, axis) => {
    const stride = strides[axis]!;
    if (auto.startsWith('SAME')) return Math.ceil(dim / stride);
    const padding = auto === 'VALID' ? 0 : pads[axis]! + pads[axis + rank]!;
    return round((dim + padding - dilations[axis]! * (kernel[axis]! - 1) - 1) / stride) + 1;
  });
  return shape.every((dim) => Number.isInteger(dim) && dim > 0) ? shape : undefined;
}

/** Output of a transposed convolution; `undefined` where its size is given otherwise than by strides and pads. */
export function spread(node: GraphNode, spatial: Shape, kernel: Shape): Shape | undefined {
  if (textAttribute(node, 'auto_pad', 'NOTSET') !== 'NOTSET' || 'output_shape' in node.attributes) return undefined;
  const rank = spatial.length;
  const each = (name: string, length: number, otherwise: number): readonly number[] =>
    numbersAttribute(node, name) ?? Array.from({ length }, () => otherwise);
  const [strides, dilations, added] = [
    each('strides', rank, 1),
    each('dilations', rank, 1),
    each('output_padding', rank, 0),
  ];
  const pads = each('pads', 2 * rank, 0);
  if ([strides, dilations, added].some(({ length }) => length !== rank) || pads.length !== 2 * rank) return undefined;
  const shape = spatial.map(
    (dim, axis) =>
      strides[axis]! * (dim - 1) +
      added[axis]! +
      dilations[axis]! * (kernel[axis]! - 1) +
      1 -
      pads[axis]! -
      pads[axis + rank]!,
  );
  return shape.every((dim) => Number.isInteger(dim) && dim > 0) ? shape : undefined;
}

/** `axes` reduced to 1, or with `keepdims` of 0 taken out; no axes are all. */
export function reduced(shape: Shape, axes: readonly number[] | undefined, keep: boolean): Shape {
  const taken = new Set((axes ?? shape.map((_, axis) => axis)).map((axis) => axisOf(axis, shape.length)));
  return shape.flatMap((dim, axis) => (taken.has(axis) ? (keep ? [1] : []) : [dim]));
}
