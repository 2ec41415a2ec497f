/** What `StridedSlice` takes of each dimension (tensorflow/core/ops/array_ops.cc, "StridedSlice"). */
import { intAttr } from './tfjs-node.js';
import type { TfjsNode } from './tfjs-node.js';
import type { Shape } from '../../methods/energy/shapes.js';

export type Slice =
  | {
      readonly kind: 'range';
      readonly axis: number;
      readonly start: number;
      readonly step: number;
      readonly size: number;
      /** A single number was asked for: its dimension goes. */
      readonly shrinks: boolean;
    }
  | { readonly kind: 'new-axis' };

/** In the order of the answer's dimensions, those left over taken whole; `undefined` where it does not fit. */
export function slicesOf(
  node: TfjsNode,
  shape: Shape,
  numbers: readonly (readonly number[])[],
): readonly Slice[] | undefined {
  const [begin, end, strides] = numbers;
  if (begin === undefined || end === undefined || strides === undefined) return undefined;
  const mask = (name: string, index: number): boolean => (intAttr(node, name, 0) & (1 << index)) !== 0;
  const given = begin.length;
  const newAxes = begin.filter((_, index) => mask('new_axis_mask', index) && !mask('ellipsis_mask', index)).length;
  const ellipses = begin.filter((_, index) => mask('ellipsis_mask', index)).length;
  const slices: Slice[] = [];
  const whole = (): void => {
    const axis = slices.filter(({ kind }) => kind === 'range').length;
    slices.push({ kind: 'range', axis, start: 0, step: 1, size: shape[axis] ?? Number.NaN, shrinks: false });
  };
  for (let index = 0; index < given; index++) {
    if (mask('ellipsis_mask', index)) {
      const covered = shape.length - (given - newAxes - ellipses);
      for (let axis = 0; axis < covered; axis++) whole();
      continue;
    }
    if (mask('new_axis_mask', index)) {
      slices.push({ kind: 'new-axis' });
      continue;
    }
    const axis = slices.filter(({ kind }) => kind === 'range').length;
    const [size, step] = [shape[axis] ?? Number.NaN, strides[index]!];
    const clamp = (at: number): number =>
      Math.min(Math.max(at < 0 ? at + size : at, step < 0 ? -1 : 0), step < 0 ? size - 1 : size);
    const start = mask('begin_mask', index) ? (step < 0 ? size - 1 : 0) : clamp(begin[index]!);
    if (mask('shrink_axis_mask', index)) {
      slices.push({ kind: 'range', axis, start, step: 1, size: 1, shrinks: true });
      continue;
    }
    const stop = mask('end_mask', index) ? (step < 0 ? -1 : size) : clamp(end[index]!);
    slices.push({ kind: 'range', axis, start, step, size: Math.max(0, Math.ceil((stop - start) / step)), shrinks: false }); // prettier-ignore
  }
  while (slices.filter(({ kind }) => kind === 'range').length < shape.length) whole();
  const ranges = slices.filter(({ kind }) => kind === 'range').length;
  return ranges === shape.length && slices.every((slice) => slice.kind === 'new-axis' || Number.isInteger(slice.size))
    ? slices
    : undefined;
}
