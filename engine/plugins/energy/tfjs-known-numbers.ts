/**
 * Whole numbers that a TensorFlow graph computes of shapes and constants alone: how it says to which shape it goes. They are
 * computed here, because the sizes of what follows hang on them, and cost nothing.
 */
import { reshaped, sizeOf } from '../../methods/energy/shapes.js';
import type { Shape } from '../../methods/energy/shapes.js';
import { isSet } from './tfjs-node.js';
import type { TfjsNode } from './tfjs-node.js';
import { slicesOf } from './tfjs-slices.js';

export interface KnownNumbers {
  readonly dims: Shape;
  readonly values: readonly number[];
}

/** Longer lists are data, not shapes. */
export const MOST_KNOWN = 1024;

type Fold = (node: TfjsNode, inputs: readonly KnownNumbers[]) => KnownNumbers | undefined;

const list = (values: readonly number[]): KnownNumbers => ({ dims: [values.length], values });

/** Of scalars and lists of one length. */
const pairwise =
  (compute: (a: number, b: number) => number): Fold =>
  (_, [a, b]) => {
    if (a === undefined || b === undefined) return undefined;
    const [long, short] = a.values.length >= b.values.length ? [a, b] : [b, a];
    if (short.values.length !== 1 && short.values.length !== long.values.length) return undefined;
    const at = ({ values }: KnownNumbers, index: number): number => values[values.length === 1 ? 0 : index]!;
    return { dims: long.dims, values: long.values.map((_value, index) => compute(at(a, index), at(b, index))) };
  };

const each =
  (compute: (value: number) => number): Fold =>
  (_, [x]) =>
    x && { dims: x.dims, values: x.values.map(compute) };

const total =
  (join: (a: number, b: number) => number, start: number): Fold =>
  (node, [x]) =>
    x && x.dims.length <= 1
      ? { dims: isSet(node, 'keep_dims') ? [1] : [], values: [x.values.reduce(join, start)] }
      : undefined;

const same: Fold = (_, [x]) => x;

const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['Add', pairwise((a, b) => a + b)],
  ['AddV2', pairwise((a, b) => a + b)],
  ['Sub', pairwise((a, b) => a - b)],
  ['Mul', pairwise((a, b) => a * b)],
  ['FloorDiv', pairwise((a, b) => Math.floor(a / b))],
  ['RealDiv', pairwise((a, b) => a / b)],
  ['FloorMod', pairwise((a, b) => a - b * Math.floor(a / b))],
  ['Maximum', pairwise(Math.max)],
  ['Minimum', pairwise(Math.min)],
  ['Neg', each((x) => -x)],
  ['Ceil', each(Math.ceil)],
  ['Floor', each(Math.floor)],
  ['Prod', total((a, b) => a * b, 1)],
  ['Sum', total((a, b) => a + b, 0)],
  ['Max', total(Math.max, -Infinity)],
  ['Min', total(Math.min, Infinity)],
  ['Identity', same],
  ['Cast', (node, inputs) => (isWhole(node) ? each(Math.trunc)(node, inputs) : inputs[0])],
  ['Squeeze', (_, [x]) => x && (x.values.length === 1 ? { dims: [], values: x.values } : x)],
  ['Pack', (_, xs) => (xs.every(({ dims }) => dims.length === 0) ? list(xs.flatMap(({ values }) => values)) : undefined)],
  ['ConcatV2', (_, xs) => (xs.every(({ dims }) => dims.length === 1 || dims.length === 0) ? list(xs.slice(0, -1).flatMap(({ values }) => values)) : undefined)],
  ['ExpandDims', (_, [x]) => x && (x.dims.length === 0 ? list(x.values) : undefined)],
  ['Reshape', (_, [x, wanted]) => {
    const dims = x && wanted && reshaped(x.dims.length === 0 ? [1] : x.dims, wanted.values);
    return x && dims && { dims, values: x.values };
  }],
  ['GatherV2', (_, [x, indices]) => {
    if (x?.dims.length !== 1 || indices === undefined) return undefined;
    const values = indices.values.map((index) => x.values[index]);
    return values.every((value) => value !== undefined) ? { dims: indices.dims, values } : undefined;
  }],
  ['StridedSlice', (node, [x, ...rest]) => {
    if (x?.dims.length !== 1) return undefined;
    const slices = slicesOf(node, x.dims, rest.map(({ values }) => values));
    const [slice] = slices ?? [];
    if (slices?.length !== 1 || slice?.kind !== 'range') return undefined;
    const values = Array.from({ length: slice.size }, (_value, index) => x.values[slice.start + index * slice.step]!);
    return slice.shrinks ? { dims: [], values } : list(values);
  }],
  ['Slice', (_, [x, begin, size]) => {
    if (x?.dims.length !== 1 || begin === undefined || size === undefined) return undefined;
    const [from = 0, count = 0] = [begin.values[0], size.values[0]];
    return list(x.values.slice(from, count < 0 ? undefined : from + count));
  }],
  ['Range', (_, [start, end, step]) => {
    if (start === undefined || end === undefined || step === undefined) return undefined;
    const [from, by] = [start.values[0]!, step.values[0]!];
    const length = Math.max(0, Math.ceil((end.values[0]! - from) / by));
    return length <= MOST_KNOWN ? list(Array.from({ length }, (_value, index) => from + index * by)) : undefined;
  }],
  ['Fill', (_, [dims, value]) =>
    dims && value && sizeOf(dims.values) <= MOST_KNOWN
      ? { dims: dims.values, values: Array.from({ length: sizeOf(dims.values) }, () => value.values[0]!) }
      : undefined],
]); // prettier-ignore

const isWhole = ({ attr }: TfjsNode): boolean => /DT_U?INT|"type":(3|9)\b/.test(JSON.stringify(attr['DstT'] ?? ''));

/** `shapes` of all inputs, `inputs` of those whose numbers are known; `undefined` where the answer is not known. */
export function knownNumbers(
  node: TfjsNode,
  shapes: readonly Shape[],
  inputs: readonly (KnownNumbers | undefined)[],
): KnownNumbers | undefined {
  const [shape] = shapes;
  if (shape !== undefined && node.op === 'Shape') return list(shape);
  if (shape !== undefined && node.op === 'Rank') return { dims: [], values: [shape.length] };
  if (shape !== undefined && node.op === 'Size') return { dims: [], values: [sizeOf(shape)] };
  const fold = FOLDS.get(node.op);
  if (fold === undefined || inputs.length === 0 || inputs.includes(undefined)) return undefined;
  const found = fold(node, inputs as readonly KnownNumbers[]);
  return found?.values.every(Number.isFinite) === true && found.values.length <= MOST_KNOWN ? found : undefined;
}
